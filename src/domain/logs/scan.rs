use super::{
    entry::Entry,
    position::Position,
    selection::Selection,
    source::{Found, Source},
};
use crate::engine::{Engine, EngineError};
use std::{collections::VecDeque, io};

/// How many messages more than lines are asked for at first: the outermost may be parts of lines.
const SPARE: usize = 64;
/// By how much more is asked for where that was too little, and from how many messages on all are.
const GROWTH: usize = 16;
const ALL: usize = 1_000_000;

/// How much of the last lines is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// So many lines.
    pub(super) lines: usize,
    /// About so many bytes of them, yet at least one.
    pub(super) bytes: usize,
    /// So many bytes of each, its pieces put together; where there is none, each piece is a line.
    pub(super) line: Option<usize>,
}

/// The last lines of a log.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The lines, oldest first, as far as they fit.
    pub(super) kept: VecDeque<Entry>,
    /// Where the first one is, also where it did not fit.
    pub(super) first: Option<Position>,
    /// How many lines did not fit.
    pub(super) dropped: usize,
    /// The place behind the last message that was read.
    pub(super) last: Option<Position>,
    /// Whether older lines match as well.
    pub(super) has_older: bool,
}

/// Why a log could not be read.
#[derive(Debug)]
pub(super) enum ReadError {
    Engine(EngineError),
    Broken(io::Error),
}

impl From<EngineError> for ReadError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

/// Looks for the last lines that match, and keeps as much of them as is measured. Lines that are open at
/// the end are left to whoever goes on from there in order to follow.
pub(super) async fn scan(
    engine: &Engine,
    container: &str,
    selection: &Selection,
    measure: Measure,
) -> Result<Scan, ReadError> {
    // the engine counts messages of both streams, whether they match or not
    let counts_alike =
        selection.filter.is_none() && selection.only.is_none() && selection.until.is_none();
    let mut window = counts_alike.then(|| measure.lines + SPARE);
    loop {
        let mut source = Source::open(engine, container, selection, None, window, false).await?;
        let mut ring = Ring::new(measure);
        while let Some(found) = source.next().await? {
            if let Found::Entry(entry) = found {
                ring.push(entry);
            }
        }
        if let Some(asked) = window.filter(|asked| source.count >= *asked) {
            // of the messages at the edge, and of lines that began before it, not all is known
            let edge = source.first;
            ring.retain(|position| Some(position.at) > edge);
            let known = source.last.is_some_and(|last| Some(last.at) > edge);
            if ring.places.len() < measure.lines || !known {
                window = Some(asked * GROWTH).filter(|more| *more < ALL);
                continue;
            }
            ring.has_older = true;
        }
        return Ok(Scan {
            first: ring.places.front().copied(),
            dropped: ring.places.len() - ring.kept.len(),
            kept: ring.kept,
            last: source.last,
            has_older: ring.has_older,
        });
    }
}

/// The last lines so far: the places of all, the lines as far as they fit.
struct Ring {
    measure: Measure,
    bytes: usize,
    places: VecDeque<Position>,
    kept: VecDeque<Entry>,
    has_older: bool,
}

impl Ring {
    fn new(measure: Measure) -> Self {
        let (places, kept) = (VecDeque::new(), VecDeque::new());
        Self { measure, bytes: 0, places, kept, has_older: false }
    }

    fn push(&mut self, mut entry: Entry) {
        if let Some(most) = self.measure.line {
            if let Some(open) = open(&mut self.kept, &entry) {
                self.bytes -= weight(open);
                open.go_on(&entry, most);
                self.bytes += weight(open);
                return;
            }
            entry.cut(most);
        }
        self.places.push_back(entry.position);
        self.bytes += weight(&entry);
        self.kept.push_back(entry);
        if self.places.len() > self.measure.lines {
            self.places.pop_front();
            self.has_older = true;
        }
        while self.kept.len() > self.places.len()
            || (self.bytes > self.measure.bytes && self.kept.len() > 1)
        {
            let Some(dropped) = self.kept.pop_front() else { return };
            self.bytes -= weight(&dropped);
        }
    }

    fn retain(&mut self, wanted: impl Fn(&Position) -> bool) {
        self.places.retain(&wanted);
        self.kept.retain(|entry| wanted(&entry.position));
    }
}

/// The line that a piece goes on with.
fn open<'a>(kept: &'a mut VecDeque<Entry>, piece: &Entry) -> Option<&'a mut Entry> {
    if piece.begins {
        return None;
    }
    kept.iter_mut().rev().find(|line| line.stream == piece.stream).filter(|line| line.more)
}

/// About how many bytes of memory a line takes.
const fn weight(entry: &Entry) -> usize {
    size_of::<Entry>() + entry.bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{Entry, Measure, Position, Ring};
    use crate::engine::OutputStream::{self, Stderr, Stdout};
    use jiff::Timestamp;

    fn entry(second: i64, stream: OutputStream, bytes: Vec<u8>, begins: bool, more: bool) -> Entry {
        let at = Timestamp::from_second(second).unwrap();
        let position = Position { at, stream, number: 0, reach: at };
        Entry { at, stream, bytes, begins, more, missing: 0, position }
    }

    #[test]
    fn a_long_line_is_one_that_is_cut() {
        let mut ring = Ring::new(Measure { lines: 3, bytes: 1 << 20, line: Some(1000) });
        ring.push(entry(1, Stdout, b"first".to_vec(), true, false));
        ring.push(entry(2, Stdout, "é".repeat(700).into_bytes(), true, true));
        ring.push(entry(3, Stderr, b"between".to_vec(), true, false));
        for piece in 1..=5 {
            ring.push(entry(2, Stdout, vec![b'x'; 250_000], false, piece < 5));
        }
        ring.push(entry(4, Stdout, b"last".to_vec(), true, false));
        let kept: Vec<_> = ring.kept.iter().map(|line| (line.bytes.len(), line.missing)).collect();
        assert_eq!(kept, [(1000, 1_250_400), (7, 0), (4, 0)]);
        assert!(ring.has_older && ring.kept.iter().all(|line| !line.more));
        assert_eq!(String::from_utf8(ring.kept[0].bytes.clone()).unwrap(), "é".repeat(500));
    }

    #[test]
    fn there_is_at_least_one_line_and_not_more_than_fits() {
        let mut ring = Ring::new(Measure { lines: 100, bytes: 10_000, line: Some(4_000) });
        for second in 0..10 {
            ring.push(entry(second, Stdout, vec![b'x'; 3_000], true, false));
        }
        assert_eq!((ring.kept.len(), ring.places.len()), (3, 10));
        let mut ring = Ring::new(Measure { lines: 100, bytes: 100, line: Some(4_000) });
        ring.push(entry(1, Stdout, vec![b'x'; 3_000], true, false));
        ring.push(entry(2, Stdout, vec![b'y'; 3_000], true, false));
        assert_eq!(ring.kept.iter().map(|line| line.bytes[0]).collect::<Vec<_>>(), [b'y']);
    }

    #[test]
    fn where_pieces_are_lines_they_are_whole() {
        let mut ring = Ring::new(Measure { lines: 2, bytes: 1 << 20, line: None });
        for piece in 0..3 {
            ring.push(entry(1, Stdout, vec![b'x'; 250_000], piece == 0, piece < 2));
        }
        assert_eq!(ring.kept.len(), 2);
        assert!(ring.kept.iter().all(|piece| piece.bytes.len() == 250_000 && piece.missing == 0));
    }
}
