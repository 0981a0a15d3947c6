use serde::{Deserialize, Serialize};

/// What a container uses, as of its last sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContainerStats {
    /// What the sample says.
    #[serde(flatten)]
    pub sample: StatsSample,
    /// When the sample was taken, RFC 3339.
    pub at: String,
    /// How many cores it may use; null where it is not limited.
    pub cpu_limit_cores: Option<f64>,
    /// How many bytes of memory it may use; null where it is not limited.
    pub memory_limit_bytes: Option<u64>,
    /// How many processes and threads it may have; null where it is not limited.
    pub pids_limit: Option<u32>,
    /// Bytes read from block devices since its start.
    pub block_read_bytes: u64,
    /// Bytes written to block devices since its start.
    pub block_written_bytes: u64,
    /// Bytes received over its networks since its start.
    pub network_received_bytes: u64,
    /// Bytes sent over its networks since its start.
    pub network_sent_bytes: u64,
}

/// What a container uses in one sample. Rates are over the time since the sample before, and null in
/// the first one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatsSample {
    /// The container.
    pub cuid: String,
    /// How many cores it keeps busy.
    pub cpu_cores: Option<f64>,
    /// The same in percent of its limit, or of all of the host's cores where it has none.
    pub cpu_percent: Option<f64>,
    /// Memory in bytes, without the page cache that the kernel would give up first.
    pub memory_bytes: u64,
    /// The same in percent of its limit, or of the host's memory where it has none.
    pub memory_percent: Option<f64>,
    /// Processes and threads.
    pub pids: u32,
    /// Bytes a second read from block devices.
    pub block_read_rate: Option<u64>,
    /// Bytes a second written to block devices.
    pub block_write_rate: Option<u64>,
    /// Bytes a second received over its networks.
    pub network_receive_rate: Option<u64>,
    /// Bytes a second sent over its networks.
    pub network_send_rate: Option<u64>,
}

/// The last quarter of an hour of a container, in columns: one value a sample, null where there was
/// none, as while the container did not run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatsHistory {
    /// The container.
    pub cuid: String,
    /// How many seconds lie between two samples.
    pub interval_seconds: u64,
    /// When the first sample of the columns was taken, RFC 3339; null where there is none.
    pub start: Option<String>,
    /// How many cores it kept busy.
    pub cpu_cores: Vec<Option<f64>>,
    /// Memory in bytes, as in [`StatsSample`], to the KiB.
    pub memory_bytes: Vec<Option<u64>>,
    /// Processes and threads.
    pub pids: Vec<Option<u32>>,
    /// Bytes a second read from block devices.
    pub block_read_rate: Vec<Option<u64>>,
    /// Bytes a second written to block devices.
    pub block_write_rate: Vec<Option<u64>>,
    /// Bytes a second received over its networks.
    pub network_receive_rate: Vec<Option<u64>>,
    /// Bytes a second sent over its networks.
    pub network_send_rate: Vec<Option<u64>>,
}

/// One message of `GET /stats`: what all running containers use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatsTick {
    /// When the samples were taken, RFC 3339.
    pub at: String,
    /// A sample of each container that runs.
    pub containers: Vec<StatsSample>,
}
