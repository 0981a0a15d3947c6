use super::{
    entry::Entry,
    position::{LogId, LogTag},
    scan::{Measure, ReadError, scan},
    selection::Selection,
    source::{Found, Source, Start},
};
use crate::{
    domain::{container::Cuid, core::Core, failures},
    engine::Engine,
};
use app::types::{Failure, LogPage, Status};
use futures_util::{Stream, stream};
use jiff::Timestamp;
use std::{collections::VecDeque, sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};

/// How much of the last lines is kept while they are looked for, in bytes; if they are more, they are
/// read once more.
const ROOM: usize = 2 << 20;

/// What a reader of a log is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogItem {
    /// A line, and the place behind it.
    Line(Entry, LogId),
    /// Everything up to this place was given, or does not match.
    Here(LogId),
    /// The log does not go back any more to where the reader wanted to go on: lines are missing.
    Gap,
    /// There is no more; with the exit code of a container that has ended.
    End(Option<i64>),
}

/// The log of one of the engine's containers.
pub(super) struct Log {
    core: Arc<Core>,
    cuid: Cuid,
    engine: Engine,
    container: String,
    tag: LogTag,
}

impl Log {
    /// The log of a container as it is now; `state_error` where the engine has none.
    pub(super) fn of(core: &Arc<Core>, cuid: Cuid) -> Result<Self, Failure> {
        let observed = core.entry(cuid)?.observed;
        let engine = core.engine()?;
        let container = observed.ok_or_else(|| failures::no_log(cuid))?.id;
        let tag = LogTag::new(&container);
        Ok(Self { core: Arc::clone(core), cuid, engine, container, tag })
    }

    /// The last lines that are asked for, as many as the measure has.
    pub(super) async fn page(
        &self,
        selection: &Selection,
        measure: Measure,
    ) -> Result<LogPage, Failure> {
        match scan(&self.engine, &self.container, selection, measure).await {
            Ok(found) => Ok(LogPage {
                lines: found.kept.into_iter().map(Entry::into_line).collect(),
                last_event_id: found.last.map(|last| self.tag.id(last).to_string()),
                has_older: found.has_older || found.dropped > 0,
            }),
            Err(error) => Err(self.why(error).await),
        }
    }

    async fn read(
        &self,
        selection: &Selection,
        start: Option<Start>,
        follow: bool,
    ) -> Result<Source, ReadError> {
        let Self { engine, container, .. } = self;
        Ok(Source::open(engine, container, selection, start, None, follow).await?)
    }

    /// The exit code of a container that has ended.
    async fn exit_code(&self) -> Result<Option<i64>, ReadError> {
        let found = self.engine.inspect(&self.container).await?;
        let ended = found.filter(|container| container.state.status == Status::Exited);
        Ok(ended.and_then(|container| container.state.detail.exit_code))
    }

    /// Says why the log could not be read: the container may just have been removed.
    async fn why(&self, error: ReadError) -> Failure {
        let error = match error {
            ReadError::Broken(error) => {
                return failures::engine_unavailable().with("engine", error.to_string());
            }
            ReadError::Engine(error) => error,
        };
        if let Err(failure) = self.core.refresh(&self.engine, self.cuid).await {
            return failure;
        }
        match self.core.entry(self.cuid) {
            Ok(entry) if entry.observed.is_none() => failures::no_log(self.cuid),
            Ok(_) => error.into(),
            Err(failure) => failure,
        }
    }
}

/// Reads a container's log: what is there first, then, if it is followed, what comes. The engine could
/// give both at once, but would not say where the one ends.
pub struct LogReader {
    log: Log,
    selection: Selection,
    /// What was read already.
    kept: VecDeque<Entry>,
    source: Option<Source>,
    /// How far what is there was read.
    reached: Option<Start>,
    phase: Phase,
}

/// What a reader does.
#[derive(Debug, Clone, Copy)]
enum Phase {
    /// Reads what is there.
    Past,
    /// Has read that, and is to follow.
    Present,
    /// Follows.
    Future,
    /// Has said that there is no more.
    Over,
}

impl LogReader {
    /// Begins to read what is asked for.
    pub(super) async fn open(log: Log, selection: Selection) -> Result<Self, Failure> {
        let (kept, source, reached) = (VecDeque::new(), None, None);
        let mut reader = Self { log, selection, kept, source, reached, phase: Phase::Past };
        match reader.begin().await {
            Ok(()) => Ok(reader),
            Err(error) => Err(reader.log.why(error).await),
        }
    }

    async fn begin(&mut self) -> Result<(), ReadError> {
        let Self { log, selection, .. } = self;
        // a place in the log of an earlier container: all of this one's is new
        let after = selection.after.as_ref();
        let after = after.map(|id| id.is_of(&log.tag).then_some(id.position));
        let start = match (after, selection.tail) {
            (Some(place), _) => place.map(Start::Behind),
            (None, None) => None,
            (None, Some(tail)) => {
                let measure = Measure { lines: tail, bytes: ROOM, line: None };
                let found = scan(&log.engine, &log.container, selection, measure).await?;
                if found.dropped == 0 {
                    self.kept = found.kept;
                    self.reached = found.last.map(Start::Behind);
                    return Ok(());
                }
                found.first.map(Start::At)
            }
        };
        self.source = Some(log.read(selection, start, false).await?);
        self.reached = start;
        Ok(())
    }

    /// The items one after the other; the last one is the end, or a failure.
    pub fn items(self) -> impl Stream<Item = Result<LogItem, Failure>> + Send {
        stream::unfold(Some(self), |reader| async {
            let mut reader = reader?;
            match reader.next().await {
                Ok(item) => {
                    let item = item?;
                    Some((Ok(item), Some(reader)))
                }
                Err(error) => Some((Err(reader.log.why(error).await), None)),
            }
        })
    }

    async fn next(&mut self) -> Result<Option<LogItem>, ReadError> {
        loop {
            if let Some(entry) = self.kept.pop_front() {
                return Ok(Some(self.line(entry)));
            }
            match self.found().await? {
                Some(Found::Entry(entry)) => return Ok(Some(self.line(entry))),
                Some(Found::Gap) => return Ok(Some(LogItem::Gap)),
                None => {}
            }
            let last = self.source.take().and_then(|source| source.last);
            match self.phase {
                Phase::Past if self.selection.follow => {
                    self.phase = Phase::Present;
                    self.reached = last.map(Start::Behind).or(self.reached);
                    if let Some(start) = &self.reached {
                        return Ok(Some(LogItem::Here(self.log.tag.id(*start.position()))));
                    }
                }
                Phase::Present => {
                    let Self { log, selection, reached, .. } = self;
                    self.source = Some(log.read(selection, *reached, true).await?);
                    self.phase = Phase::Future;
                }
                Phase::Past | Phase::Future => {
                    self.phase = Phase::Over;
                    return Ok(Some(LogItem::End(self.log.exit_code().await?)));
                }
                Phase::Over => return Ok(None),
            }
        }
    }

    /// The next that the source gives; nothing at its end, or when what is wanted can't come any more.
    async fn found(&mut self) -> Result<Option<Found>, ReadError> {
        let Some(source) = &mut self.source else { return Ok(None) };
        match (self.phase, self.selection.until) {
            // a container that is quiet then would never be said to have reached it
            (Phase::Future, Some(until)) => {
                timeout_at(instant(until), source.next()).await.map_or(Ok(None), |next| Ok(next?))
            }
            _ => Ok(source.next().await?),
        }
    }

    fn line(&self, entry: Entry) -> LogItem {
        let id = self.log.tag.id(entry.position);
        LogItem::Line(entry, id)
    }
}

/// When a moment will have come.
fn instant(moment: Timestamp) -> Instant {
    let left = moment.duration_since(Timestamp::now());
    Instant::now() + Duration::try_from(left).unwrap_or_default()
}
