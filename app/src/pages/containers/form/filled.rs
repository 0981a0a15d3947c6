use crate::{
    text,
    types::{Container, PortBinding, Protocol, RestartPolicy},
};
use serde::{Deserialize, Serialize};

/// What stands in the form, as it was typed: to be kept, compared, merged and turned into a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in super::super) struct Filled {
    pub(in super::super) image: String,
    pub(in super::super) name: String,
    /// Separated by commas.
    pub(in super::super) tags: String,
    /// Names and values, in their order.
    pub(in super::super) env: Vec<(String, String)>,
    pub(in super::super) cpus: String,
    pub(in super::super) memory: String,
    pub(in super::super) pids: String,
    pub(in super::super) ports: Vec<FilledPort>,
    /// The word that the API uses.
    pub(in super::super) restart: String,
    /// As a shell would quote it.
    pub(in super::super) command: String,
    pub(in super::super) user: String,
}

/// A port, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct FilledPort {
    /// Empty where the engine is to choose.
    pub(in super::super) host: String,
    pub(in super::super) container: String,
    pub(in super::super) protocol: String,
    /// Kept as it was: the form does not ask for it.
    pub(in super::super) host_ip: Option<String>,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            image: String::new(),
            name: String::new(),
            tags: String::new(),
            env: Vec::new(),
            cpus: String::new(),
            memory: String::new(),
            pids: String::new(),
            ports: Vec::new(),
            restart: RestartPolicy::No.as_str().to_owned(),
            command: String::new(),
            user: String::new(),
        }
    }
}

impl Filled {
    /// What a container is now.
    pub(in super::super) fn of(container: &Container) -> Self {
        let resources = &container.resources;
        Self {
            image: container.image.clone(),
            name: container.name.clone(),
            tags: container.tags.join(", "),
            env: container.env.clone().into_iter().collect(),
            cpus: resources.cpus.map(|cpus| cpus.to_string()).unwrap_or_default(),
            memory: resources.memory.clone().unwrap_or_default(),
            pids: resources.pids.map(|pids| pids.to_string()).unwrap_or_default(),
            ports: container.ports.iter().map(FilledPort::of).collect(),
            restart: container.restart.as_str().to_owned(),
            command: container.command.as_deref().map(text::join).unwrap_or_default(),
            user: container.user.clone().unwrap_or_default(),
        }
    }

    /// The tags, each on its own.
    pub(super) fn tag_list(&self) -> Vec<String> {
        let tags = self.tags.split(',').map(str::trim);
        tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    }
}

impl FilledPort {
    fn of(port: &PortBinding) -> Self {
        // a port that the engine chose stays its choice
        let host = port.host.filter(|_| !port.automatic);
        Self {
            host: host.map(|host| host.to_string()).unwrap_or_default(),
            container: port.container.to_string(),
            protocol: port.protocol.as_str().to_owned(),
            host_ip: port.host_ip.clone(),
        }
    }

    /// A port in the container; the engine chooses that of the host.
    pub(in super::super) fn inside(container: impl Into<String>, protocol: Protocol) -> Self {
        Self {
            host: String::new(),
            container: container.into(),
            protocol: protocol.as_str().to_owned(),
            host_ip: None,
        }
    }

    /// One that is wholly empty is not sent.
    pub(in super::super) fn is_filled(&self) -> bool {
        !self.host.trim().is_empty() || !self.container.trim().is_empty()
    }
}
