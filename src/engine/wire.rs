//! Requests whose answers bollard garbles or whose parameters it rounds: hijacked streams and logs.

use super::{Engine, EngineError};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Request, Response, StatusCode,
    body::{Body, Frame, Incoming},
    client::conn::http1,
    header::{CONTENT_TYPE, HOST},
    http::request::Builder,
};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use std::{
    path::PathBuf,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, UnixStream},
    time::timeout,
};

/// How long the head of an answer may take.
const HEAD: Duration = Duration::from_mins(1);
/// The most of an error's body that is read, in bytes.
const ERROR: usize = 64 * 1024;

/// Where the engine listens.
#[derive(Debug, Clone)]
pub(super) enum Address {
    /// A socket's path.
    Unix(PathBuf),
    /// Host and port.
    Tcp(String),
}

impl Address {
    /// Reads what `DOCKER_HOST` says.
    pub(super) fn read(host: &str) -> Self {
        match host.strip_prefix("unix://") {
            Some(path) => Self::Unix(path.into()),
            None => Self::Tcp(host.trim_start_matches("tcp://").trim_end_matches('/').to_owned()),
        }
    }
}

#[derive(Deserialize)]
struct ErrorBody {
    message: String,
}

impl Engine {
    /// Sends a request on a connection of its own; gives the answer where the engine agreed.
    /// `path` begins behind the version.
    pub(super) async fn send(
        &self,
        request: Builder,
        path: &str,
        body: Bytes,
    ) -> Result<Answer, EngineError> {
        let version = self.docker.client_version();
        let path = format!("/v{}.{}{path}", version.major_version, version.minor_version);
        let request = request
            .uri(path)
            .header(HOST, "docker")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(body))
            .map_err(EngineError::unavailable)?;
        let answer = timeout(HEAD, async {
            match &self.address {
                Address::Unix(path) => {
                    exchange(
                        UnixStream::connect(path).await.map_err(EngineError::unavailable)?,
                        request,
                    )
                    .await
                }
                Address::Tcp(host) => {
                    exchange(
                        TcpStream::connect(host).await.map_err(EngineError::unavailable)?,
                        request,
                    )
                    .await
                }
            }
        });
        let answer = answer.await.map_err(EngineError::unavailable)??;
        let status = answer.head.status();
        if status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS {
            return Ok(answer);
        }
        let body = Limited::new(answer.into_body(), ERROR).collect().await;
        let words = body.ok().and_then(|body| {
            serde_json::from_slice::<ErrorBody>(&body.to_bytes()).ok().map(|body| body.message)
        });
        Err(EngineError::Engine(words.unwrap_or_else(|| status.to_string())))
    }
}

/// What the engine answers, and the connection it comes by.
pub(super) struct Answer {
    head: Response<Incoming>,
    connection: Option<Connection>,
}

type Connection = Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>;

impl Answer {
    /// The body, which drives its connection itself: where it comes in very many pieces, handing each
    /// from task to task would take longer than reading it.
    pub(super) fn into_body(self) -> AnswerBody {
        AnswerBody { body: self.head.into_body(), connection: self.connection }
    }

    /// The answer alone; its connection ends with it, or with what it becomes.
    pub(super) fn into_head(self) -> Response<Incoming> {
        if let Some(connection) = self.connection {
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the engine broke");
                }
            });
        }
        self.head
    }
}

/// See [`Answer::into_body`].
pub(super) struct AnswerBody {
    body: Incoming,
    connection: Option<Connection>,
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame);
        }
        if let Some(connection) = &mut self.connection
            && connection.as_mut().poll(context).is_ready()
        {
            // what broke it is told by the body
            self.connection = None;
        }
        Pin::new(&mut self.body).poll_frame(context)
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Answer, EngineError> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(EngineError::unavailable)?;
    let mut connection: Connection = Box::pin(connection.with_upgrades());
    let mut sending = pin!(sender.send_request(request));
    let (head, connection) = tokio::select! {
        head = &mut sending => (head, Some(connection)),
        _ = &mut connection => (sending.await, None),
    };
    Ok(Answer { head: head.map_err(EngineError::unavailable)?, connection })
}
