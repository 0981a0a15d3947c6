use super::{
    lines::Entry,
    position::{LogId, LogTag, Position},
    scan::{ReadError, scan},
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

    /// The last lines that are asked for, at most so many bytes of them.
    pub(super) async fn page(
        &self,
        selection: &Selection,
        tail: usize,
        bytes: usize,
    ) -> Result<LogPage, Failure> {
        match scan(&self.engine, &self.container, selection, tail, bytes).await {
            Ok(found) => Ok(LogPage {
                lines: found.kept.into_iter().map(Entry::into_line).collect(),
                last_event_id: found.last.map(|last| self.tag.id(last).to_string()),
                has_older: found.has_older || found.dropped > 0,
            }),
            Err(error) => Err(self.why(error).await),
        }
    }

    async fn read(&self, selection: &Selection, start: Option<Start>) -> Result<Source, ReadError> {
        let Self { engine, container, .. } = self;
        Ok(Source::open(engine, container, selection, start, None, selection.follow).await?)
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

/// Reads a container's log.
pub struct LogReader {
    log: Log,
    selection: Selection,
    /// What was read already.
    kept: VecDeque<Entry>,
    /// What is to be said behind that.
    here: Option<Position>,
    source: Option<Source>,
    /// Where to go on once the source has ended.
    then: Option<Start>,
    ended: bool,
}

impl LogReader {
    /// Begins to read what is asked for.
    pub(super) async fn open(log: Log, selection: Selection) -> Result<Self, Failure> {
        let (mut kept, mut here, mut source, mut then) = (VecDeque::new(), None, None, None);
        let begun = async {
            // the place is in the log of an earlier container; all of this one's is new
            let after = selection.after.as_ref();
            let after = after.map(|id| id.is_of(&log.tag).then_some(id.position));
            match (after, selection.tail) {
                (Some(place), _) => {
                    source = Some(log.read(&selection, place.map(Start::Behind)).await?);
                }
                (None, None) => source = Some(log.read(&selection, None).await?),
                (None, Some(tail)) => {
                    let (engine, container) = (&log.engine, &log.container);
                    let found = scan(engine, container, &selection, tail, ROOM).await?;
                    if found.dropped > 0 {
                        source = Some(log.read(&selection, found.first.map(Start::At)).await?);
                        return Ok(());
                    }
                    kept = found.kept;
                    if selection.follow {
                        here = found.last;
                        match found.last {
                            Some(last) => then = Some(Start::Past(last)),
                            None => source = Some(log.read(&selection, None).await?),
                        }
                    }
                }
            }
            Ok(())
        };
        match begun.await {
            Ok(()) => Ok(Self { log, selection, kept, here, source, then, ended: false }),
            Err(error) => Err(log.why(error).await),
        }
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
            if let Some(here) = self.here.take() {
                return Ok(Some(LogItem::Here(self.log.tag.id(here))));
            }
            if let Some(source) = &mut self.source {
                // a follower of a quiet container would be told of no end
                let found = match self.selection.until.filter(|_| self.selection.follow) {
                    Some(until) => match timeout_at(instant(until), source.next()).await {
                        Ok(found) => found?,
                        Err(_) => None,
                    },
                    None => source.next().await?,
                };
                match found {
                    Some(Found::Entry(entry)) => return Ok(Some(self.line(entry))),
                    Some(Found::Gap) => return Ok(Some(LogItem::Gap)),
                    None => self.source = None,
                }
            } else if let Some(start) = self.then.take() {
                self.source = Some(self.log.read(&self.selection, Some(start)).await?);
            } else if std::mem::replace(&mut self.ended, true) {
                return Ok(None);
            } else {
                return Ok(Some(LogItem::End(self.log.exit_code().await?)));
            }
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
