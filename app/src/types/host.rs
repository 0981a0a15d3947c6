use serde::{Deserialize, Serialize};

/// `GET /host`: the machine, its engine, and what is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HostReport {
    /// What an operator should know, the worst first; empty where all is well.
    pub warnings: Vec<HostWarning>,
    /// This server's version.
    pub version: String,
    /// Seconds since this server started.
    pub uptime_seconds: u64,
    /// Docker Compose's version.
    pub compose_version: String,
    /// The engine and its host; null while it does not answer.
    pub engine: Option<EngineReport>,
    /// Bytes of memory that programs can still have; null where the engine is on another machine.
    pub memory_available_bytes: Option<u64>,
    /// How many programs wanted a core in the last 1, 5 and 15 minutes; null where the engine is on
    /// another machine.
    pub load_average: Option<[f64; 3]>,
    /// Where data lies, and how much room is left there.
    pub disks: Vec<DiskReport>,
    /// How many containers are defined here.
    pub containers: usize,
    /// How many of them are running.
    pub running: usize,
}

/// The engine and its host, as the engine tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EngineReport {
    /// The engine's version.
    pub version: String,
    /// The newest version of its API.
    pub api_version: String,
    /// The host's name.
    pub host_name: String,
    /// The host's system, such as `Debian GNU/Linux 12 (bookworm)`.
    pub operating_system: String,
    /// The host's kernel.
    pub kernel: String,
    /// The host's processors, such as `x86_64`.
    pub architecture: String,
    /// Cores.
    pub cores: usize,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// The version of the kernel's control groups, `1` or `2`.
    pub cgroup_version: String,
    /// How layers of images are stored, such as `overlay2`.
    pub storage_driver: String,
    /// The folder of images and containers.
    pub root: String,
    /// The limits that this kernel does not keep containers to; none where all is well.
    pub unenforced_limits: Vec<LimitKind>,
}

/// What can be limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LimitKind {
    /// Memory.
    Memory,
    /// Memory that is swapped out.
    Swap,
    /// Cores.
    Cpu,
    /// Processes and threads.
    Pids,
}

/// A place where data lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DiskReport {
    /// What lies there.
    pub holds: DiskUse,
    /// The folder.
    pub path: String,
    /// The file system's size in bytes.
    pub total_bytes: u64,
    /// How many bytes of it are left.
    pub available_bytes: u64,
}

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DiskUse {
    /// Definitions and files of containers.
    Data,
    /// Images, and what containers write outside of their mounts.
    Engine,
}

/// Something that an operator should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HostWarning {
    /// A stable word for it.
    pub code: String,
    /// What is wrong and what to do about it.
    pub message: String,
}
