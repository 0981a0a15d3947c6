use super::{FieldError, Protocol};
use serde::{Deserialize, Serialize};

/// What a create or a change would come to; the answer to both with `dry_run=true`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Plan {
    /// The Compose file that would be written. Of a container that is not there yet the id is all
    /// zeros, and moments are those of this answer.
    pub compose: String,
    /// What would be done.
    pub effect: Effect,
}

/// What a request does beside answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// A new container is made.
    Create,
    /// Nothing: all of it is so already.
    None,
    /// The definition is written anew, and the container goes on as it is.
    Rewrite,
    /// The container is made anew: a running one ends and runs again.
    Recreate,
}

/// What a form would come to, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Checked {
    /// It can be sent.
    Fits(Plan),
    /// It would be refused, for each of these.
    Wrong(Vec<FieldError>),
}

/// A container's Compose file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComposeText {
    /// The file as it is.
    pub text: String,
    /// Whether it holds more than this server wrote. Such a file is never rewritten, so the
    /// container's settings can be changed in the file only.
    pub edited: bool,
}

/// What the containers that are there have been promised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Commitments {
    /// Cores, the sum of all limits.
    pub cpus: f64,
    /// How many containers have a limit on cores.
    pub cpu_containers: usize,
    /// Memory in bytes, the sum of all limits.
    pub memory_bytes: u64,
    /// How many containers have a limit on memory.
    pub memory_containers: usize,
    /// Ports of the host that somebody has asked for.
    pub ports: Vec<TakenPort>,
}

/// A port of the host that a container publishes, or will when it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPort {
    /// The port.
    pub host: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The address on the host; absent means every address.
    pub host_ip: Option<String>,
    /// The container's id.
    pub cuid: String,
    /// Its name.
    pub name: String,
}
