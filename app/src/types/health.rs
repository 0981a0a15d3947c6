use serde::{Deserialize, Serialize};

/// `GET /healthz`: whether containers can be managed, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Health {
    /// Always `ok`; an engine that does not answer makes this an `engine_unavailable` error instead.
    pub status: String,
    /// This server's version.
    pub version: String,
    /// Docker Compose's version.
    pub compose_version: String,
    /// The engine's version.
    pub engine_version: String,
    /// How many containers are defined here.
    pub containers: usize,
    /// How many of them are running.
    pub running: usize,
    /// Seconds since this server started.
    pub uptime_seconds: u64,
    /// What the server has under way at once, in tasks of its runtime: rises with clients and
    /// sessions, and falls when they go.
    #[serde(default)]
    pub tasks: usize,
}

/// What the host has to give, for the limits that a form offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostFacts {
    /// Cores.
    pub cpus: usize,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// Images that the engine has, by tag, sorted.
    pub images: Vec<String>,
    /// The most bytes that an upload may have.
    #[serde(default)]
    pub max_upload_bytes: u64,
}
