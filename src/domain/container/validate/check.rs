use super::{
    super::{Limits, Memory, Port, image_name::is_image_name},
    HostLimits, NAME_CHARS,
};
use app::types::{Failure, FieldError, MemoryInput, PortInput, Protocol, ResourcesInput};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
};

/// The longest `NAME=value` that Linux hands to a program: 32 pages (`MAX_ARG_STRLEN`, execve(2)),
/// one byte of which ends it.
const ENV_ENTRY_BYTES: usize = 32 * 4096 - 1;
/// The environment as a whole; beside the arguments it has to fit in a quarter of the stack.
const ENV_BYTES: usize = 1 << 20;
const TAGS: usize = 64;
const TAG_CHARS: usize = 64;
const PORTS: usize = 256;
const ARGUMENT_BYTES: usize = 128 * 1024;
/// The kernel's own bound (`PID_MAX_LIMIT`).
const PIDS: i64 = 1 << 22;

/// The errors found so far.
#[derive(Default)]
pub(super) struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    pub(super) fn refuse(
        &mut self,
        field: &str,
        code: &str,
        message: impl Into<String>,
        provided: impl Into<Value>,
    ) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.into(),
            provided: shortened(provided.into()),
        });
    }

    pub(super) fn done<T>(self, value: T) -> Result<T, Failure> {
        if self.errors.is_empty() { Ok(value) } else { Err(Failure::fields(&self.errors)) }
    }

    pub(super) fn image(&mut self, image: String) -> String {
        if image.trim().is_empty() {
            self.refuse(
                "image",
                "MISSING_IMAGE",
                "Image is required: name one, such as \"python:3.12-slim\".",
                image.as_str(),
            );
        } else if !is_image_name(&image) {
            self.refuse(
                "image",
                "INVALID_IMAGE",
                "This is no image name. It has the form [host/]path[:tag], in lower case: \"python:3.12-slim\".",
                image.as_str(),
            );
        }
        image
    }

    pub(super) fn name(&mut self, name: &str) -> String {
        let trimmed = name.trim();
        if trimmed.is_empty()
            || trimmed.chars().count() > NAME_CHARS
            || trimmed.contains(char::is_control)
        {
            self.refuse(
                "name",
                "INVALID_NAME",
                format!("A name has 1 to {NAME_CHARS} characters and no line breaks."),
                name,
            );
        }
        trimmed.to_owned()
    }

    pub(super) fn env(&mut self, env: &BTreeMap<String, String>) {
        let mut bytes = 0;
        for (name, value) in env {
            let field = format!("env.{}", shorten(name, 80));
            let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let fits =
                name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
            if !(begins_well && fits) {
                self.refuse(
                    &field,
                    "INVALID_ENV_NAME",
                    "The name of a variable begins with a letter or _ and goes on with letters, digits, _, . and -.",
                    name.as_str(),
                );
            } else if value.contains('\0') {
                self.refuse(
                    &field,
                    "INVALID_ENV_VALUE",
                    "A variable can't hold a NUL character.",
                    value.as_str(),
                );
            } else if name.len() + 1 + value.len() > ENV_ENTRY_BYTES {
                self.refuse(
                    &field,
                    "ENV_TOO_LARGE",
                    format!(
                        "Linux hands a program no variable longer than {ENV_ENTRY_BYTES} bytes, name included; this one has {}. Put it into a file in the mount.",
                        name.len() + 1 + value.len()
                    ),
                    value.as_str(),
                );
            }
            bytes += name.len() + value.len() + 2;
        }
        if bytes > ENV_BYTES && self.errors.is_empty() {
            self.refuse(
                "env",
                "ENV_TOO_LARGE",
                format!("All variables together may have {ENV_BYTES} bytes; these have {bytes}. Put large ones into files in the mount."),
                bytes,
            );
        }
    }

    pub(super) fn tags(&mut self, tags: Vec<String>) -> Vec<String> {
        if tags.len() > TAGS {
            self.refuse(
                "tags",
                "INVALID_TAG",
                format!("A container has at most {TAGS} tags."),
                tags.len(),
            );
            return tags;
        }
        let mut seen = HashSet::new();
        let mut kept = Vec::with_capacity(tags.len());
        for (at, tag) in tags.into_iter().enumerate() {
            let count = tag.chars().count();
            if tag.trim() != tag
                || count == 0
                || count > TAG_CHARS
                || tag.contains(|c: char| c == ',' || c.is_control())
            {
                self.refuse(
                    &format!("tags[{at}]"),
                    "INVALID_TAG",
                    format!("A tag has 1 to {TAG_CHARS} characters, no comma, no line break, no space at its ends."),
                    tag.as_str(),
                );
            }
            if seen.insert(tag.clone()) {
                kept.push(tag);
            }
        }
        kept
    }

    pub(super) fn limits(&mut self, resources: ResourcesInput, host: HostLimits) -> Limits {
        let mut limits = Limits { cpus: resources.cpus, ..Limits::default() };
        if let Some(cpus) = resources.cpus {
            #[expect(clippy::cast_precision_loss, reason = "no host has 2^52 cores")]
            let most = if host.cpus == 0 { f64::MAX } else { host.cpus as f64 };
            if !(0.01..=most).contains(&cpus) {
                let most = if host.cpus == 0 {
                    String::new()
                } else {
                    format!(" to {}, which the host has", host.cpus)
                };
                self.refuse(
                    "resources.cpus",
                    "INVALID_CPUS",
                    format!("Cores go from 0.01{most}."),
                    cpus,
                );
            }
        }
        if let Some(input) = resources.memory {
            limits.memory = self.memory(&input, host);
        }
        if let Some(pids) = resources.pids {
            limits.pids = u32::try_from(pids).ok();
            if !(1..=PIDS).contains(&pids) {
                self.refuse(
                    "resources.pids",
                    "INVALID_PIDS",
                    format!("The number of processes goes from 1 to {PIDS}."),
                    pids,
                );
            }
        }
        limits
    }

    fn memory(&mut self, input: &MemoryInput, host: HostLimits) -> Option<Memory> {
        // more than the host has is no use, but definitions move between hosts
        let most = host.memory.max(64 << 30);
        let (memory, provided) = match input {
            MemoryInput::Bytes(bytes) => {
                (u64::try_from(*bytes).ok().map(Memory::from_bytes), json!(bytes))
            }
            MemoryInput::Text(text) => (text.parse().ok(), json!(text)),
        };
        let problem = match &memory {
            None => "This is no amount of memory. Write a number and a unit, such as \"512m\", \"1.5g\" or \"2GiB\".".to_owned(),
            Some(memory) if memory.bytes() < Memory::MINIMUM => format!(
                "The least is 6m (6 MiB); this is {} bytes. A number without a unit counts bytes.",
                memory.bytes()
            ),
            Some(memory) if memory.bytes() > most => format!("The most here is {}m.", most >> 20),
            Some(_) => return memory,
        };
        self.refuse("resources.memory", "INVALID_MEMORY", problem, provided);
        None
    }

    pub(super) fn ports(&mut self, inputs: &[PortInput]) -> Vec<Port> {
        if inputs.len() > PORTS {
            self.refuse(
                "ports",
                "INVALID_PORT",
                format!("A container publishes at most {PORTS} ports."),
                inputs.len(),
            );
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut ports = Vec::with_capacity(inputs.len());
        for (at, input) in inputs.iter().enumerate() {
            let Some(port) = self.port(at, input) else { continue };
            // on the host a port can be taken once for each protocol and address
            let key = match port.host {
                Some(host) => (Some(host), 0, port.protocol, port.host_ip),
                None => (None, port.container, port.protocol, port.host_ip),
            };
            if !seen.insert(key) {
                self.refuse(
                    &format!(
                        "ports[{at}].{}",
                        if port.host.is_some() { "host" } else { "container" }
                    ),
                    "DUPLICATE_PORT",
                    "This port is in the list already, for the same protocol and address.",
                    json!(port.host.unwrap_or(port.container)),
                );
            }
            ports.push(port);
        }
        ports
    }

    fn port(&mut self, at: usize, input: &PortInput) -> Option<Port> {
        const RANGE: &str = "A port is a number from 1 to 65535.";
        let before = self.errors.len();
        let number = |port: i64| u16::try_from(port).ok().filter(|port| *port > 0);
        let host = input.host.and_then(number);
        if host.is_none() && input.host.is_some() {
            self.refuse(
                &format!("ports[{at}].host"),
                "INVALID_PORT",
                format!("{RANGE} Leave it out to have the engine choose one."),
                json!(input.host),
            );
        }
        let container = input.container.and_then(number);
        if container.is_none() {
            self.refuse(
                &format!("ports[{at}].container"),
                "INVALID_PORT",
                RANGE,
                json!(input.container),
            );
        }
        let protocol = match input.protocol.as_deref() {
            None | Some("tcp") => Protocol::Tcp,
            Some("udp") => Protocol::Udp,
            Some(other) => {
                self.refuse(
                    &format!("ports[{at}].protocol"),
                    "INVALID_PROTOCOL",
                    "The protocol is tcp or udp.",
                    other,
                );
                Protocol::Tcp
            }
        };
        let host_ip = input.host_ip.as_deref().and_then(|text| {
            let ip: Option<IpAddr> = text.parse().ok();
            if ip.is_none() {
                self.refuse(
                    &format!("ports[{at}].host_ip"),
                    "INVALID_HOST_IP",
                    "This is no address of the host. Write one such as 127.0.0.1, or leave it out for every address.",
                    text,
                );
            }
            ip
        });
        (self.errors.len() == before).then_some(Port {
            host,
            container: container?,
            protocol,
            host_ip,
        })
    }

    pub(super) fn command(&mut self, command: Vec<String>) -> Vec<String> {
        let bytes: usize = command.iter().map(|argument| argument.len() + 1).sum();
        if command.is_empty() || command[0].is_empty() {
            self.refuse("command", "INVALID_COMMAND", "A command has at least the program's name. Leave it out to run what the image runs.", json!(command));
        } else if bytes > ARGUMENT_BYTES || command.iter().any(|argument| argument.contains('\0')) {
            self.refuse(
                "command",
                "INVALID_COMMAND",
                format!("A command has at most {ARGUMENT_BYTES} bytes and no NUL character."),
                bytes,
            );
        }
        command
    }

    pub(super) fn user(&mut self, user: String) -> String {
        let part = |text: &str| {
            !text.is_empty()
                && text.len() <= 32
                && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
                && !text.starts_with('-')
        };
        let fits = match user.split_once(':') {
            Some((user, group)) => part(user) && part(group),
            None => part(&user),
        };
        if !fits {
            self.refuse("user", "INVALID_USER", "A user is a name or a number, perhaps with a group: \"1000\", \"1000:1000\", \"www-data\".", user.as_str());
        }
        user
    }
}

/// What was sent, short enough to be sent back.
fn shortened(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(shorten(&text, 200)),
        other => other,
    }
}

fn shorten(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
