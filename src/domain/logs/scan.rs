use super::{
    lines::Entry,
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

/// Looks for the last `tail` lines that match; keeps at most about `room` bytes of them. Lines that
/// are open at the end are left to whoever goes on from there in order to follow.
pub(super) async fn scan(
    engine: &Engine,
    container: &str,
    selection: &Selection,
    tail: usize,
    room: usize,
) -> Result<Scan, ReadError> {
    // the engine counts messages of both streams, whether they match or not
    let counts_alike =
        selection.filter.is_none() && selection.only.is_none() && selection.until.is_none();
    let mut window = counts_alike.then(|| tail + SPARE);
    loop {
        let mut source = Source::open(engine, container, selection, None, window, false).await?;
        let mut ring = Ring::new(tail, room);
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
            if ring.places.len() < tail || !known {
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
    tail: usize,
    room: usize,
    bytes: usize,
    places: VecDeque<Position>,
    kept: VecDeque<Entry>,
    has_older: bool,
}

impl Ring {
    fn new(tail: usize, room: usize) -> Self {
        let (places, kept) = (VecDeque::new(), VecDeque::new());
        Self { tail, room, bytes: 0, places, kept, has_older: false }
    }

    fn push(&mut self, entry: Entry) {
        self.places.push_back(entry.position);
        self.bytes += weight(&entry);
        self.kept.push_back(entry);
        if self.places.len() > self.tail {
            self.places.pop_front();
            self.has_older = true;
        }
        while self.kept.len() > self.places.len() || self.bytes > self.room {
            let Some(dropped) = self.kept.pop_front() else { return };
            self.bytes -= weight(&dropped);
        }
    }

    fn retain(&mut self, wanted: impl Fn(&Position) -> bool) {
        self.places.retain(&wanted);
        self.kept.retain(|entry| wanted(&entry.position));
    }
}

/// About how many bytes of memory a line takes.
const fn weight(entry: &Entry) -> usize {
    size_of::<Entry>() + entry.bytes.len()
}
