use super::position::Position;
use crate::{domain::sessions::cut_tail, engine::OutputStream};
use app::types::{LogLine, LogStream};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::Timestamp;

/// A line of a container's log; a piece of it where it is very long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When the line was begun.
    pub at: Timestamp,
    /// Which output it was written to.
    pub stream: OutputStream,
    /// The bytes without the newline; whole characters, where the line is text.
    pub bytes: Vec<u8>,
    /// Whether the line begins here.
    pub begins: bool,
    /// Whether the line goes on in the next entry of the same stream.
    pub more: bool,
    /// How many bytes at its end were left out.
    pub missing: usize,
    pub(super) position: Position,
}

impl Entry {
    /// Leaves out what is more than so many bytes.
    pub(super) fn cut(&mut self, most: usize) {
        let Some(kept) = self.bytes.get(..most).filter(|_| self.bytes.len() > most) else { return };
        let kept = kept.len() - cut_tail(kept);
        self.missing += self.bytes.len() - kept;
        self.bytes.truncate(kept);
        self.bytes.shrink_to_fit();
    }

    /// Adds the next piece of the line, up to so many bytes of all.
    pub(super) fn go_on(&mut self, piece: &Self, most: usize) {
        self.more = piece.more;
        if self.missing == 0 {
            self.bytes.extend_from_slice(&piece.bytes);
            self.cut(most);
        } else {
            self.missing += piece.bytes.len();
        }
    }

    /// As everybody is shown it.
    pub fn into_line(self) -> LogLine {
        let (data, encoding) = match String::from_utf8(self.bytes) {
            Ok(text) => (text, "utf8"),
            Err(error) => (BASE64_STANDARD.encode(error.as_bytes()), "base64"),
        };
        LogLine {
            at: format!("{:.9}", self.at),
            stream: match self.stream {
                OutputStream::Stdout => LogStream::Stdout,
                OutputStream::Stderr => LogStream::Stderr,
            },
            data,
            encoding: encoding.to_owned(),
            more: self.more,
            missing: self.missing as u64,
        }
    }
}
