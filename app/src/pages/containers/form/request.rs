use super::{Filled, FilledPort};
use crate::{
    text,
    types::{
        Container, CreateRequest, FieldError, MemoryInput, PortInput, ResourcesInput,
        ResourcesUpdate, RestartPolicy, UpdateRequest,
    },
};
use std::collections::BTreeMap;

/// What can be told here, before the server is asked: what is no number, what would be lost on the
/// way. Everything else is the server's to judge.
#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn refuse(&mut self, field: String, message: impl Into<String>) {
        self.errors.push(FieldError {
            field,
            code: "INVALID_INPUT".to_owned(),
            message: message.into(),
            provided: serde_json::Value::Null,
        });
    }

    fn number<T: std::str::FromStr>(
        &mut self,
        field: String,
        text: &str,
        message: &str,
    ) -> Option<T> {
        let text = text.trim();
        let number = text.parse().ok();
        if number.is_none() && !text.is_empty() {
            self.refuse(field, message);
        }
        number
    }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Filled {
    /// What to ask the server for to make this container.
    pub(in super::super) fn create_request(&self) -> Result<CreateRequest, Vec<FieldError>> {
        let mut check = Check::default();
        let env = self.env_map(&mut check);
        let tags = self.tag_list();
        let ports = self.port_list(&mut check);
        let resources = self.limits(&mut check);
        let request = CreateRequest {
            image: given(&self.image),
            name: given(&self.name),
            env: (!env.is_empty()).then_some(env),
            tags: (!tags.is_empty()).then_some(tags),
            resources: (resources != ResourcesInput::default()).then_some(resources),
            ports: (!ports.is_empty()).then_some(ports),
            command: self.arguments(&mut check),
            user: given(&self.user),
            restart: Some(self.restart_policy()),
        };
        if check.errors.is_empty() { Ok(request) } else { Err(check.errors) }
    }

    /// What to ask the server for to turn `old` into this; what is as it was is left out.
    pub(in super::super) fn update_request(
        &self,
        old: &Container,
    ) -> Result<UpdateRequest, Vec<FieldError>> {
        let mut check = Check::default();
        let env = self.env_map(&mut check);
        let removed =
            old.env.keys().filter(|name| !env.contains_key(*name)).map(|name| (name.clone(), None));
        let set = env
            .iter()
            .filter(|(name, value)| old.env.get(*name) != Some(value))
            .map(|(name, value)| (name.clone(), Some(value.clone())));
        let env: BTreeMap<_, _> = removed.chain(set).collect();
        let tags = self.tag_list();
        let ports = self.port_list(&mut check);
        let limits = self.limits(&mut check);
        let command = self.arguments(&mut check);
        let user = given(&self.user);
        let memory_before = old.resources.memory.clone().map(MemoryInput::Text);
        let resources = ResourcesUpdate {
            cpus: (limits.cpus != old.resources.cpus).then_some(limits.cpus),
            memory: (limits.memory != memory_before).then_some(limits.memory),
            pids: (limits.pids != old.resources.pids.map(i64::from)).then_some(limits.pids),
        };
        let image = self.image.trim().to_owned();
        let name = self.name.trim().to_owned();
        let restart = self.restart_policy();
        let request = UpdateRequest {
            image: (image != old.image).then_some(image),
            name: (name != old.name).then_some(name),
            env: (!env.is_empty()).then_some(env),
            tags: (tags != old.tags).then_some(tags),
            resources: (resources != ResourcesUpdate::default()).then_some(resources),
            ports: (ports != ports_of(old)).then_some(ports),
            command: (command != old.command).then_some(command),
            user: (user != old.user).then_some(user),
            restart: (restart != old.restart).then_some(restart),
        };
        if check.errors.is_empty() { Ok(request) } else { Err(check.errors) }
    }

    fn env_map(&self, check: &mut Check) -> BTreeMap<String, String> {
        let mut env = BTreeMap::new();
        for (name, value) in &self.env {
            let name = name.trim();
            if name.is_empty() && value.is_empty() {
                continue;
            }
            let field = format!("env.{name}");
            if name.is_empty() {
                check.refuse(field, "This variable has no name.");
            } else if env.insert(name.to_owned(), value.clone()).is_some() {
                check.refuse(field, "This name is there twice.");
            }
        }
        env
    }

    fn limits(&self, check: &mut Check) -> ResourcesInput {
        ResourcesInput {
            cpus: check.number(
                "resources.cpus".to_owned(),
                &self.cpus,
                "This is no number. Write cores, such as 0.5.",
            ),
            memory: given(&self.memory).map(MemoryInput::Text),
            pids: check.number("resources.pids".to_owned(), &self.pids, "This is no whole number."),
        }
    }

    /// The rows that are not wholly empty; the errors' paths count these.
    fn port_list(&self, check: &mut Check) -> Vec<PortInput> {
        const NO_PORT: &str = "A port is a number from 1 to 65535.";
        let mut ports = Vec::new();
        for port in self.ports.iter().filter(|port| port.is_filled()) {
            let FilledPort { host, container, protocol, host_ip } = port;
            let at = ports.len();
            ports.push(PortInput {
                host: check.number(format!("ports[{at}].host"), host, NO_PORT),
                container: check.number(format!("ports[{at}].container"), container, NO_PORT),
                protocol: Some(protocol.clone()),
                host_ip: host_ip.clone(),
            });
        }
        ports
    }

    fn arguments(&self, check: &mut Check) -> Option<Vec<String>> {
        match text::split(&self.command) {
            Ok(arguments) => (!arguments.is_empty()).then_some(arguments),
            Err(message) => {
                check.refuse("command".to_owned(), message);
                None
            }
        }
    }

    fn restart_policy(&self) -> RestartPolicy {
        let is = |policy: &RestartPolicy| policy.as_str() == self.restart;
        RestartPolicy::ALL.into_iter().find(is).unwrap_or_default()
    }
}

/// The ports of a container as a request would ask for them.
fn ports_of(container: &Container) -> Vec<PortInput> {
    let input = |port: &crate::types::PortBinding| PortInput {
        host_ip: port.host_ip.clone(),
        ..PortInput::new(port.host.filter(|_| !port.automatic), port.container, port.protocol)
    };
    container.ports.iter().map(input).collect()
}
