use super::ApiError;
use serde::{Deserialize, Serialize};

/// A line of the action log: a request or a longer connection, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ActionEntry {
    /// When it began, RFC 3339.
    pub timestamp: String,
    /// The request, as in the answer's `x-request-id`.
    #[serde(default)]
    pub request_id: String,
    /// Who it was; null where nobody was logged in.
    #[serde(default)]
    pub user: Option<String>,
    /// The client's address.
    #[serde(default)]
    pub remote: Option<String>,
    /// The HTTP method.
    #[serde(default)]
    pub method: String,
    /// The path without the query.
    #[serde(default)]
    pub path: String,
    /// What was asked for: `container.start`.
    pub action: String,
    /// The container that it was about.
    #[serde(default)]
    pub cuid: Option<String>,
    /// The image that it was about, as it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The HTTP status of the answer.
    #[serde(default)]
    pub status: u16,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub duration_ms: f64,
    /// The error that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// How many entries are missing here because the disk was too slow for them; only with the
    /// action `log.dropped`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<u64>,
}

/// The query of `GET /activity`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "ssr", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ActivityQuery {
    /// Only what this login did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Only these actions, separated by commas: `container.start`, or `container.` for all that
    /// begin with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what was about this container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cuid: Option<String>,
    /// Only answers of these statuses, separated by commas: `404`, or `4xx` for all that begin with
    /// it; `error` stands for `4xx,5xx`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `true` leaves out what only reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<bool>,
    /// Only entries in which this text occurs: in the action, path, user, address, ids or error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Nothing older: an RFC 3339 moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Nothing newer: an RFC 3339 moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// How many entries a page has at most, 1 to 500; 50 unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(value_type = Option<u16>))]
    pub limit: Option<String>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One page of the action log, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ActivityPage {
    /// The entries that match.
    pub entries: Vec<ActionEntry>,
    /// What to pass as `cursor` for older ones; null where there are none. A page may have fewer
    /// entries than its limit and yet not be the last: no request reads more than a part of the log.
    pub next_cursor: Option<String>,
}
