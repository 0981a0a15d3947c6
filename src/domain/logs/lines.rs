use super::{entry::Entry, filter::Filter, position::Position};
use crate::{
    domain::sessions::cut_tail,
    engine::{LogMessage, PARTIAL},
};
use jiff::Timestamp;
use std::collections::VecDeque;

/// Longer lines come in pieces of about this size, in bytes.
const PIECE: usize = 256 * 1024;
/// How much of the piece before is searched once more, in bytes, for what lies across the edge.
const EDGE: usize = 4 * 1024;

/// Makes lines of the engine's messages, and keeps those that match.
#[derive(Debug, Default)]
pub(super) struct Lines {
    filter: Option<Filter>,
    tracks: [Track; 2],
    done: VecDeque<Entry>,
}

/// What is known of one stream.
#[derive(Debug, Default)]
struct Track {
    /// The moment of the last message, and how many before it had the same.
    last: Option<(Timestamp, u32)>,
    /// The line that is open.
    open: Option<Open>,
}

/// A line whose end has not come yet.
#[derive(Debug)]
struct Open {
    bytes: Vec<u8>,
    position: Position,
    /// Whether a piece of it was cut off already.
    cut: bool,
    /// Whether the line has matched.
    passes: bool,
    /// The end of the piece before.
    edge: Vec<u8>,
}

impl Lines {
    pub(super) fn new(filter: Option<Filter>) -> Self {
        Self { filter, ..Self::default() }
    }

    /// The place behind the next message.
    pub(super) fn place(&mut self, message: &LogMessage<'_>) -> Position {
        let LogMessage { stream, at, .. } = *message;
        let others_open = self.tracks.iter().filter_map(|track| track.open.as_ref());
        let reach = others_open.map(|open| open.position.at).chain([at]).min().unwrap_or(at);
        let track = &mut self.tracks[stream.index()];
        let number = match track.last {
            Some((last, number)) if last == at => number.saturating_add(1),
            _ => 0,
        };
        track.last = Some((at, number));
        Position { at, stream, number, reach }
    }

    /// Takes the next message, which ends at that place.
    pub(super) fn add(&mut self, message: &LogMessage<'_>, position: Position) {
        let LogMessage { stream, at, bytes } = *message;
        let track = &mut self.tracks[stream.index()];
        // another moment: the program had ended without a newline
        if let Some(earlier) = track.open.take_if(|open| open.position.at != at) {
            earlier.finish(self.filter.as_ref(), &mut self.done);
        }
        let (content, ended) = match bytes.strip_suffix(b"\n") {
            Some(content) => (content, true),
            None => (bytes, bytes.len() < PARTIAL),
        };
        match &mut track.open {
            None if ended => {
                let content = content.strip_suffix(b"\r").unwrap_or(content);
                if self.filter.as_ref().is_none_or(|filter| filter.finds(b"", content)) {
                    let bytes = content.to_vec();
                    self.done.push_back(Entry {
                        at,
                        stream,
                        bytes,
                        begins: true,
                        more: false,
                        missing: 0,
                        position,
                    });
                }
            }
            None => {
                let passes = self.filter.is_none();
                let bytes = content.to_vec();
                track.open = Some(Open { bytes, position, cut: false, passes, edge: Vec::new() });
            }
            Some(open) => {
                open.bytes.extend_from_slice(content);
                open.position = position;
                if ended {
                    if let Some(open) = track.open.take() {
                        open.finish(self.filter.as_ref(), &mut self.done);
                    }
                } else if open.bytes.len() >= PIECE {
                    open.cut(self.filter.as_ref(), &mut self.done);
                }
            }
        }
    }

    /// Ends every line that is open: there are no more messages for now.
    pub(super) fn finish(&mut self) {
        for track in &mut self.tracks {
            if let Some(open) = track.open.take() {
                open.finish(self.filter.as_ref(), &mut self.done);
            }
        }
    }

    /// Has these come before what is done.
    pub(super) fn put_back(&mut self, mut entries: VecDeque<Entry>) {
        entries.append(&mut self.done);
        self.done = entries;
    }

    /// The next line that is done.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        self.done.pop_front()
    }
}

impl Open {
    /// The last piece.
    fn finish(mut self, filter: Option<&Filter>, done: &mut VecDeque<Entry>) {
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        self.give(Vec::new(), false, filter, done);
    }

    /// Cuts off a piece; the beginning of a character at its end waits for its rest.
    fn cut(&mut self, filter: Option<&Filter>, done: &mut VecDeque<Entry>) {
        let rest = self.bytes.split_off(self.bytes.len() - cut_tail(&self.bytes));
        self.give(rest, true, filter, done);
    }

    fn give(
        &mut self,
        rest: Vec<u8>,
        more: bool,
        filter: Option<&Filter>,
        done: &mut VecDeque<Entry>,
    ) {
        let bytes = std::mem::replace(&mut self.bytes, rest);
        if let Some(filter) = filter.filter(|_| !self.passes) {
            self.passes = filter.finds(&self.edge, &bytes);
            self.edge = bytes.get(bytes.len().saturating_sub(EDGE)..).unwrap_or_default().to_vec();
        }
        if self.passes {
            let Position { at, stream, .. } = self.position;
            done.push_back(Entry {
                at,
                stream,
                bytes,
                begins: !self.cut,
                more,
                missing: 0,
                position: self.position,
            });
        }
        self.cut = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Filter, Lines, PIECE};
    use crate::engine::{
        LogMessage,
        OutputStream::{self, Stderr, Stdout},
        PARTIAL,
    };
    use jiff::Timestamp;

    fn add(lines: &mut Lines, stream: OutputStream, second: i64, bytes: &[u8]) {
        let at = Timestamp::from_second(second).unwrap();
        let message = LogMessage { stream, at, bytes };
        let position = lines.place(&message);
        lines.add(&message, position);
    }

    fn taken(lines: &mut Lines) -> Vec<Entry> {
        std::iter::from_fn(|| lines.pop()).collect()
    }

    fn texts(lines: &mut Lines) -> Vec<String> {
        taken(lines).into_iter().map(|entry| String::from_utf8(entry.bytes).unwrap()).collect()
    }

    #[test]
    fn a_newline_ends_a_line_and_is_no_part_of_it() {
        let mut lines = Lines::default();
        for bytes in [&b"one\n"[..], b"two\r\n", b"\n", b"a\rb\n"] {
            add(&mut lines, Stdout, 1, bytes);
        }
        assert_eq!(texts(&mut lines), ["one", "two", "", "a\rb"]);
    }

    #[test]
    fn what_a_program_wrote_last_is_a_line_of_its_own() {
        let mut lines = Lines::default();
        add(&mut lines, Stdout, 1, b"unfinished");
        add(&mut lines, Stdout, 2, b"next\n");
        assert_eq!(texts(&mut lines), ["unfinished", "next"]);
        // also where it is as long as a part that goes on
        let part = vec![b'x'; PARTIAL];
        add(&mut lines, Stdout, 3, &part);
        assert!(lines.pop().is_none());
        add(&mut lines, Stdout, 4, b"next\n");
        assert_eq!(texts(&mut lines), ["x".repeat(PARTIAL), "next".to_owned()]);
        add(&mut lines, Stdout, 5, &part);
        lines.finish();
        assert_eq!(texts(&mut lines), ["x".repeat(PARTIAL)]);
    }

    #[test]
    fn parts_of_a_line_are_put_together_whatever_the_other_stream_does() {
        let mut lines = Lines::default();
        add(&mut lines, Stdout, 1, &[b'a'; PARTIAL]);
        add(&mut lines, Stderr, 2, b"between\n");
        add(&mut lines, Stdout, 1, b"end\n");
        let entries = taken(&mut lines);
        assert_eq!(entries[0].bytes, b"between");
        assert_eq!(entries[0].position.reach, Timestamp::from_second(1).unwrap());
        assert_eq!(entries[1].bytes.len(), PARTIAL + 3);
        assert_eq!((entries[1].begins, entries[1].more), (true, false));
    }

    #[test]
    fn a_long_line_comes_in_pieces_of_whole_characters() {
        let text = "x€".repeat(PIECE);
        let mut lines = Lines::default();
        for part in text.as_bytes().chunks(PARTIAL) {
            add(&mut lines, Stdout, 1, part);
        }
        add(&mut lines, Stdout, 1, b"\n");
        let entries = taken(&mut lines);
        assert_eq!(entries.len(), 5);
        for (number, entry) in entries.iter().enumerate() {
            assert_eq!((entry.begins, entry.more), (number == 0, number < 4));
            assert!(entry.bytes.len() <= PIECE + PARTIAL);
        }
        let pieces: Vec<_> = entries.into_iter().map(Entry::into_line).collect();
        assert!(pieces.iter().all(|line| line.encoding == "utf8"));
        assert!(pieces.iter().map(|line| line.data.as_str()).collect::<String>() == text);
    }

    #[test]
    fn a_long_line_passes_from_where_it_matches() {
        let mut lines = Lines::new(Some(Filter::parse("needle", false, false).unwrap()));
        let mut text = vec![b'x'; PIECE * 3];
        text[PIECE * 2 - 3..PIECE * 2 + 3].copy_from_slice(b"needle");
        for part in text.chunks(PARTIAL) {
            add(&mut lines, Stdout, 1, part);
        }
        add(&mut lines, Stdout, 1, b"end\n");
        let entries = taken(&mut lines);
        assert_eq!(entries.len(), 2, "the piece with its end, and the rest");
        assert!(entries[0].bytes.starts_with(b"dlex") && entries[0].more && !entries[1].more);
    }

    #[test]
    fn messages_of_the_same_moment_are_told_apart() {
        let mut lines = Lines::default();
        let at = Timestamp::from_second(1).unwrap();
        let mut place = |stream, at| {
            let position = lines.place(&LogMessage { stream, at, bytes: b"x\n" });
            (position.stream, position.number)
        };
        assert_eq!(place(Stdout, at), (Stdout, 0));
        assert_eq!(place(Stderr, at), (Stderr, 0));
        assert_eq!(place(Stdout, at), (Stdout, 1));
        assert_eq!(place(Stdout, Timestamp::from_second(2).unwrap()), (Stdout, 0));
    }

    #[test]
    fn bytes_that_are_no_text_are_sent_as_base64() {
        let mut lines = Lines::default();
        add(&mut lines, Stderr, 1, b"\xff\n");
        let line = lines.pop().unwrap().into_line();
        assert_eq!((line.data.as_str(), line.encoding.as_str()), ("/w==", "base64"));
        assert_eq!(line.at, "1970-01-01T00:00:01.000000000Z");
    }
}
