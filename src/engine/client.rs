use super::EngineError;
use bollard::Docker;
use std::time::Duration;

/// How long one answer of the engine may take. Streams are not bound by it.
const ANSWER_SECONDS: u64 = 60;

/// The engine, by its API.
#[derive(Clone)]
pub struct Engine {
    pub(super) docker: Docker,
}

/// What the engine says of itself and its host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineFacts {
    /// The engine's version.
    pub version: String,
    /// Cores of the engine's host.
    pub cpus: usize,
    /// Memory of the engine's host, in bytes.
    pub memory: u64,
}

impl Engine {
    /// A client for the engine at `host` (`unix://…` or `tcp://…`), the default socket where none
    /// is named. Connects to nothing yet.
    pub fn new(host: Option<&str>) -> Result<Self, EngineError> {
        const SOCKET: &str = "unix:///var/run/docker.sock";
        let host = host.unwrap_or(SOCKET);
        let version = bollard::API_DEFAULT_VERSION;
        let docker = if host.starts_with("unix://") {
            Docker::connect_with_unix(host, ANSWER_SECONDS, version)
        } else {
            Docker::connect_with_http(host, ANSWER_SECONDS, version)
        };
        Ok(Self { docker: docker? })
    }

    /// Agrees on an API version with the engine that answers, and asks it about itself. To be
    /// called after every loss of the engine: it may come back as another version.
    pub async fn connect(&self) -> Result<(Self, EngineFacts), EngineError> {
        let connect = async {
            let docker = self.docker.clone().negotiate_version().await?;
            let info = docker.info().await?;
            let number = |value: Option<i64>| value.unwrap_or_default().unsigned_abs();
            let facts = EngineFacts {
                version: info.server_version.unwrap_or_default(),
                cpus: usize::try_from(number(info.ncpu)).unwrap_or_default(),
                memory: number(info.mem_total),
            };
            Ok((Self { docker }, facts))
        };
        // an engine that is starting accepts connections long before it answers
        tokio::time::timeout(Duration::from_secs(10), connect).await.unwrap_or_else(|_| {
            Err(EngineError::Unavailable("no answer within ten seconds".into()))
        })
    }
}
