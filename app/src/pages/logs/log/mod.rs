//! A container's log, as far as it is here.

mod follow;
mod older;

use super::{
    draw::{Canvas, Drawn},
    line::Line,
    ring::Ring,
    runs::{Runs, begin_of_run},
    wanted::Wanted,
};
use crate::{
    surroundings::Surroundings,
    text,
    types::{ApiError, Container, LogLine, LogPage, LogQuery},
};
use futures_util::{
    future::{AbortHandle, abortable},
    task::AtomicWaker,
};
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use std::{collections::BTreeSet, sync::Arc};

/// How many lines are read for the first view, and how many at once when older ones are.
const FIRST: u64 = 200;
const OLDER: u64 = 500;
/// How many lines around one that is pointed at are read before it.
const AROUND: u64 = 100;
/// How many of the oldest lines are remembered as they were read, to know them again.
const EDGE: usize = 100;

/// How it stands with reading the log.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Standing {
    Reading,
    /// What is written comes by itself.
    Following,
    /// All there is has been read.
    Ended,
    /// The connection was lost; it is tried again.
    Lost,
    Failed(ApiError),
}

/// What is known of lines older than those that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Older {
    None,
    There,
    Reading,
    /// Many were read and none was of a level that is wanted.
    Far,
    Failed,
}

/// A container's log, as far as it is kept here, and what is shown of it.
#[derive(Clone, Copy)]
pub(super) struct Log {
    pub(super) container: RwSignal<Container>,
    pub(super) wanted: Memo<Wanted>,
    pub(super) standing: RwSignal<Standing>,
    pub(super) older: RwSignal<Older>,
    /// What is wrong with the text that is looked for.
    pub(super) refused: RwSignal<Option<String>>,
    /// How many lines are kept here.
    pub(super) count: RwSignal<usize>,
    /// How many lines came since the end is no longer shown.
    pub(super) fresh: RwSignal<usize>,
    /// Whether the end is shown, also when more comes.
    pub(super) follows: RwSignal<bool>,
    /// Whether lines come faster than somebody can be told of them.
    pub(super) is_fast: RwSignal<bool>,
    pub(super) drawn: RwSignal<Drawn>,
    /// The element that scrolls.
    pub(super) node: NodeRef<html::Div>,
    pub(super) ring: StoredValue<Ring>,
    pub(super) runs: StoredValue<Runs>,
    /// The lines whose JSON is unfolded, and the long ones that are shown whole.
    pub(super) unfolded: StoredValue<BTreeSet<i64>>,
    pub(super) whole: StoredValue<BTreeSet<i64>>,
    /// What finds the text that is looked for, where the browser has to.
    pub(super) pattern: StoredValue<Option<SendWrapper<js_sys::RegExp>>>,
    pub(super) canvas: StoredValue<Canvas>,
    /// Whether moments are shown as the clock on the wall here has them.
    pub(super) alive: RwSignal<bool>,
    /// Now, in seconds since 1970.
    pub(super) now: RwSignal<i64>,
    /// The oldest lines that were read, as they were sent.
    edge: StoredValue<Vec<LogLine>>,
    /// Lines that came and are not counted in signals yet.
    pub(super) unseen: StoredValue<usize>,
    /// Whether the server has more than was taken.
    behind: StoredValue<bool>,
    /// Grows whenever the lines are others.
    turn: StoredValue<u32>,
    task: StoredValue<Option<AbortHandle>>,
    waker: StoredValue<Arc<AtomicWaker>>,
}

/// What was read for the first view.
pub(super) type First = Result<LogPage, ApiError>;

/// Whether it is the text that is looked for which the server refuses.
pub(super) fn is_of_text(error: &ApiError) -> bool {
    error.status == 400 && error.details.get("field").is_some_and(|field| field == "grep")
}

/// What is asked for first.
pub(super) fn first_query(wanted: &Wanted, container: &Container) -> LogQuery {
    let query = wanted.query(begin_of_run(&container.state, container.status.is_alive()));
    match wanted.line {
        Some(line) => LogQuery { tail: Some(AROUND), until: Some(text::moment(line.at)), ..query },
        // few may be of a level that is wanted
        None if !wanted.levels.is_empty() => LogQuery { tail: Some(2 * OLDER), ..query },
        None => LogQuery { tail: Some(FIRST), ..query },
    }
}

impl Log {
    /// The log as it was read first.
    pub(super) fn new(container: RwSignal<Container>, wanted: Memo<Wanted>, first: &First) -> Self {
        let Surroundings { alive, now, .. } = Surroundings::get();
        let log = Self {
            container,
            wanted,
            standing: RwSignal::new(Standing::Following),
            older: RwSignal::new(Older::None),
            refused: RwSignal::new(None),
            count: RwSignal::new(0),
            fresh: RwSignal::new(0),
            follows: RwSignal::new(true),
            is_fast: RwSignal::new(false),
            drawn: RwSignal::default(),
            node: NodeRef::new(),
            ring: StoredValue::default(),
            runs: StoredValue::default(),
            unfolded: StoredValue::default(),
            whole: StoredValue::default(),
            pattern: StoredValue::new(None),
            canvas: StoredValue::default(),
            alive,
            now,
            edge: StoredValue::default(),
            unseen: StoredValue::new(0),
            behind: StoredValue::new(false),
            turn: StoredValue::new(0),
            task: StoredValue::new(None),
            waker: StoredValue::default(),
        };
        container.with_untracked(|container| {
            log.runs.update_value(|runs| {
                runs.take(container);
            });
        });
        log.replace(first);
        log.drawn.set(log.all());
        on_cleanup(move || log.stop());
        log
    }

    fn stop(self) {
        if let Some(Some(task)) = self.task.try_get_value() {
            task.abort();
        }
    }

    /// Runs this in place of what was run before.
    fn start(self, task: impl Future<Output = ()> + 'static) {
        self.stop();
        let (task, abort) = abortable(task);
        self.task.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            let _ = task.await;
        });
    }

    /// Shows what was read in place of what was shown.
    fn replace(self, first: &First) {
        let wanted = self.wanted.get_untracked();
        let page = match first {
            Ok(page) => {
                self.refused.set(None);
                page
            }
            Err(error) if is_of_text(error) => {
                return self.refused.set(Some(error.message.clone()));
            }
            Err(error) => return self.standing.set(Standing::Failed(error.clone())),
        };
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.ring.update_value(|ring| {
            ring.clear();
            for sent in &page.lines {
                ring.push(sent.clone(), |line| wanted.lets_through(line.gravity));
            }
        });
        self.remember_edge(&page.lines);
        self.older.set(if page.has_older { Older::There } else { Older::None });
        self.behind.set_value(false);
        self.fresh.set(0);
        self.unseen.set_value(0);
        self.count.set(self.ring.with_value(Ring::count));
        self.follows.set(wanted.line.is_none());
        self.canvas.update_value(|canvas| canvas.center = self.pointed());
    }

    fn remember_edge(self, lines: &[LogLine]) {
        self.edge.set_value(lines.iter().take(EDGE).cloned().collect());
    }

    /// The number of the line that is pointed at, where it is kept.
    pub(super) fn pointed(self) -> Option<i64> {
        let line = self.wanted.with_untracked(|wanted| wanted.line)?;
        self.ring.with_value(|ring| ring.find(line.at, line.n).or_else(|| ring.find(line.at, 0)))
    }

    /// What to ask the server for.
    pub(super) fn query(self) -> LogQuery {
        let begin = self.container.with_untracked(|container| {
            begin_of_run(&container.state, container.status.is_alive())
        });
        self.wanted.with_untracked(|wanted| wanted.query(begin))
    }

    fn cuid(self) -> String {
        self.wanted.with_untracked(|wanted| wanted.cuid.clone())
    }

    /// Brings a line that is kept to the middle of the view.
    pub(super) fn go_to(self, number: i64) {
        self.follows.set(false);
        self.canvas.update_value(|canvas| canvas.center = Some(number));
        self.draw_soon();
    }

    /// The moment from which on nothing is shown yet: right after the last line, or now.
    pub(super) fn after_last(self) -> String {
        let now = self.now.get_untracked().saturating_mul(1_000_000_000);
        let last = self.ring.with_value(|ring| ring.last().map(|line: &Arc<Line>| line.at + 1));
        text::moment(last.unwrap_or(now))
    }
}
