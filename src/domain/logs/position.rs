use crate::engine::OutputStream;
use jiff::Timestamp;
use std::{fmt, str::FromStr, sync::Arc};

/// How many characters of the engine's id of a container are in a [`LogId`].
const TAG: usize = 12;

/// A place in a container's log: right behind one of the engine's messages.
///
/// A moment alone is none: several messages may share it, and those of different streams need not be
/// in the order of their moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// The message's moment.
    pub(super) at: Timestamp,
    /// The message's stream.
    pub(super) stream: OutputStream,
    /// How many messages of the stream with the same moment are before it.
    pub(super) number: u32,
    /// From when on the log has to be read in order to know this place: lines may be open there.
    pub(super) reach: Timestamp,
}

impl Position {
    /// Whether both are the same place.
    pub(super) fn is(&self, other: &Self) -> bool {
        (self.at, self.stream, self.number) == (other.at, other.stream, other.number)
    }
}

/// What names a place in a log to the outside: the engine's container and the place in its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogId {
    tag: Arc<str>,
    pub(super) position: Position,
}

impl LogId {
    /// Whether it is a place in the log of that container.
    pub(super) fn is_of(&self, log: &LogTag) -> bool {
        self.tag == log.0
    }
}

/// What tells the log of one of the engine's containers from all others.
#[derive(Debug, Clone)]
pub(super) struct LogTag(Arc<str>);

impl LogTag {
    /// Of the container with this id of the engine's.
    pub(super) fn new(container: &str) -> Self {
        Self(container.chars().take(TAG).collect::<String>().into())
    }

    /// What names a place in this log.
    pub(super) fn id(&self, position: Position) -> LogId {
        LogId { tag: Arc::clone(&self.0), position }
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { at, stream, number, reach } = &self.position;
        let stream = match stream {
            OutputStream::Stdout => 1,
            OutputStream::Stderr => 2,
        };
        let (tag, at, reach) = (&self.tag, at.as_nanosecond(), reach.as_nanosecond());
        write!(f, "{tag}-{at}-{stream}-{number}-{}", at - reach)
    }
}

impl FromStr for LogId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let mut part = || parts.next().ok_or(());
        let tag = part()?;
        let at: i128 = part()?.parse().map_err(drop)?;
        let stream = match part()? {
            "1" => OutputStream::Stdout,
            "2" => OutputStream::Stderr,
            _ => return Err(()),
        };
        let number = part()?.parse().map_err(drop)?;
        let back: u64 = part()?.parse().map_err(drop)?;
        let moment = |nanoseconds| Timestamp::from_nanosecond(nanoseconds).map_err(drop);
        let reach = moment(at.checked_sub(back.into()).ok_or(())?)?;
        let position = Position { at: moment(at)?, stream, number, reach };
        let whole = parts.next().is_none()
            && (1..=TAG).contains(&tag.len())
            && tag.bytes().all(|byte| byte.is_ascii_hexdigit());
        if whole { Ok(Self { tag: tag.into(), position }) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{LogId, LogTag, Position};
    use crate::engine::OutputStream;

    #[test]
    fn an_id_is_read_as_it_was_written() {
        let position = Position {
            at: "2026-11-26T13:09:03.413749387Z".parse().unwrap(),
            stream: OutputStream::Stderr,
            number: 7,
            reach: "2026-11-26T13:09:02.5Z".parse().unwrap(),
        };
        let log = LogTag::new("c0c096bc2f8f30da6add7d62d0a3207505776ad19c1599d80e6458763bb3a672");
        let id = log.id(position);
        assert_eq!(id.to_string(), "c0c096bc2f8f-1795698543413749387-2-7-913749387");
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert!(id.is_of(&log) && !id.is_of(&LogTag::new("c0c096bc2f8e")));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let huge = "9".repeat(40);
        for text in [
            "",
            "1",
            "c0-1-1-0",
            "c0-1-1-0-0-0",
            "c0-1-3-0-0",
            "-1-1-0-0",
            "c0--1-0-0",
            "zz-1-1-0-0",
            "c0-1-1-0--1",
            &format!("c0-{huge}-1-0-0"),
            &format!("c0-1-1-{huge}-0"),
            "c0-1-1-0-x",
            "c0c096bc2f8f3-1-1-0-0",
        ] {
            assert_eq!(text.parse::<LogId>(), Err(()), "{text}");
        }
    }
}
