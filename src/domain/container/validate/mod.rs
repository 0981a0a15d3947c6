//! From a request's values to a [`Spec`]: every field is checked, and every error is told at once.

mod check;

use self::check::Check;
use super::{Cuid, Spec};
use app::types::{CreateRequest, Failure, PortsRequest, ResourcesInput, UpdateRequest};
use serde_json::Value;

/// What the engine's host has, as far as known.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostLimits {
    /// Cores; 0 when unknown.
    pub cpus: usize,
    /// Memory in bytes; 0 when unknown.
    pub memory: u64,
}

/// The longest name, in characters.
const NAME_CHARS: usize = 64;

/// Checks a create's values.
pub fn validate_create(
    request: CreateRequest,
    cuid: Cuid,
    host: HostLimits,
) -> Result<Spec, Failure> {
    let mut check = Check::default();
    let image = match request.image {
        None => {
            check.refuse(
                "image",
                "MISSING_IMAGE",
                "Image is required: name one, such as \"python:3.12-slim\".",
                Value::Null,
            );
            String::new()
        }
        Some(image) => check.image(image),
    };
    let name = request.name.map_or_else(|| name_from_image(&image, cuid), |name| check.name(&name));
    let env = request.env.unwrap_or_default();
    check.env(&env);
    let tags = check.tags(request.tags.unwrap_or_default());
    let limits = check.limits(request.resources.unwrap_or_default(), host);
    let ports = check.ports(&request.ports.unwrap_or_default());
    let command = request.command.map(|command| check.command(command));
    let user = request.user.map(|user| check.user(user));
    let restart = request.restart.unwrap_or_default();
    check.done(Spec { name, image, env, tags, limits, ports, command, user, restart })
}

/// Checks an update's values and merges them into what there is.
pub fn validate_update(
    request: UpdateRequest,
    old: &Spec,
    host: HostLimits,
) -> Result<Spec, Failure> {
    let mut check = Check::default();
    let mut spec = old.clone();
    if let Some(image) = request.image {
        spec.image = check.image(image);
    }
    if let Some(name) = request.name {
        spec.name = check.name(&name);
    }
    if let Some(changes) = request.env {
        for (name, value) in changes {
            match value {
                Some(value) => spec.env.insert(name, value),
                None => spec.env.remove(&name),
            };
        }
        check.env(&spec.env);
    }
    if let Some(tags) = request.tags {
        spec.tags = check.tags(tags);
    }
    if let Some(changes) = request.resources {
        let given = check.limits(
            ResourcesInput {
                cpus: changes.cpus.flatten(),
                memory: changes.memory.clone().flatten(),
                pids: changes.pids.flatten(),
            },
            host,
        );
        if changes.cpus.is_some() {
            spec.limits.cpus = given.cpus;
        }
        if changes.memory.is_some() {
            spec.limits.memory = given.memory;
        }
        if changes.pids.is_some() {
            spec.limits.pids = given.pids;
        }
    }
    if let Some(ports) = request.ports {
        spec.ports = check.ports(&ports);
    }
    if let Some(command) = request.command {
        spec.command = command.map(|command| check.command(command));
    }
    if let Some(user) = request.user {
        spec.user = user.map(|user| check.user(user));
    }
    if let Some(restart) = request.restart {
        spec.restart = restart;
    }
    check.done(spec)
}

/// Checks a port update's values and puts them in the place of the ports there are.
pub fn validate_ports(request: PortsRequest, old: &Spec) -> Result<Spec, Failure> {
    let mut check = Check::default();
    if request.ports.is_none() {
        check.refuse(
            "ports",
            "MISSING_PORTS",
            "Say all ports there should be; an empty list for none.",
            Value::Null,
        );
    }
    let ports = check.ports(&request.ports.unwrap_or_default());
    check.done(Spec { ports, ..old.clone() })
}

/// The image of a request.
pub fn validate_image(image: Option<String>) -> Result<String, Failure> {
    let mut check = Check::default();
    let image = check.image(image.unwrap_or_default());
    check.done(image)
}

/// `python-3f2a`: the last part of the image's name and the end of the id.
fn name_from_image(image: &str, cuid: Cuid) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let base: String =
        last.split([':', '@']).next().unwrap_or(last).chars().take(NAME_CHARS - 5).collect();
    format!("{base}-{}", cuid.tail())
}
