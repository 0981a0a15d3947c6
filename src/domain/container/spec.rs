use super::Memory;
use app::types::{PortBinding, Protocol, Resources, RestartPolicy};
use std::{collections::BTreeMap, net::IpAddr};

/// What a container is asked to be; every value has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// A name for people.
    pub name: String,
    /// The image.
    pub image: String,
    /// The user's variables.
    pub env: BTreeMap<String, String>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// Limits.
    pub limits: Limits,
    /// Ports to publish.
    pub ports: Vec<Port>,
    /// A command in place of the image's own and of a boot file.
    pub command: Option<Vec<String>>,
    /// A user in place of the image's own.
    pub user: Option<String>,
    /// When the engine starts it again by itself.
    pub restart: RestartPolicy,
}

/// Limits; `None` is no limit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits {
    /// Cores.
    pub cpus: Option<f64>,
    /// Memory.
    pub memory: Option<Memory>,
    /// Processes and threads.
    pub pids: Option<u32>,
}

/// A port to publish.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Port {
    /// The host's port; `None` lets the engine choose.
    pub host: Option<u16>,
    /// The container's port.
    pub container: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The host's address; `None` for every one.
    pub host_ip: Option<IpAddr>,
}

impl From<&Limits> for Resources {
    fn from(limits: &Limits) -> Self {
        Self {
            cpus: limits.cpus,
            memory: limits.memory.as_ref().map(|memory| memory.as_str().to_owned()),
            memory_bytes: limits.memory.as_ref().map(Memory::bytes),
            pids: limits.pids,
        }
    }
}

impl From<&Port> for PortBinding {
    fn from(port: &Port) -> Self {
        Self {
            host: port.host,
            container: port.container,
            protocol: port.protocol,
            host_ip: port.host_ip.map(|ip| ip.to_string()),
            automatic: port.host.is_none(),
        }
    }
}
