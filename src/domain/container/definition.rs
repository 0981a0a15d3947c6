use super::{
    Boot, Cuid, Limits, Port, Program, Spec,
    compose_file::{ComposeFile, Meta, Service, ServicePort},
};
use crate::{
    engine::{LABEL_CONFIG, Mergeable},
    yaml,
};
use serde::{Deserialize, Serialize};
use serde_yaml::Value;
use sha2::{Digest, Sha256};
use std::{fmt::Write, path::Path};

/// Variables that the server sets in every container, before the user's.
const ENV_CUID: &str = "CONTAINER_UID";
const ENV_TAGS: &str = "TAGS";
const ENV_UNBUFFERED: &str = "PYTHONUNBUFFERED";
const HEADER: &str = "# Kept by Wharfinger; plain Docker Compose works with it too.\n";

/// A container's definition: what its Compose file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The id.
    pub cuid: Cuid,
    /// What it is asked to be.
    pub spec: Spec,
    /// When it was created, RFC 3339.
    pub created_at: String,
    /// When it was last changed, RFC 3339.
    pub updated_at: String,
    /// The request that made it, where that may be repeated.
    pub idempotency: Option<Idempotency>,
    /// What a boot file has made of it, as of the last start.
    pub boot: Option<Boot>,
    /// `TAGS` inside the container. Follows the tags when the container is made anew only.
    pub applied_tags: String,
    /// Whether this is all that the file says. Someone has written more into it by hand where
    /// not, and such a file is never rewritten.
    pub complete: bool,
}

/// An `Idempotency-Key` and what came with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idempotency {
    /// The key.
    pub key: String,
    /// A digest of the request, to tell a repetition from another request.
    pub fingerprint: String,
}

impl Definition {
    /// A new container's definition.
    pub fn new(cuid: Cuid, spec: Spec, now: String, idempotency: Option<Idempotency>) -> Self {
        Self {
            cuid,
            applied_tags: spec.tags.join(","),
            spec,
            created_at: now.clone(),
            updated_at: now,
            idempotency,
            boot: None,
            complete: true,
        }
    }

    /// Lets a boot file decide what runs, unless the spec has a command. Where that, or anything
    /// else that makes the container anew, changes, `TAGS` follows the tags.
    #[must_use]
    pub fn booted(mut self, program: Option<Program>) -> Self {
        self.boot = program
            .filter(|_| self.spec.command.is_none())
            .map(|program| Boot { program, default_user: self.spec.user.is_none() });
        self
    }

    /// With `TAGS` as the tags are now.
    #[must_use]
    pub fn with_tags_applied(mut self) -> Self {
        self.applied_tags = self.spec.tags.join(",");
        self
    }

    /// The file's text.
    pub fn to_text(
        &self,
        project: &str,
        default_user: (u32, u32),
    ) -> Result<String, serde_yaml::Error> {
        let value = self.to_file(project, default_user).to_yaml()?;
        Ok(format!("{HEADER}{}", yaml::write(&value)))
    }

    /// The file as a value that can be merged with others', with the mount at `mount`. `None`
    /// where the file says more than this definition.
    pub fn to_mergeable(
        &self,
        project: &str,
        default_user: (u32, u32),
        mount: &Path,
    ) -> Option<Mergeable> {
        let mount = mount.to_str().filter(|_| self.complete)?;
        let mut file = self.to_file(project, default_user);
        file.meta = None;
        file.services.values_mut().for_each(|service| service.mount_from(mount));
        match file.to_yaml() {
            Ok(Value::Mapping(mapping)) => Some(mapping),
            _ => None,
        }
    }

    /// A digest of all that makes Compose recreate a container, but for `TAGS`.
    pub fn digest(&self, default_user: (u32, u32)) -> String {
        let mut service = self.to_service(default_user);
        if !self.spec.env.contains_key(ENV_TAGS) {
            service.environment.remove(ENV_TAGS);
        }
        let bytes = serde_json::to_vec(&service).unwrap_or_default();
        Sha256::digest(bytes).iter().take(8).fold(String::new(), |mut text, byte| {
            // writing to a string can't fail
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Reads a file's text. The error is Compose's or YAML's words.
    pub fn from_text(
        cuid: Cuid,
        text: &str,
        project: &str,
        default_user: (u32, u32),
    ) -> Result<Self, String> {
        let value: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let mut file = ComposeFile::from_yaml(value.clone()).map_err(|error| error.to_string())?;
        let service = file
            .services
            .remove(&cuid.to_string())
            .ok_or_else(|| format!("there is no service {cuid}"))?;
        let meta = file.meta.ok_or("there is no x-wharfinger block")?;
        let mut definition = Self::read(cuid, service, meta)?;
        let written = definition.to_file(project, default_user).to_yaml();
        definition.complete = written.is_ok_and(|written| same(&written, &value));
        Ok(definition)
    }

    fn read(cuid: Cuid, service: Service, meta: Meta) -> Result<Self, String> {
        // where the user has a TAGS variable, ours is nowhere to be read
        let own_tags = meta.own_env.iter().any(|name| name == ENV_TAGS);
        let applied_tags = match service.environment.get(ENV_TAGS) {
            Some(applied) if !own_tags => applied.clone(),
            _ => meta.tags.join(","),
        };
        let mut env = service.environment;
        env.retain(|name, _| {
            ![ENV_CUID, ENV_TAGS, ENV_UNBUFFERED].contains(&name.as_str())
                || meta.own_env.contains(name)
        });
        let memory = service
            .mem_limit
            .map(|text| text.parse().map_err(|()| format!("mem_limit is {text:?}")))
            .transpose()?;
        let ports = service.ports.into_iter().map(read_port).collect::<Result<_, _>>()?;
        let default_user = meta.boot.is_some_and(|boot| boot.default_user);
        Ok(Self {
            cuid,
            spec: Spec {
                name: meta.name,
                image: service.image,
                env,
                tags: meta.tags,
                limits: Limits { cpus: service.cpus, memory, pids: service.pids_limit },
                ports,
                command: service.command,
                user: service.user.filter(|_| !default_user),
                restart: service.restart,
            },
            created_at: meta.created_at,
            updated_at: meta.updated_at,
            idempotency: meta.idempotency,
            boot: meta.boot,
            applied_tags,
            complete: true,
        })
    }

    fn to_file(&self, project: &str, default_user: (u32, u32)) -> ComposeFile {
        let mut service = self.to_service(default_user);
        service.labels.insert(LABEL_CONFIG.to_owned(), self.digest(default_user));
        let meta = Meta {
            name: self.spec.name.clone(),
            tags: self.spec.tags.clone(),
            created_at: self.created_at.clone(),
            updated_at: self.updated_at.clone(),
            own_env: [ENV_CUID, ENV_TAGS, ENV_UNBUFFERED]
                .into_iter()
                .filter(|&name| self.spec.env.contains_key(name))
                .map(str::to_owned)
                .collect(),
            boot: self.boot,
            idempotency: self.idempotency.clone(),
        };
        ComposeFile::new(project, self.cuid.to_string(), service, meta)
    }

    fn to_service(&self, default_user: (u32, u32)) -> Service {
        let spec = &self.spec;
        let mut service = Service::new(spec.image.clone());
        service.environment = [
            (ENV_CUID, self.cuid.to_string()),
            (ENV_TAGS, self.applied_tags.clone()),
            (ENV_UNBUFFERED, "1".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        service.environment.extend(spec.env.clone());
        service.cpus = spec.limits.cpus;
        service.mem_limit = spec.limits.memory.as_ref().map(|memory| memory.as_str().to_owned());
        service.pids_limit = spec.limits.pids;
        service.ports = spec.ports.iter().map(write_port).collect();
        service.restart = spec.restart;
        service.command.clone_from(&spec.command);
        service.user.clone_from(&spec.user);
        if let Some(boot) = self.boot {
            service.entrypoint = Some(boot.program.entrypoint());
            service.working_dir = Some("/app".to_owned());
            if boot.default_user {
                let (uid, gid) = default_user;
                service.user = Some(format!("{uid}:{gid}"));
            }
        }
        service
    }
}

/// Whether two files say the same, our own label apart: who edits by hand does not renew it.
fn same(written: &Value, found: &Value) -> bool {
    let strip = |value: &Value| {
        let mut value = value.clone();
        let services = value.get_mut("services").and_then(Value::as_mapping_mut);
        for service in services.into_iter().flat_map(serde_yaml::Mapping::values_mut) {
            if let Some(labels) = service.get_mut("labels").and_then(Value::as_mapping_mut) {
                labels.remove(LABEL_CONFIG);
            }
        }
        value
    };
    strip(written) == strip(found)
}

fn read_port(port: ServicePort) -> Result<Port, String> {
    let host = port
        .published
        .map(|text| text.parse().map_err(|_| format!("the published port is {text:?}")))
        .transpose()?;
    Ok(Port { host, container: port.target, protocol: port.protocol, host_ip: port.host_ip })
}

fn write_port(port: &Port) -> ServicePort {
    ServicePort {
        target: port.container,
        published: port.host.map(|host| host.to_string()),
        protocol: port.protocol,
        host_ip: port.host_ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::types::{Protocol, RestartPolicy};
    use std::collections::BTreeMap;

    const USER: (u32, u32) = (1000, 1000);

    fn definition() -> Definition {
        let spec = Spec {
            name: "web".into(),
            image: "python:3.12-slim".into(),
            env: BTreeMap::from([
                ("PRICE".into(), "$5 ${HOME} $$ \"quoted\"\nsecond line".into()),
                ("EMPTY".into(), String::new()),
                ("LOOKS_LIKE".into(), "no".into()),
                ("TAGS".into(), "the user's own".into()),
            ]),
            tags: vec!["a$b".into(), "yes".into()],
            limits: Limits { cpus: Some(0.5), memory: "1.5GiB".parse().ok(), pids: Some(64) },
            ports: vec![
                Port {
                    host: Some(8080),
                    container: 80,
                    protocol: Protocol::Tcp,
                    host_ip: "127.0.0.1".parse().ok(),
                },
                Port { host: None, container: 53, protocol: Protocol::Udp, host_ip: None },
            ],
            command: Some(vec!["sh".into(), "-c".into(), "echo $HOME: {a} # b".into()]),
            user: Some("www-data".into()),
            restart: RestartPolicy::UnlessStopped,
        };
        Definition::new(Cuid::generate(), spec, "2026-01-02T03:04:05.678+00:00".into(), None)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let plain = definition();
        let mut spec = definition().spec;
        spec.command = None;
        spec.user = None;
        let booted =
            Definition { spec, ..plain.clone() }.booted(Some(Program::PythonWithRequirements));
        for definition in [plain, booted] {
            let text = definition.to_text("proj", USER).expect("can be written");
            let read =
                Definition::from_text(definition.cuid, &text, "proj", USER).expect("can be read");
            assert_eq!(read, definition);
            assert_eq!(read.to_text("proj", USER).expect("again"), text);
        }
    }

    #[test]
    fn every_dollar_is_doubled() {
        let text = definition().to_text("proj", USER).expect("can be written");
        assert_eq!(text.replace("$$", "").matches('$').count(), 0, "{text}");
    }

    #[test]
    fn a_hand_edit_is_read_and_an_unknown_key_is_noticed() {
        let definition = definition();
        let text = definition.to_text("proj", USER).expect("can be written");
        let edited = text.replace("python:3.12-slim", "python:3.13");
        let read =
            Definition::from_text(definition.cuid, &edited, "proj", USER).expect("can be read");
        assert_eq!((read.spec.image.as_str(), read.complete), ("python:3.13", true));
        assert_ne!(read.digest(USER), definition.digest(USER));

        let more = text.replace("    init: true\n", "    init: true\n    privileged: true\n");
        assert_ne!(more, text);
        let read =
            Definition::from_text(definition.cuid, &more, "proj", USER).expect("can be read");
        assert!(!read.complete);
        assert_eq!(read.to_mergeable("proj", USER, Path::new("/m")), None);
    }

    #[test]
    fn tags_are_no_reason_to_recreate() {
        let before = definition();
        let mut after = before.clone();
        after.spec.tags = vec!["other".into()];
        assert_eq!(before.digest(USER), after.digest(USER));
        assert_ne!(
            before.to_text("proj", USER).expect("text"),
            after.to_text("proj", USER).expect("text")
        );
    }
}
