//! Connections of clients: each is a task that speaks HTTP/1.1 with one peer.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    serve::Listener,
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use rustix::net::sockopt;
use std::{net::SocketAddr, pin::pin, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

/// How long a client may take for a request's headers, and stay silent between two requests: who
/// sends a byte a minute shall not hold a connection for ever (`axum::serve` would let it). Longer
/// than the minute that proxies keep a connection for.
pub(super) const HEADERS: Duration = Duration::from_secs(65);

/// Accepts connections until `shutdown`; returns once their requests are answered. Who takes longer
/// than `headers` for the headers of a request is cut off.
pub(super) async fn serve(
    mut listener: TcpListener,
    router: Router,
    headers: Duration,
    shutdown: CancellationToken,
) {
    let connections = TaskTracker::new();
    loop {
        let (stream, remote) = tokio::select! {
            () = shutdown.cancelled() => break,
            // waits and tries again where the process has no descriptor left
            accepted = Listener::accept(&mut listener) => accepted,
        };
        connections.spawn(attend(stream, remote, router.clone(), headers, shutdown.clone()));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn attend(
    stream: TcpStream,
    remote: SocketAddr,
    router: Router,
    headers: Duration,
    shutdown: CancellationToken,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small answers to this client may be held back");
    }
    if let Err(error) = keep_alive(&stream) {
        tracing::debug!(%error, "this client may vanish unnoticed");
    }
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(remote));
        request
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(headers)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
            .with_upgrades()
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %remote, "a connection has ended early");
    }
}

/// Has the kernel notice clients that are gone without a word, within a minute.
fn keep_alive(stream: &TcpStream) -> rustix::io::Result<()> {
    sockopt::set_tcp_keepidle(stream, Duration::from_secs(30))?;
    sockopt::set_tcp_keepintvl(stream, Duration::from_secs(10))?;
    sockopt::set_tcp_keepcnt(stream, 3)?;
    sockopt::set_socket_keepalive(stream, true)
}

#[cfg(test)]
mod tests {
    use super::serve;
    use axum::{Router, routing::get};
    use std::{io, time::Duration};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
    };
    use tokio_util::sync::CancellationToken;

    #[tokio::test]
    async fn who_dawdles_over_headers_is_cut_off_and_others_are_served() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shutdown = CancellationToken::new();
        let router = Router::new().route("/", get(async || "served"));
        let headers = Duration::from_millis(200);
        let server = tokio::spawn(serve(listener, router, headers, shutdown.clone()));

        let mut slow = TcpStream::connect(address).await?;
        slow.write_all(b"GET / HTTP/1.1\r\nHost: here\r\n").await?;
        let mut quick = TcpStream::connect(address).await?;
        quick.write_all(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        quick.read_to_string(&mut answer).await?;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("served"), "{answer}");
        // ends, which it would never do with a server that waits for the rest
        let mut nothing = Vec::new();
        slow.read_to_end(&mut nothing).await?;
        assert!(!nothing.starts_with(b"HTTP/1.1 200"), "{nothing:?}");

        shutdown.cancel();
        server.await?;
        Ok(())
    }
}
