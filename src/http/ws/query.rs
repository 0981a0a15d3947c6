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

/// The session that a WebSocket is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Which {
    /// One that ends with the connection.
    #[default]
    Passing,
    /// A new one that is kept.
    New,
    /// One that is there.
    Known {
        /// Its id.
        id: String,
        /// The place in its output to begin at; the oldest that is kept where none is given.
        from: Option<u64>,
        /// Whether this client only watches.
        watches: bool,
    },
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
    /// `new` keeps the session when the connection is lost, for `SESSION_KEEP_SECONDS`; the first
    /// message, `session`, tells its id. An id comes back to that session: with `offset`, with what
    /// follows there, of which 256 KiB are kept; a `gap` tells what is gone. Several connections may
    /// share a session; `cols` and `rows` then give its terminal another size.
    session: Option<String>,
    /// How much of the session's output you have, in bytes of both streams, gaps included; without
    /// it, you are sent all that is kept.
    offset: Option<u64>,
    /// Whether you only watch the session: no input is taken, and its program is not held up while
    /// you don't read.
    #[param(required = false)]
    watch: bool,
    /// The session that it is about.
    #[serde(skip)]
    #[param(ignore)]
    pub(super) which: Which,
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
        query.which = query.which()?;
        let is_session = query.tty.is_some() || !query.command.is_empty();
        if query.mode == Mode::Auto && (is_session || query.which != Which::Passing) {
            query.mode = Mode::Shell;
        }
        if query.mode == Mode::Logs && (is_session || query.which != Which::Passing) {
            let words = "`mode=logs` follows the container's own output: it takes no terminal, no `cmd` and no `session`";
            return Err(Failure::field("mode", "INVALID_VALUE", words, "logs"));
        }
        Ok(query)
    }

    fn which(&self) -> Result<Which, Failure> {
        let refused = |field: &str, words: &str, provided: Value| {
            Err(Failure::field(field, "INVALID_VALUE", words, provided))
        };
        let id = match self.session.as_deref() {
            Some("") => {
                let words = "`session` is `new`, or the id of a session";
                return refused("session", words, "".into());
            }
            Some(id) if id != "new" => id.to_owned(),
            new => {
                let words = "takes the id of a session: add `session=<id>`";
                if let Some(offset) = self.offset {
                    return refused("offset", &format!("`offset` {words}"), offset.into());
                }
                if self.watch {
                    return refused("watch", &format!("`watch` {words}"), true.into());
                }
                return Ok(if new.is_some() { Which::New } else { Which::Passing });
            }
        };
        if !self.command.is_empty() || self.user.is_some() {
            let words = "A session that is there has its program and user: leave out `cmd` and `user`, or open another by `session=new`";
            return refused("session", words, id.into());
        }
        Ok(Which::Known { id, from: self.offset, watches: self.watch })
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
    use super::{Mode, Which, WsQuery};
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
    fn a_session_can_be_kept_and_come_back_to() {
        let known = |from, watches| Which::Known { id: "s1".to_owned(), from, watches };
        for (text, which) in [
            ("cols=80", Which::Passing),
            ("session=new", Which::New),
            ("session=s1", known(None, false)),
            ("session=s1&offset=7&watch=true&cols=80", known(Some(7), true)),
        ] {
            let query = WsQuery::read(text).unwrap();
            assert_eq!((query.mode, query.which), (Mode::Shell, which), "{text}");
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
            ("session=", "session", "INVALID_VALUE"),
            ("session=new&offset=0", "offset", "INVALID_VALUE"),
            ("session=new&watch=true", "watch", "INVALID_VALUE"),
            ("offset=0", "offset", "INVALID_VALUE"),
            ("session=s1&offset=-1", "offset", "INVALID_VALUE"),
            ("session=s1&cmd=ls", "session", "INVALID_VALUE"),
            ("session=s1&user=0", "session", "INVALID_VALUE"),
            ("session=new&mode=logs", "mode", "INVALID_VALUE"),
        ] {
            let failure = WsQuery::read(text).unwrap_err();
            assert_eq!(
                (failure.details["field"].as_str(), failure.code.as_str()),
                (Some(field), code)
            );
        }
    }
}
