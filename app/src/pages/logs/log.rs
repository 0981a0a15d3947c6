use super::{
    draw::Drawn,
    events::Said,
    feed::{Feed, Stop},
    line::Line,
    ring::Ring,
    runs::{Mark, Runs, Says, begin_of_run},
    wanted::Wanted,
};
use crate::{
    api::logs::read_logs,
    session,
    surroundings::Surroundings,
    text,
    types::{ApiError, Container, LogLine, LogPage, LogQuery},
};
use futures_util::{
    future::{AbortHandle, abortable, poll_fn},
    task::AtomicWaker,
};
use leptos::{ev, html, prelude::*};
use send_wrapper::SendWrapper;
use std::{collections::BTreeSet, sync::Arc, task::Poll};
use wasm_bindgen_futures::JsFuture;

/// How many lines are read for the first view, and how many at once when older ones are.
pub(super) const FIRST: u64 = 200;
const OLDER: u64 = 500;
/// How many lines around one that is pointed at are read before it.
const AROUND: u64 = 100;
/// How often older lines are read in a row where few are of a level that is wanted, and how many of
/// them are enough.
const ROUNDS: usize = 20;
const ENOUGH: usize = 100;
/// How many lines are read beyond those that somebody reads; the server waits with the rest.
const AHEAD: i64 = 8_000;
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
    pub(super) canvas: StoredValue<super::draw::Canvas>,
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

    /// Goes on from what was read first.
    pub(super) fn go_on(self, first: &First) {
        if let Ok(page) = first {
            let id = page.last_event_id.clone();
            self.start(self.follow(id));
        }
    }

    /// Reads what is wanted now.
    pub(super) fn load(self) {
        self.start(async move {
            self.standing.set(Standing::Reading);
            let query = self
                .container
                .with_untracked(|container| first_query(&self.wanted.get_untracked(), container));
            let first = read_logs(self.cuid(), query).await;
            if let Err(error) = &first
                && session::ended(error)
            {
                return;
            }
            if first.is_ok() || self.standing.get_untracked() == Standing::Reading {
                self.standing.set(Standing::Following);
            }
            self.replace(&first);
            self.draw_soon();
            if let Ok(page) = first {
                self.follow(page.last_event_id).await;
            }
        });
    }

    /// Shows the end, and what comes from now on.
    pub(super) fn to_end(self) {
        self.canvas.update_value(|canvas| canvas.center = None);
        self.follows.set(true);
        if self.behind.get_value() {
            // what lies between may be more than can be kept
            let pointed = self.wanted.with_untracked(|wanted| wanted.line.is_some());
            if !pointed {
                return self.load();
            }
        }
        self.wake();
        self.draw_soon();
    }

    /// Brings a line that is kept to the middle of the view.
    pub(super) fn go_to(self, number: i64) {
        self.follows.set(false);
        self.canvas.update_value(|canvas| canvas.center = Some(number));
        self.draw_soon();
    }

    /// Takes what is written after that place, until the page is left.
    async fn follow(self, mut last_id: Option<String>) {
        if self.wanted.with_untracked(|wanted| !wanted.until.is_empty()) {
            return self.standing.set(Standing::Ended);
        }
        let mut failures = 0_u32;
        loop {
            let query = LogQuery { last_event_id: last_id.clone(), ..self.query() };
            match Feed::open(&self.cuid(), query).await {
                Ok(mut feed) => {
                    self.standing.set(Standing::Following);
                    let stop = loop {
                        self.wants_more().await;
                        let said = match feed.next().await {
                            Ok(said) => said,
                            Err(stop) => break stop,
                        };
                        failures = 0;
                        let stop = self.take(said);
                        if let Some(id) = feed.last_id() {
                            last_id = Some(id.to_owned());
                        }
                        if let Some(stop) = stop {
                            break stop;
                        }
                    };
                    drop(feed);
                    match stop {
                        Stop::Ended => {
                            self.standing.set(Standing::Ended);
                            sleep(500).await;
                            self.wait_until(|log| {
                                log.container
                                    .with_untracked(|container| container.status.is_alive())
                            })
                            .await;
                            continue;
                        }
                        Stop::Lost => self.standing.set(Standing::Lost),
                    }
                }
                Err(error) if session::ended(&error) => return,
                Err(error) if error.status == 404 => return self.standing.set(Standing::Ended),
                Err(error) if error.status < 500 => {
                    return self.standing.set(Standing::Failed(error));
                }
                Err(_) => self.standing.set(Standing::Lost),
            }
            failures += 1;
            sleep(500 * 2_i32.pow(failures.min(5))).await;
        }
    }

    /// Keeps what came; tells where nothing more comes.
    fn take(self, said: Vec<Said>) -> Option<Stop> {
        let wanted = self.wanted.get_untracked();
        let mut stop = None;
        let mut more = 0;
        let mut dropped = false;
        self.ring.update_value(|ring| {
            let first = ring.numbers().start;
            for one in said {
                match one {
                    Said::Line(sent) => {
                        more +=
                            usize::from(ring.push(sent, |line| wanted.lets_through(line.gravity)));
                    }
                    Said::Gap => {
                        let at = ring.last().map_or(0, |line| line.at + 1);
                        self.runs
                            .update_value(|runs| runs.add(Mark { at, says: Says::Gap, told: at }));
                    }
                    Said::End => stop = Some(Stop::Ended),
                    Said::Broken(_) => stop = Some(Stop::Lost),
                }
            }
            dropped = ring.numbers().start != first;
        });
        if dropped {
            self.edge.update_value(Vec::clear);
            if self.older.get_untracked() == Older::None {
                self.older.set(Older::There);
            }
        }
        self.unseen.update_value(|unseen| *unseen += more);
        self.draw_soon();
        stop
    }

    /// Waits as long as enough was read for whoever reads further up.
    async fn wants_more(self) {
        let wants = |log: Self| {
            let read = log.canvas.with_value(|canvas| canvas.reading);
            let below = log.ring.with_value(|ring| ring.numbers().end - read);
            // a page that is hidden draws nothing, so what it shows grows old
            let sees = log.follows.get_untracked() && !document().hidden();
            let wants = sees || below < AHEAD;
            log.behind.set_value(!wants);
            wants
        };
        self.wait_until(wants).await;
    }

    /// Goes on when the page is looked at again.
    pub(super) fn watch_visibility(self) {
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if document().hidden() {
                return;
            }
            if self.follows.get_untracked() && self.behind.get_value() {
                // what came meanwhile may be more than can be kept
                self.load();
            }
            self.wake();
        });
        on_cleanup(move || listening.remove());
    }

    async fn wait_until(self, is: impl Fn(Self) -> bool) {
        let waker = self.waker.get_value();
        poll_fn(|context| {
            waker.register(context.waker());
            if is(self) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Looks anew at what is waited for.
    pub(super) fn wake(self) {
        let _ = self.waker.try_with_value(|waker| waker.wake());
    }

    /// Takes the container as it is now.
    pub(super) fn container_changed(self, container: &Container) {
        if self.runs.try_update_value(|runs| runs.take(container)) == Some(true) {
            self.draw_soon();
        }
        self.wake();
    }

    /// Reads lines before those that are kept, where there are any.
    pub(super) fn read_older(self) {
        if matches!(self.older.get_untracked(), Older::None | Older::Reading) {
            return;
        }
        self.older.set(Older::Reading);
        let turn = self.turn.get_value();
        leptos::task::spawn_local(async move {
            let read = self.older_lines(turn).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match read {
                Ok((lines, older)) => {
                    self.older.set(older);
                    let lost = self.ring.try_update_value(|ring| ring.put_before(lines));
                    if lost == Some(true) {
                        self.start(self.resume());
                    }
                    self.draw_soon();
                }
                Err(error) => {
                    if !session::ended(&error) {
                        self.older.set(Older::Failed);
                    }
                }
            }
        });
    }

    async fn older_lines(self, turn: u32) -> Result<(Ring, Older), ApiError> {
        let mut found = Ring::default();
        // where to look back from, where the lines there are known all
        let mut back = None;
        for _ in 0..ROUNDS {
            let edge = self.edge.get_value();
            let Some(until) = back.take().or_else(|| self.oldest(&edge)) else {
                return Ok((found, Older::None));
            };
            let query =
                LogQuery { tail: Some(OLDER), until: Some(text::moment(until)), ..self.query() };
            let page = read_logs(self.cuid(), query).await?;
            if self.turn.try_get_value() != Some(turn) {
                break;
            }
            let first = page.lines.iter().filter_map(|sent| text::nanoseconds(&sent.at)).min();
            let lines = self.ring.with_value(|ring| ring.only_older(page.lines, &edge));
            if lines.is_empty() && page.has_older {
                // few lines are in a page where they are long
                back = Some(first.map_or(until, |first| first.min(until - 1)));
                continue;
            }
            if lines.is_empty() {
                return Ok((found, Older::None));
            }
            self.remember_edge(&lines);
            let mut part = Ring::default();
            self.wanted.with_untracked(|wanted| {
                for sent in lines {
                    part.push(sent, |line| wanted.lets_through(line.gravity));
                }
            });
            found.put_before(part);
            if !page.has_older {
                return Ok((found, Older::None));
            }
            if found.count() >= ENOUGH
                || self.wanted.with_untracked(|wanted| wanted.levels.is_empty())
            {
                return Ok((found, Older::There));
            }
        }
        let older = if found.is_empty() { Older::Far } else { Older::There };
        Ok((found, older))
    }

    /// The moment of the oldest lines that were read. Those of the two outputs may be a little out of
    /// order.
    fn oldest(self, edge: &[LogLine]) -> Option<i64> {
        if edge.is_empty() {
            return self.ring.with_value(|ring| ring.oldest().take(20).map(|line| line.at).max());
        }
        edge.iter().take(20).filter_map(|sent| text::nanoseconds(&sent.at)).max()
    }

    /// Goes on after the last line that is kept, once that is wanted: newer ones made room for older.
    async fn resume(self) {
        self.wants_more().await;
        let last = self.ring.with_value(|ring| ring.last().map(|line| line.at));
        let until = last.map(text::moment);
        let query = LogQuery { tail: Some(AROUND), until, ..self.query() };
        match read_logs(self.cuid(), query).await {
            Ok(page) => {
                let newer = self.ring.with_value(|ring| ring.only_newer(page.lines));
                self.take(newer.into_iter().map(Said::Line).collect());
                self.follow(page.last_event_id).await;
            }
            Err(error) if session::ended(&error) => {}
            Err(error) => self.standing.set(Standing::Failed(error)),
        }
    }

    /// The moment from which on nothing is shown yet: right after the last line, or now.
    pub(super) fn after_last(self) -> String {
        let now = self.now.get_untracked().saturating_mul(1_000_000_000);
        let last = self.ring.with_value(|ring| ring.last().map(|line: &Arc<Line>| line.at + 1));
        text::moment(last.unwrap_or(now))
    }
}

async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        // fails for no function and time that these are
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}
