use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// A container as the API shows it: what its definition asks for and what the engine says it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Container {
    /// The id: `c` followed by a UUID. Also the name of the Compose service.
    pub cuid: String,
    /// A name for people; need not be unique.
    pub name: String,
    /// The image as it was asked for.
    pub image: String,
    /// What the container is doing.
    pub status: Status,
    /// Environment variables set by the user, without those that the server adds.
    pub env: BTreeMap<String, String>,
    /// Labels for people and filters; inside the container they are joined by commas in `TAGS`.
    pub tags: Vec<String>,
    /// Limits; what is absent is not limited.
    pub resources: Resources,
    /// Published ports.
    pub ports: Vec<PortBinding>,
    /// The command that overrides the image's own and any boot file.
    pub command: Option<Vec<String>>,
    /// The user that overrides the image's own, as `uid`, `uid:gid` or a name.
    pub user: Option<String>,
    /// When the engine starts the container again by itself.
    pub restart: RestartPolicy,
    /// When it was created, RFC 3339.
    pub created_at: String,
    /// When it was last changed through this API, RFC 3339.
    pub updated_at: String,
    /// What the engine knows of it beyond the status.
    #[serde(flatten)]
    pub state: ContainerState,
    /// The operation that is under way, if one is.
    pub operation: Option<Operation>,
    /// Whether the definition has changed since the container was made; the next start applies it.
    pub pending_change: bool,
}

/// What the engine reports about a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContainerState {
    /// The engine's id; changes when the container is recreated.
    pub container_id: Option<String>,
    /// When it was last started, RFC 3339.
    pub started_at: Option<String>,
    /// When it last ended, RFC 3339.
    pub finished_at: Option<String>,
    /// How it last ended: 0 to 255, where 128+n stands for signal n.
    pub exit_code: Option<i64>,
    /// Whether it, or a process in it, was killed for want of memory.
    pub oom_killed: bool,
    /// The engine's words for why it could not start.
    pub engine_error: Option<String>,
    /// The image's own health check: `starting`, `healthy` or `unhealthy`; absent without one.
    pub health: Option<String>,
    /// How often the engine restarted it by its restart policy.
    pub restart_count: i64,
}

/// The states a container can be in; the same words in the API, in filters and in the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The definition is there, the container is being made for the first time.
    Creating,
    /// Made, never started.
    Created,
    /// Running.
    Running,
    /// All its processes are frozen.
    Paused,
    /// Between two runs, by its restart policy.
    Restarting,
    /// Its main process has ended.
    Exited,
    /// The engine could not remove it wholly.
    Dead,
    /// The engine is removing it.
    Removing,
    /// The definition is there, the engine has no container; start makes it again.
    Missing,
    /// The engine has not answered since this server started.
    Unknown,
}

impl Status {
    /// Every status, in the order in which lists show them.
    pub const ALL: [Self; 10] = [
        Self::Creating,
        Self::Created,
        Self::Running,
        Self::Paused,
        Self::Restarting,
        Self::Exited,
        Self::Dead,
        Self::Removing,
        Self::Missing,
        Self::Unknown,
    ];

    /// The word that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Created => "created",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Restarting => "restarting",
            Self::Exited => "exited",
            Self::Dead => "dead",
            Self::Removing => "removing",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }

    /// Whether processes of the container exist, frozen or not.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Restarting)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(())
    }
}

/// `GET /containers/{cuid}/status`: the little that a poller wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatusReport {
    /// The id.
    pub cuid: String,
    /// What the container is doing.
    pub status: Status,
    /// What the engine knows of it beyond the status.
    #[serde(flatten)]
    pub state: ContainerState,
    /// The operation that is under way, if one is.
    pub operation: Option<Operation>,
}

impl From<&Container> for StatusReport {
    fn from(container: &Container) -> Self {
        Self {
            cuid: container.cuid.clone(),
            status: container.status,
            state: container.state.clone(),
            operation: container.operation.clone(),
        }
    }
}

/// Limits of a container.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Resources {
    /// Cores, from 0.01 to as many as the host has.
    pub cpus: Option<f64>,
    /// Memory as it was asked for: a number with a unit, such as `512m`.
    pub memory: Option<String>,
    /// The same in bytes.
    pub memory_bytes: Option<u64>,
    /// The most processes and threads at once.
    pub pids: Option<u32>,
}

/// One published port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PortBinding {
    /// The port on the host. Where none was asked for: the one the engine chose, null until it runs.
    pub host: Option<u16>,
    /// The port in the container.
    pub container: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The address on the host; absent means every address.
    pub host_ip: Option<String>,
    /// Whether the engine chooses the host's port.
    pub automatic: bool,
}

/// The protocols that a port can be published for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The word that the API, Compose and the engine use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// When the engine starts a container again by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RestartPolicy {
    /// Never.
    #[default]
    No,
    /// Whenever it ends, unless it was stopped by hand.
    Always,
    /// When it ends with an exit code other than 0.
    OnFailure,
    /// As `always`, but what was stopped stays stopped when the engine starts.
    UnlessStopped,
}

impl RestartPolicy {
    /// Every policy.
    pub const ALL: [Self; 4] = [Self::No, Self::Always, Self::OnFailure, Self::UnlessStopped];

    /// The word that the API, Compose and the engine use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Always => "always",
            Self::OnFailure => "on-failure",
            Self::UnlessStopped => "unless-stopped",
        }
    }
}

/// An operation that is under way on a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Operation {
    /// Which one.
    pub kind: OperationKind,
    /// What is being done right now, for people: `pulling python:3.12-slim`.
    pub message: String,
    /// How much is done, 0 to 100, where that can be known.
    pub percent: Option<u8>,
}

/// The operations that take long enough to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum OperationKind {
    /// Being made.
    Create,
    /// Being started.
    Start,
    /// Being stopped.
    Stop,
    /// Being restarted.
    Restart,
    /// Being paused.
    Pause,
    /// Being unpaused.
    Unpause,
    /// Being changed, which may recreate it.
    Update,
    /// Being deleted.
    Delete,
}

/// One page of `GET /containers`, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContainerPage<C = Container> {
    /// The containers of this page.
    pub containers: Vec<C>,
    /// What to pass as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// How many containers match the filters, on all pages.
    pub total: usize,
}
