use crate::{domain::sessions::Size, http::query};
use app::types::Failure;
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The size of a terminal of which only one side is given.
const USUAL: Size = Size { cols: 80, rows: 24 };
/// The largest side of a terminal, in characters.
const MOST: u16 = 1000;

/// The smallest window, in bytes.
const SMALLEST_WINDOW: u64 = 1024;

/// What a WebSocket is connected to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    /// A program of its own.
    Shell,
    /// What the container itself writes.
    Logs,
    /// Found out from what the client does.
    #[default]
    Auto,
}

/// How output is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    /// As JSON messages.
    #[default]
    Json,
    /// As binary frames.
    Binary,
}

/// The query of `GET /ws/{cuid}`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WsQuery {
    /// The width of a terminal in characters, 1 to 1000. With neither `cols` nor `rows` there is no
    /// terminal, and stdout and stderr stay apart.
    cols: Option<u16>,
    /// The height of a terminal in characters, 1 to 1000.
    rows: Option<u16>,
    /// `shell`, `logs` or `auto`. `auto` is a shell on a terminal, or where `cmd` is given. Without,
    /// a client that sends input within 250 ms has a shell; one that only listens is sent the
    /// container's own output from its start, until its first input makes it a shell.
    #[param(inline)]
    pub(super) mode: Mode,
    /// `json` or `binary`: output as binary frames, of which the first byte is 1 for stdout and 2
    /// for stderr; input may then come as binary frames that are nothing but the input.
    #[param(inline)]
    pub(super) encoding: Encoding,
    /// How many bytes of output, at least 1024, are sent ahead of what the client has acknowledged by
    /// `ack`; for clients that can't read more slowly by themselves, as browsers can't. Otherwise as
    /// much as the connection takes.
    pub(super) window: Option<u64>,
    /// Who the program runs as, as `uid`, `uid:gid` or a name; the container's own user otherwise.
    pub(super) user: Option<String>,
    /// The program and its arguments, from every `cmd`.
    #[serde(skip)]
    #[param(ignore)]
    pub(super) command: Vec<String>,
    /// The terminal's size.
    #[serde(skip)]
    #[param(ignore)]
    pub(super) tty: Option<Size>,
}

impl WsQuery {
    /// Reads a query string, in which `cmd` may stand several times.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        let pairs = || form_urlencoded::parse(text.as_bytes());
        let rest = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs().filter(|(name, _)| name != "cmd"))
            .finish();
        let mut query: Self = query::parse(&rest)?;
        query.command =
            pairs().filter(|(name, _)| name == "cmd").map(|(_, word)| word.into_owned()).collect();
        if query.command.first().is_some_and(String::is_empty) {
            let words = "`cmd` is the program to run: a name or a path";
            return Err(Failure::field("cmd", "INVALID_VALUE", words, ""));
        }
        for (name, side) in [("cols", query.cols), ("rows", query.rows)] {
            if let Some(side) = side {
                check_side(name, side.into())?;
            }
        }
        if let Some(window) = query.window.filter(|window| *window < SMALLEST_WINDOW) {
            let words = format!("`window` is a number of bytes from {SMALLEST_WINDOW}");
            return Err(Failure::field("window", "INVALID_VALUE", words, window));
        }
        query.tty = (query.cols.is_some() || query.rows.is_some()).then(|| Size {
            cols: query.cols.unwrap_or(USUAL.cols),
            rows: query.rows.unwrap_or(USUAL.rows),
        });
        if query.mode == Mode::Auto && (query.tty.is_some() || !query.command.is_empty()) {
            query.mode = Mode::Shell;
        }
        if query.mode == Mode::Logs && (query.tty.is_some() || !query.command.is_empty()) {
            let words =
                "`mode=logs` follows the container's own output: it takes no terminal and no `cmd`";
            return Err(Failure::field("mode", "INVALID_VALUE", words, "logs"));
        }
        Ok(query)
    }
}

/// One side of a terminal.
pub(super) fn check_side(name: &str, side: u64) -> Result<u16, Failure> {
    u16::try_from(side).ok().filter(|side| (1..=MOST).contains(side)).ok_or_else(|| {
        let words = format!("`{name}` is a number of characters from 1 to {MOST}");
        Failure::field(name, "INVALID_VALUE", words, Value::from(side))
    })
}

#[cfg(test)]
mod tests {
    use super::{Mode, WsQuery};
    use crate::domain::sessions::Size;

    #[test]
    fn the_mode_follows_from_what_is_asked_for() {
        for (text, mode, tty, command) in [
            ("", Mode::Auto, None, &[][..]),
            ("cols=100&rows=30", Mode::Shell, Some(Size { cols: 100, rows: 30 }), &[]),
            ("rows=30", Mode::Shell, Some(Size { cols: 80, rows: 30 }), &[]),
            ("cmd=ls&cmd=-la&cmd=", Mode::Shell, None, &["ls", "-la", ""]),
            ("mode=logs", Mode::Logs, None, &[]),
        ] {
            let query = WsQuery::read(text).unwrap();
            assert_eq!((query.mode, query.tty), (mode, tty), "{text}");
            assert_eq!(query.command, command, "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (text, field, code) in [
            ("cols=0", "cols", "INVALID_VALUE"),
            ("rows=1001", "rows", "INVALID_VALUE"),
            ("cols=wide", "cols", "INVALID_VALUE"),
            ("mode=fast", "mode", "INVALID_VALUE"),
            ("cmd=", "cmd", "INVALID_VALUE"),
            ("mode=logs&cols=80", "mode", "INVALID_VALUE"),
            ("window=100", "window", "INVALID_VALUE"),
            ("colls=80", "colls", "UNKNOWN_PARAMETER"),
        ] {
            let failure = WsQuery::read(text).unwrap_err();
            assert_eq!(
                (failure.details["field"].as_str(), failure.code.as_str()),
                (Some(field), code)
            );
        }
    }
}
