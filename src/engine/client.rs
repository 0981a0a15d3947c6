use super::{EngineError, wire::Address};
use app::types::{EngineReport, LimitKind};
use bollard::{Docker, models::SystemInfo};
use futures_util::future::try_join;
use std::time::Duration;

/// How long one answer of the engine may take. Streams are not bound by it.
const ANSWER_SECONDS: u64 = 60;
/// How long its first answer may take.
const FIRST_ANSWER: Duration = Duration::from_secs(10);
/// Where the engine listens unless told otherwise.
const SOCKET: &str = "unix:///var/run/docker.sock";

/// The engine, by its API.
#[derive(Clone)]
pub struct Engine {
    pub(super) docker: Docker,
    pub(super) address: Address,
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
    /// Whether it was given address pools of its own.
    pub own_address_pools: bool,
    /// All that it says, as operators are shown it.
    pub report: EngineReport,
}

impl Engine {
    /// Finds the engine at `host` (`unix://…` or `tcp://…`), at the default socket where none is
    /// named, agrees with it on an API version, and asks it about itself. To be called anew after
    /// every loss of the engine: it may come back as another version.
    pub async fn connect(host: Option<&str>) -> Result<(Self, EngineFacts), EngineError> {
        let host = host.unwrap_or(SOCKET);
        let docker = client(host)?;
        let ask = async {
            let docker = docker.negotiate_version().await?;
            let (info, version) = try_join(docker.info(), docker.version()).await?;
            let number = |value: Option<i64>| value.unwrap_or_default().unsigned_abs();
            let facts = EngineFacts {
                version: info.server_version.clone().unwrap_or_default(),
                cpus: usize::try_from(number(info.ncpu)).unwrap_or_default(),
                memory: number(info.mem_total),
                own_address_pools: info
                    .default_address_pools
                    .as_ref()
                    .is_some_and(|p| !p.is_empty()),
                report: report(info, version.api_version.unwrap_or_default()),
            };
            Ok((Self { docker, address: Address::read(host) }, facts))
        };
        // an engine that is starting accepts connections long before it answers
        tokio::time::timeout(FIRST_ANSWER, ask).await.unwrap_or_else(|_| {
            let words = format!("no answer within {} seconds", FIRST_ANSWER.as_secs());
            Err(EngineError::Unavailable(words))
        })
    }
}

fn report(info: SystemInfo, api_version: String) -> EngineReport {
    let number = |value: Option<i64>| value.unwrap_or_default().unsigned_abs();
    EngineReport {
        version: info.server_version.unwrap_or_default(),
        api_version,
        host_name: info.name.unwrap_or_default(),
        operating_system: info.operating_system.unwrap_or_default(),
        kernel: info.kernel_version.unwrap_or_default(),
        architecture: info.architecture.unwrap_or_default(),
        cores: usize::try_from(number(info.ncpu)).unwrap_or_default(),
        memory_bytes: number(info.mem_total),
        cgroup_version: info
            .cgroup_version
            .map(|version| version.as_ref().to_owned())
            .unwrap_or_default(),
        storage_driver: info.driver.unwrap_or_default(),
        root: info.docker_root_dir.unwrap_or_default(),
        unenforced_limits: [
            (LimitKind::Memory, info.memory_limit),
            (LimitKind::Swap, info.swap_limit),
            (LimitKind::Cpu, info.cpu_cfs_quota),
            (LimitKind::Pids, info.pids_limit),
        ]
        .into_iter()
        .filter_map(|(kind, kept)| (kept != Some(true)).then_some(kind))
        .collect(),
    }
}

fn client(host: &str) -> Result<Docker, EngineError> {
    let version = bollard::API_DEFAULT_VERSION;
    let docker = if host.starts_with("unix://") {
        // fails where the socket is not there, as before the engine's first start
        Docker::connect_with_unix(host, ANSWER_SECONDS, version)
    } else {
        Docker::connect_with_http(host, ANSWER_SECONDS, version)
    };
    Ok(docker?)
}
