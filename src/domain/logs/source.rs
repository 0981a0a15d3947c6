use super::{entry::Entry, lines::Lines, position::Position, selection::Selection};
use crate::engine::{Engine, EngineError, LogMessages, LogsRequest};
use jiff::{SignedDuration, Timestamp};
use std::{collections::VecDeque, io};

/// How far the order of a log and that of its moments can be apart: each stream has its moments
/// from a clock of its own before the two wait for each other.
const DISORDER: SignedDuration = SignedDuration::from_secs(1);
/// The most that is kept of what may have been seen already, in bytes.
const DOUBTFUL: usize = 1 << 20;

/// Where a reading begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// With the line that ends at this place.
    At(Position),
    /// Behind this place. Lines that are open there go on.
    Behind(Position),
}

impl Start {
    pub(super) const fn position(&self) -> &Position {
        match self {
            Self::At(position) | Self::Behind(position) => position,
        }
    }
}

/// What a reading gives.
#[derive(Debug)]
pub(super) enum Found {
    Entry(Entry),
    /// The place at which it was to begin is gone: between that and what follows, lines may be missing.
    Gap,
}

/// One reading of a container's log: the lines that match, in the order in which they were finished.
#[expect(clippy::struct_excessive_bools, reason = "each says something else of where it is")]
pub(super) struct Source {
    messages: LogMessages,
    lines: Lines,
    skipping: Option<Skipping>,
    lost: bool,
    /// Whether lines that are open at the end are left to whoever follows from there.
    leaves_open: bool,
    /// Whether it goes on with what is being written; and the furthest that it was on each stream.
    follows: bool,
    furthest: [Option<(Timestamp, u32)>; 2],
    over: bool,
    /// How many messages were read.
    pub(super) count: usize,
    /// The moment of the first message, and the place behind the last one.
    pub(super) first: Option<Timestamp>,
    pub(super) last: Option<Position>,
}

/// On the way to where a reading is to begin.
struct Skipping {
    start: Start,
    /// What may lie behind that place, should it turn out to be gone.
    doubtful: VecDeque<Entry>,
    bytes: usize,
}

impl Source {
    /// Begins to read; with `follow`, what is being written too. Where `window` is given, the engine
    /// gives only so many of its last messages.
    pub(super) async fn open(
        engine: &Engine,
        container: &str,
        selection: &Selection,
        start: Option<Start>,
        window: Option<usize>,
        follow: bool,
    ) -> Result<Self, EngineError> {
        let since = match &start {
            Some(start) => start.position().reach.checked_sub(DISORDER).ok(),
            None => selection.since,
        };
        let request = LogsRequest {
            follow,
            only: selection.only,
            since,
            until: selection.until,
            tail: window.map(|window| window as u64),
        };
        Ok(Self {
            messages: engine.log_messages(container, &request).await?,
            lines: Lines::new(selection.filter.clone()),
            skipping: start.map(|start| Skipping { start, doubtful: VecDeque::new(), bytes: 0 }),
            lost: false,
            leaves_open: selection.follow && !follow,
            follows: follow,
            furthest: [None; 2],
            over: false,
            count: 0,
            first: None,
            last: None,
        })
    }

    /// The next line that matches; `None` at the end. What was not waited for to the end is not
    /// lost.
    pub(super) async fn next(&mut self) -> io::Result<Option<Found>> {
        loop {
            if std::mem::take(&mut self.lost) {
                return Ok(Some(Found::Gap));
            }
            if self.skipping.is_none()
                && let Some(entry) = self.lines.pop()
            {
                return Ok(Some(Found::Entry(entry)));
            }
            if self.over {
                return Ok(None);
            }
            if let Some(message) = self.messages.next().await? {
                self.count += 1;
                self.first.get_or_insert(message.at);
                let position = self.lines.place(&message);
                if !(self.follows && is_repeated(&mut self.furthest, &position)) {
                    self.lines.add(&message, position);
                    self.last = Some(position);
                    self.skip(&position);
                }
            } else {
                self.over = true;
                if !self.leaves_open {
                    self.lines.finish();
                }
                self.give_up();
            }
        }
    }

    /// Looks whether the reading begins here.
    fn skip(&mut self, position: &Position) {
        let Some(skipping) = &mut self.skipping else { return };
        let start = skipping.start.position();
        if start.is(position) {
            if matches!(skipping.start, Start::Behind(_)) {
                while self.lines.pop().is_some() {}
            }
            self.skipping = None;
            return;
        }
        if position.at > start.at.saturating_add(DISORDER).unwrap_or(Timestamp::MAX) {
            return self.give_up();
        }
        while let Some(entry) = self.lines.pop() {
            if entry.at > start.at && skipping.bytes < DOUBTFUL {
                skipping.bytes += entry.bytes.len();
                skipping.doubtful.push_back(entry);
            }
        }
    }

    /// The place at which to begin is gone.
    fn give_up(&mut self) {
        if let Some(skipping) = self.skipping.take() {
            self.lines.put_back(skipping.doubtful);
            self.lost = true;
        }
    }
}

/// Whether a message was given before: while a file is set aside, the engine may read what it has
/// read already once more. Each stream's moments grow, unless the clock was set back; then the
/// furthest one is still to come.
fn is_repeated(furthest: &mut [Option<(Timestamp, u32)>; 2], position: &Position) -> bool {
    let furthest = &mut furthest[position.stream.index()];
    let place = (position.at, position.number);
    let repeated =
        furthest.is_some_and(|furthest| place <= furthest && furthest.0 <= Timestamp::now());
    if !repeated {
        *furthest = Some(place);
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::is_repeated;
    use crate::{
        domain::logs::position::Position,
        engine::OutputStream::{self, Stderr, Stdout},
    };
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn what_is_read_again_is_told_from_what_is_new() {
        let mut furthest = [None; 2];
        let mut repeated = |stream: OutputStream, at, number| {
            is_repeated(&mut furthest, &Position { at, stream, number, reach: at })
        };
        let second = |second| Timestamp::from_second(second).unwrap();
        for (stream, at, number, expected) in [
            (Stdout, 1, 0, false),
            (Stdout, 2, 0, false),
            (Stdout, 2, 1, false),
            (Stderr, 1, 0, false),
            (Stdout, 1, 0, true),
            (Stdout, 2, 0, true),
            (Stdout, 2, 1, true),
            (Stdout, 2, 2, false),
            (Stdout, 3, 0, false),
        ] {
            assert_eq!(repeated(stream, second(at), number), expected, "{stream:?} {at} {number}");
        }
        // the clock was an hour ahead, and was set back
        let ahead = Timestamp::now() + SignedDuration::from_hours(1);
        assert!(!repeated(Stdout, ahead, 0));
        assert!(!repeated(Stdout, Timestamp::now(), 0));
    }
}
