//! The process: puts the parts together, serves until it is told to stop, and stops in order.

use crate::{
    action_log::ActionLog,
    config::{Config, StartError},
    connections,
    domain::Domain,
    http::{self, AppState, Auth},
};
use std::{
    io::{self, ErrorKind, Write as _},
    net::SocketAddr,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// How long requests under way may take after the server was told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until SIGINT or SIGTERM. Prints `listening on http://<address>` once it does.
pub async fn serve(config: Config) -> Result<(), StartError> {
    // before anything on disk is touched
    let listener = bind(config.bind).await?;
    let address = listener.local_addr().map_err(|error| not_listening(config.bind, &error))?;
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;

    http::set_development(config.development);
    let log = ActionLog::open(&config.log_dir, config.log_max_bytes)?;
    let domain =
        Domain::open(config.domain.clone()).await.map_err(|failure| StartError(failure.message))?;
    let auth = Auth::open(&config)?;
    let shutdown = CancellationToken::new();
    let state = AppState::new(&config, address, domain, auth, log, shutdown.clone());

    let router = http::router(state.clone());
    let mut server =
        tokio::spawn(connections::serve(listener, router, connections::HEADERS, shutdown.clone()));
    announce(&format!("listening on http://{address}"));

    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        // the accept loop goes on whatever happens, so this is its panic
        _ = &mut server => tracing::error!("the server has failed"),
    }
    tracing::info!("stopping");
    shutdown.cancel();
    if !server.is_finished() && tokio::time::timeout(PATIENCE, &mut server).await.is_err() {
        tracing::warn!("some requests took longer than {} s and were cut off", PATIENCE.as_secs());
        server.abort();
    }
    state.connections.close();
    if tokio::time::timeout(PATIENCE, state.connections.wait()).await.is_err() {
        tracing::warn!("some connections took longer than {} s to end", PATIENCE.as_secs());
    }
    state.domain.close().await;
    // the last requests' entries are in the queue; writing them blocks
    if tokio::task::spawn_blocking(move || state.log.close()).await.is_err() {
        tracing::error!("the action log could not be flushed");
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| not_listening(address, &error))
}

fn not_listening(address: SocketAddr, error: &io::Error) -> StartError {
    StartError(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "port {} is in use already: stop the program that has it, or set BIND to another address:port",
            address.port()
        ),
        _ => format!("cannot listen on {address} (BIND): {error}"),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err hands over")]
fn no_signals(error: io::Error) -> StartError {
    StartError(format!("cannot listen for signals: {error}"))
}

/// Says something to whoever started the server; that nobody reads it is no error.
pub fn announce(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
