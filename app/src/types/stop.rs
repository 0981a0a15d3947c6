use super::{Container, LogLine};
use serde::{Deserialize, Serialize};

/// `GET /containers/{cuid}`: a container, and why it stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContainerDetail<C = Container> {
    /// The container, as in lists.
    #[serde(flatten)]
    pub container: C,
    /// How and why its last run ended; absent while it runs for the first time and before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
}

/// How and why a container's last run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Stopped {
    /// All of it in a sentence, for people.
    pub message: String,
    /// When it ended, RFC 3339.
    pub at: Option<String>,
    /// 0 to 255, where 128+n stands for signal n.
    pub exit_code: Option<i64>,
    /// The signal that ended it, such as `SIGKILL`; null where none did.
    pub signal: Option<String>,
    /// Whether it, or a process in it, was killed for want of memory.
    pub oom_killed: bool,
    /// Why it ended.
    pub cause: StopCause,
    /// Who asked for it; null where nobody did by this server.
    pub asked: Option<Asked>,
    /// How often the engine has restarted it by its restart policy.
    pub restart_count: i64,
    /// The last lines that it wrote before its end, oldest first: at most 20, and 8 KiB.
    pub log: Vec<LogLine>,
}

/// Why a container ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StopCause {
    /// Somebody asked for it by this server.
    Asked,
    /// Somebody asked the engine past this server, as with `docker stop`.
    Outside,
    /// It used more memory than it may.
    OutOfMemory,
    /// Its program ended, or was ended from within the container.
    ByItself,
    /// It ended while this server did not look.
    Unknown,
}

/// Who asked for something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Asked {
    /// The login; null where it is not known.
    pub user: Option<String>,
    /// As in the action log: `container.stop`, `container.restart`, `container.update`.
    pub action: String,
    /// When, RFC 3339.
    pub at: String,
    /// The request, as in the action log and in `x-request-id`.
    pub request_id: Option<String>,
}
