use super::{Protocol, RestartPolicy, Status};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The body of `POST /containers`. Only `image` is required.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRequest {
    /// The image, such as `python:3.12-slim`; pulled where the engine does not have it.
    #[cfg_attr(feature = "ssr", schema(required, value_type = String))]
    pub image: Option<String>,
    /// A name for people, 1 to 64 characters; made from the image where none is given.
    pub name: Option<String>,
    /// Environment variables: names of letters, digits, `_`, `.` and `-`; any text as value.
    pub env: Option<BTreeMap<String, String>>,
    /// Tags without commas, at most 64 of 64 characters.
    pub tags: Option<Vec<String>>,
    /// Limits.
    pub resources: Option<ResourcesInput>,
    /// Ports to publish.
    pub ports: Option<Vec<PortInput>>,
    /// A command that overrides the image's own and any boot file.
    pub command: Option<Vec<String>>,
    /// A user that overrides the image's own: `uid`, `uid:gid` or a name.
    pub user: Option<String>,
    /// When the engine starts the container again by itself; `no` unless asked.
    pub restart: Option<RestartPolicy>,
}

/// Limits in a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResourcesInput {
    /// Cores, from 0.01 to as many as the host has.
    pub cpus: Option<f64>,
    /// Memory: a number with a unit (`512m`, `1.5g`, `2GiB`) or bytes; at least 6 MiB.
    pub memory: Option<MemoryInput>,
    /// The most processes and threads at once, at least 1.
    pub pids: Option<i64>,
}

/// Memory as text with a unit, or as a number of bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(
    untagged,
    expecting = "invalid type: expected text with a unit such as \"512m\", or a number of bytes"
)]
pub enum MemoryInput {
    /// A number of bytes.
    Bytes(i64),
    /// A number with a unit.
    Text(String),
}

/// A port to publish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PortInput {
    /// The port on the host, 1 to 65535; left out, the engine chooses.
    pub host: Option<i64>,
    /// The port in the container, 1 to 65535.
    #[cfg_attr(feature = "ssr", schema(required, value_type = i64))]
    pub container: Option<i64>,
    /// `tcp` unless given.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Protocol>))]
    pub protocol: Option<String>,
    /// The address on the host; left out, every address.
    pub host_ip: Option<String>,
}

impl PortInput {
    /// A port that the engine publishes where `host` says.
    pub fn new(host: Option<u16>, container: u16, protocol: Protocol) -> Self {
        Self {
            host: host.map(i64::from),
            container: Some(i64::from(container)),
            protocol: Some(protocol.as_str().to_owned()),
            host_ip: None,
        }
    }
}

/// The body of `PATCH /containers/{cuid}/ports`: the ports replace those there were.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PortsRequest {
    /// All ports to publish from now on.
    #[cfg_attr(feature = "ssr", schema(required, value_type = Vec<PortInput>))]
    pub ports: Option<Vec<PortInput>>,
}

/// The body of `PATCH /containers/{cuid}`: what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateRequest {
    /// A new image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// A new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Variables to set; null removes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<BTreeMap<String, Option<String>>>,
    /// All tags from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Limits to change; null removes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<ResourcesUpdate>,
    /// All ports from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ports: Option<Vec<PortInput>>,
    /// A new command; null gives the image's own or the boot file its place back.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<String>>))]
    pub command: Option<Option<Vec<String>>>,
    /// A new user; null gives the image's own its place back.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>))]
    pub user: Option<Option<String>>,
    /// A new restart policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<RestartPolicy>,
}

/// Limits to change: absent stays, null removes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ResourcesUpdate {
    /// Cores.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<f64>))]
    pub cpus: Option<Option<f64>>,
    /// Memory.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<MemoryInput>))]
    pub memory: Option<Option<MemoryInput>>,
    /// Processes and threads.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<i64>))]
    pub pids: Option<Option<i64>>,
}

/// Tells a null that was sent (`Some(None)`) from a field that was not (`None`).
#[expect(clippy::option_option, reason = "the three states of a field in a merge patch")]
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// The query of `GET /containers`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "ssr", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ListQuery {
    /// Statuses, separated by commas: one of them must be the container's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Tags, separated by commas: the container must have all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// A part of the image's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Text to be found in name, image, id or a tag, whatever the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `next_cursor` of the page before, with the same filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many containers a page has: 1 to 500, 50 unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(value_type = Option<u16>, minimum = 1, maximum = 500))]
    pub limit: Option<String>,
}

/// What can be done with a container that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Runs it.
    Start,
    /// Ends it: TERM, then KILL after ten seconds.
    Stop,
    /// Ends it and runs it again.
    Restart,
    /// Freezes its processes.
    Pause,
    /// Lets them go on.
    Unpause,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::Start, Self::Stop, Self::Restart, Self::Pause, Self::Unpause];

    /// The word that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
        }
    }

    /// Whether the action does something useful in that state; the dashboard offers only these.
    pub const fn is_offered(self, status: Status) -> bool {
        match self {
            Self::Start => {
                matches!(status, Status::Created | Status::Exited | Status::Missing | Status::Dead)
            }
            Self::Stop => status.is_alive(),
            Self::Restart => matches!(status, Status::Running | Status::Restarting),
            Self::Pause => matches!(status, Status::Running),
            Self::Unpause => matches!(status, Status::Paused),
        }
    }
}

/// The answer to `DELETE /containers/{cuid}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Deleted {
    /// The id of what is gone.
    pub cuid: String,
    /// Always true.
    pub deleted: bool,
}
