//! Why containers stopped: who asked for it, how it went, and what they wrote last. Noted when it
//! happens; of those that ended while the server did not run, found out at its start as far as can be.

mod history;
mod tail;
mod words;

use super::{actor::Actor, container::Cuid, core::Core, index::Entry, time};
use app::types::{Asked, EventKind, LogLine, Status, StopCause, Stopped};
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, RwLock};
use std::{collections::HashMap, sync::Arc};

/// How long after a signal an end is still taken for its effect.
const EFFECT: SignedDuration = SignedDuration::from_mins(10);
/// How far apart the engine's two accounts of one end may lie.
const SAME_END: SignedDuration = SignedDuration::from_secs(2);
/// How many logs are read side by side at the start.
const READS: usize = 4;
/// By how much the clocks of engine and server may differ.
const SKEW: SignedDuration = SignedDuration::from_millis(500);

/// What is known of ends.
#[derive(Default)]
pub(super) struct Stops {
    ends: RwLock<HashMap<Cuid, End>>,
    /// What is being done right now, or was done last, that ends a container.
    asked: Mutex<HashMap<Cuid, Asking>>,
    /// The last signal that the engine was told to send, by its id of the container.
    signals: Mutex<HashMap<String, (i32, Timestamp)>>,
}

/// How a run ended, beyond what the engine tells of the container.
#[derive(Clone)]
struct End {
    /// The engine's id.
    id: String,
    at: Timestamp,
    cause: StopCause,
    asked: Option<Asked>,
    log: Arc<[LogLine]>,
}

#[derive(Clone)]
struct Asking {
    asked: Asked,
    began: Timestamp,
    /// `None` while it is under way.
    ended: Option<Timestamp>,
}

/// Something that ends a container is under way until this is dropped.
pub(super) struct UnderWay {
    core: Arc<Core>,
    cuid: Cuid,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(asking) = self.core.stops.asked.lock().get_mut(&self.cuid) {
            asking.ended = Some(Timestamp::now());
        }
    }
}

impl Stops {
    /// Who asked for what ended a container at that moment.
    fn asked(&self, cuid: Cuid, at: Timestamp) -> Option<Asked> {
        let asked = self.asked.lock();
        let asking = asked.get(&cuid)?;
        let within =
            at >= asking.began - SKEW && asking.ended.is_none_or(|ended| at <= ended + SKEW);
        within.then(|| asking.asked.clone())
    }

    /// Whether the engine was told to end it a while before that moment.
    fn was_signalled(&self, id: &str, at: Timestamp) -> bool {
        let signal = self.signals.lock().remove(id);
        signal
            .is_some_and(|(signal, sent)| words::ends(signal) && at.duration_since(sent) <= EFFECT)
    }

    /// Forgets a container.
    pub(super) fn forget(&self, cuid: Cuid) {
        self.ends.write().remove(&cuid);
        self.asked.lock().remove(&cuid);
    }
}

impl Core {
    /// Notes who has begun what will end a container.
    pub(super) fn asking(
        self: &Arc<Self>,
        cuid: Cuid,
        actor: Option<&Actor>,
        action: &str,
    ) -> UnderWay {
        let asked = Asked {
            user: actor.map(|actor| (*actor.user).to_owned()),
            action: action.to_owned(),
            at: time::now(),
            request_id: actor.map(|actor| (*actor.request_id).to_owned()),
        };
        let asking = Asking { asked, began: Timestamp::now(), ended: None };
        self.stops.asked.lock().insert(cuid, asking);
        UnderWay { core: Arc::clone(self), cuid }
    }

    /// Notes that the engine was told to send a signal.
    pub(super) fn note_signal(&self, id: &str, signal: i32, at: Timestamp) {
        self.stops.signals.lock().insert(id.to_owned(), (signal, at));
    }

    /// Forgets what is known of a container of the engine's that is gone.
    pub(super) fn forget_signals(&self, id: &str) {
        self.stops.signals.lock().remove(id);
    }

    /// Notes that a container has ended, and what it wrote last.
    pub(super) fn note_end(self: &Arc<Self>, cuid: Cuid, id: &str, at: Timestamp) {
        if !self.index.has(cuid) {
            return;
        }
        let asked = self.stops.asked(cuid, at);
        let signalled = self.stops.was_signalled(id, at);
        let cause = match &asked {
            Some(_) => StopCause::Asked,
            None if signalled => StopCause::Outside,
            None => StopCause::ByItself,
        };
        let core = Arc::clone(self);
        let end = End { id: id.to_owned(), at, cause, asked, log: Arc::new([]) };
        self.stops.ends.write().insert(cuid, end.clone());
        self.tasks.spawn(async move { core.keep_end(cuid, end).await });
    }

    /// Keeps what is known of an end, with the last lines of the log.
    async fn keep_end(self: &Arc<Self>, cuid: Cuid, mut end: End) {
        let began = self
            .index
            .entry(cuid)
            .and_then(|entry| entry.view().state.started_at.as_ref()?.parse::<Timestamp>().ok())
            // the engine notes a start a little after the first output
            .map(|began| began - SKEW);
        let lines = self.last_lines(cuid, began, tail::LINES, tail::LOOKED_AT);
        match lines.await {
            Ok(log) => end.log = tail::cut(log).into(),
            // it may be gone already
            Err(error) => tracing::debug!(%cuid, %error, "the last lines can't be read"),
        }
        {
            let mut ends = self.stops.ends.write();
            // another end may have been noted meanwhile, or the container deleted
            if !self.index.has(cuid) || ends.get(&cuid).is_some_and(|known| known.at > end.at) {
                return;
            }
            ends.insert(cuid, end);
        }
        self.events.publish(EventKind::Stopped { cuid: cuid.to_string() });
    }

    /// Finds out about those that ended while the server did not run, or did not see the engine: by
    /// the action log's end who asked, if it was by this server.
    pub(super) async fn find_ends(self: &Arc<Self>) {
        let mut ended = HashMap::new();
        self.index.newest_first(|cuid, entry| {
            let state = &entry.view().state;
            let at = state.finished_at.as_ref().and_then(|at| at.parse::<Timestamp>().ok());
            if let (false, Some(at), Some(id)) =
                (entry.status() == Status::Running, at, &state.container_id)
            {
                ended.insert(cuid, (id.clone(), at));
            }
            true
        });
        {
            let ends = self.stops.ends.read();
            ended.retain(|cuid, (id, at)| {
                ends.get(cuid)
                    .is_none_or(|end| end.id != *id || at.duration_since(end.at).abs() > SAME_END)
            });
        }
        if ended.is_empty() {
            return;
        }
        let log = self.settings.action_log.clone();
        let found = tokio::task::spawn_blocking(move || {
            let asked = history::asked(&log, &ended);
            (ended, asked)
        });
        let Ok((ended, mut asked)) = found.await else { return };
        let ends = ended.into_iter().map(|(cuid, (id, at))| {
            let asked = self.stops.asked(cuid, at).or_else(|| asked.remove(&cuid));
            let cause = if asked.is_some() { StopCause::Asked } else { StopCause::Unknown };
            (cuid, End { id, at, cause, asked, log: Arc::new([]) })
        });
        stream::iter(ends).for_each_concurrent(READS, |(cuid, end)| self.keep_end(cuid, end)).await;
    }

    /// How and why a container's last run ended; `None` where there is nothing to tell.
    pub(super) fn stopped(&self, entry: &Entry) -> Option<Stopped> {
        let view = entry.view();
        let state = &view.state;
        let restarted = state.restart_count > 0;
        if matches!(view.status, Status::Running | Status::Paused) && !restarted {
            return None;
        }
        state.finished_at.as_ref()?;
        let id = state.container_id.as_ref()?;
        let end = self.stops.ends.read().get(&entry.definition.cuid).cloned();
        let end = end.filter(|end| end.id == *id);
        let (cause, asked, log) = end.map_or((StopCause::Unknown, None, Vec::new()), |end| {
            (end.cause, end.asked, end.log.to_vec())
        });
        let out_of_memory = state.oom_killed && state.exit_code == Some(137);
        let cause = match cause {
            StopCause::ByItself | StopCause::Unknown if out_of_memory => StopCause::OutOfMemory,
            cause => cause,
        };
        let signal = state.exit_code.and_then(words::signal);
        Some(Stopped {
            message: words::sentence(state, cause, asked.as_ref()),
            at: state.finished_at.clone(),
            exit_code: state.exit_code,
            signal: signal.map(str::to_owned),
            oom_killed: state.oom_killed,
            cause,
            asked,
            restart_count: state.restart_count,
            log,
        })
    }
}
