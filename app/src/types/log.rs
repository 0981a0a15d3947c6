use serde::{Deserialize, Serialize};
use std::ops::Not;

/// Which of a container's outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LogStream {
    /// Standard output, and everything on a terminal.
    Stdout,
    /// Standard error.
    Stderr,
}

impl LogStream {
    /// The word that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// How the lines of a log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// As the container wrote them.
    Text,
    /// A JSON object a line.
    Ndjson,
    /// Server-sent events.
    Sse,
}

/// The query of `GET /containers/{cuid}/logs`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "ssr", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "parameters that are on or off, each by itself")]
pub struct LogQuery {
    /// Only the last so many of the lines that match, 0 to 100000; all unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(maximum = 100_000))]
    pub tail: Option<u64>,
    /// Nothing older: an RFC 3339 moment, seconds since 1970, or a span back from now such as `10m`
    /// or `1h 30m`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Nothing newer; written like `since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether each line of text begins with its moment and a space: `true` or `false`. The other
    /// formats always have it.
    #[serde(skip_serializing_if = "Not::not")]
    #[cfg_attr(feature = "ssr", param(required = false))]
    pub timestamps: bool,
    /// Only one of the outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(inline))]
    pub stream: Option<LogStream>,
    /// Only lines that contain this text, at most 1000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grep: Option<String>,
    /// Whether `grep` is a regular expression, as
    /// <https://docs.rs/regex/latest/regex/#syntax> has them: `true` or `false`.
    #[serde(skip_serializing_if = "Not::not")]
    #[cfg_attr(feature = "ssr", param(required = false))]
    pub regex: bool,
    /// Whether `grep` takes capital and small letters for the same: `true` or `false`.
    #[serde(skip_serializing_if = "Not::not")]
    #[cfg_attr(feature = "ssr", param(required = false))]
    pub ignore_case: bool,
    /// Whether to go on with what is written from now on, until the container ends: `true` or
    /// `false`.
    #[serde(skip_serializing_if = "Not::not")]
    #[cfg_attr(feature = "ssr", param(required = false))]
    pub follow: bool,
    /// `text`, `ndjson` or `sse`; otherwise what `Accept` asks for, and text where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(inline))]
    pub format: Option<LogFormat>,
    /// Whether a browser saves the answer as a file: `true` or `false`.
    #[serde(skip_serializing_if = "Not::not")]
    #[cfg_attr(feature = "ssr", param(required = false))]
    pub download: bool,
    /// The same as the `Last-Event-ID` header, which wins: the id of the last event you have seen.
    /// What follows it is sent, whatever `tail` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_event_id: Option<String>,
}

/// One line of a container's log; a piece of it where it is very long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LogLine {
    /// When it was written: RFC 3339 in UTC, with nanoseconds.
    pub at: String,
    /// To which output.
    pub stream: LogStream,
    /// The line without its newline: text, or bytes in base64.
    pub data: String,
    /// `utf8` for text, `base64` for everything else.
    pub encoding: String,
    /// Whether the line goes on in the next entry of the same output.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub more: bool,
    /// How many bytes of it are left out behind `data`, where only the beginning of a very long line
    /// is wanted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: u64,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The last lines of a log, and where to go on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// The lines, oldest first.
    pub lines: Vec<LogLine>,
    /// What `last_event_id` takes for everything that comes after these lines; `None` where nothing
    /// was ever written.
    pub last_event_id: Option<String>,
    /// Whether there are older lines that match.
    pub has_older: bool,
}

impl LogPage {
    /// How much of a line is in a page, in bytes.
    pub const LINE: usize = 64 * 1024;
}
