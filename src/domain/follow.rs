//! Keeps the index right: follows the engine's events and the definitions' files.

use super::{
    container::{Cuid, Definition},
    core::Core,
    failures, images,
    operations::Recovered,
};
use crate::{
    engine::{Change, ChangeKind, Engine, EngineError, Observed},
    store::{Changed, Stored},
};
use app::types::{Failure, Status};
use futures_util::{
    FutureExt, Stream, StreamExt,
    future::BoxFuture,
    stream::{self, FuturesUnordered},
};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    convert::Infallible,
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// How long to wait before the engine is tried again; doubled up to the second number.
const RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));
/// How long Compose calls of an earlier run are waited for.
const EARLIER_CALLS: Duration = Duration::from_secs(30);
/// Inspections side by side after a list.
const INSPECTIONS: usize = 4;
/// How long to wait before what could not be recovered is tried again; doubled up to the second
/// number.
const RECOVERY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// Follows the engine for ever, through its absences. Tells `tried` once, when the first attempt
/// to read its containers has ended, well or not.
pub(super) async fn follow_engine(core: Arc<Core>, tried: oneshot::Sender<()>) {
    let mut tried = Some(tried);
    let mut wait = RETRY.0;
    loop {
        let outcome = attend(&core, &mut tried, &mut wait).await;
        core.set_link(None);
        if let Some(tried) = tried.take() {
            let _ = tried.send(());
        }
        match outcome {
            // the wait is back at its shortest where the engine did answer: once an absence, then
            Err(error) if wait == RETRY.0 => {
                tracing::warn!(%error, "the engine does not answer; trying again until it does");
            }
            Err(error) => tracing::debug!(%error, "the engine still does not answer"),
            Ok(never) => match never {},
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RETRY.1);
    }
}

/// Connects, brings the index up to date, and follows the events until the engine goes away.
async fn attend(
    core: &Arc<Core>,
    tried: &mut Option<oneshot::Sender<()>>,
    wait: &mut Duration,
) -> Result<Infallible, EngineError> {
    let (engine, facts) = Engine::connect(core.settings.docker_host.as_deref()).await?;
    tracing::info!(version = facts.version, "the engine answers");
    engine.ensure_network(&core.project).await?;
    // events from before the list on, so that nothing falls between the two; the engine counts
    // whole seconds
    let now = Timestamp::now();
    let mut changes = pin!(engine.changes(&core.project, now.as_second() - 1));
    let observed = by_cuid(engine.list(&core.project).await?);
    core.index.sync(observed);
    core.set_link(Some((engine.clone(), facts)));
    if let Some(tried) = tried.take() {
        let _ = tried.send(());
    }
    *wait = RETRY.0;
    let catch_up = catch_up(Arc::clone(core), engine.clone());
    let task = core.tasks.spawn(catch_up);
    let outcome = tokio::select! {
        outcome = listen(core, &engine, &mut changes, now) => outcome,
        error = images::follow(core, &engine) => Err(error),
    };
    task.abort();
    outcome
}

/// What need not be done before the first request is answered.
async fn catch_up(core: Arc<Core>, engine: Engine) {
    core.reap_sessions(&engine).await;
    if !core.recovered.is_cancelled() {
        await_earlier_run(&core).await;
    }
    let mut recovered = core.recover(&engine).await;
    core.recovered.cancel();
    inspect_all(&core, &engine).await;
    core.find_ends().await;
    let mut wait = RECOVERY.0;
    while recovered == Recovered::Partly {
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RECOVERY.1);
        recovered = core.recover(&engine).await;
    }
}

/// Waits for the Compose calls of a server that was killed: they go on to their end.
async fn await_earlier_run(core: &Core) {
    let run = Arc::clone(&core.run);
    let waited = tokio::task::spawn_blocking(move || run.await_earlier(EARLIER_CALLS)).await;
    if let Ok(Err(error)) = waited {
        tracing::warn!(%error, "going on beside what an earlier run of the server has begun");
    }
}

/// Learns what a list does not tell: when a container ran and how it ended.
async fn inspect_all(core: &Core, engine: &Engine) {
    let mut ids = Vec::new();
    core.index.newest_first(|cuid, entry| {
        if let Some(observed) = &entry.observed
            && observed.state.status != Status::Created
        {
            ids.push((cuid, observed.id.clone()));
        }
        true
    });
    stream::iter(ids)
        .for_each_concurrent(INSPECTIONS, async |(cuid, id)| {
            if let Ok(Some(observed)) = engine.inspect(&id).await {
                core.index.observe_event(cuid, observed);
            }
        })
        .await;
}

async fn listen(
    core: &Arc<Core>,
    engine: &Engine,
    changes: &mut (impl Stream<Item = Result<Change, EngineError>> + Unpin),
    since: Timestamp,
) -> Result<Infallible, EngineError> {
    let mut looks = Looks::default();
    loop {
        tokio::select! {
            change = changes.next() => {
                let ended = || EngineError::Unavailable("the event stream has ended".to_owned());
                let Change { id, service, kind } = change.ok_or_else(ended)??;
                let Ok(cuid) = service.parse::<Cuid>() else { continue };
                match kind {
                    ChangeKind::Signalled { signal, at } => core.note_signal(&id, signal, at),
                    ChangeKind::Gone => {
                        core.index.observe_gone(cuid, &id);
                        core.forget_signals(&id);
                    }
                    kind => {
                        core.index.observe_change(cuid, &id, &kind);
                        // of what happened before, the signals that led to it may be missing
                        if let ChangeKind::Ended { at: Some(at), .. } = kind
                            && at >= since
                        {
                            core.note_end(cuid, &id, at);
                        }
                        looks.want(engine, cuid, id);
                    }
                }
            }
            Some((cuid, found)) = looks.next(engine) => {
                if let Some(observed) = found? {
                    core.index.observe_event(cuid, observed);
                }
            }
        }
    }
}

/// Looks at containers, several side by side: the engine makes us wait for one that is ending, and
/// the others should not wait with it.
#[derive(Default)]
struct Looks {
    under_way: FuturesUnordered<BoxFuture<'static, Look>>,
    /// Those looked at right now, and whether something has happened to them since.
    outdated: HashMap<String, bool>,
    waiting: VecDeque<(Cuid, String)>,
}

type Look = (Cuid, String, Result<Option<Observed>, EngineError>);

impl Looks {
    /// Has a container looked at, after what is known of it now.
    fn want(&mut self, engine: &Engine, cuid: Cuid, id: String) {
        if let Some(outdated) = self.outdated.get_mut(&id) {
            *outdated = true;
        } else if !self.waiting.iter().any(|(_, waiting)| *waiting == id) {
            self.waiting.push_back((cuid, id));
        }
        self.begin(engine);
    }

    fn begin(&mut self, engine: &Engine) {
        while self.under_way.len() < INSPECTIONS
            && let Some((cuid, id)) = self.waiting.pop_front()
        {
            self.outdated.insert(id.clone(), false);
            let engine = engine.clone();
            let look = async move {
                let found = engine.inspect(&id).await;
                (cuid, id, found)
            };
            self.under_way.push(look.boxed());
        }
    }

    /// What the next container is; `None` while none is looked at.
    async fn next(
        &mut self,
        engine: &Engine,
    ) -> Option<(Cuid, Result<Option<Observed>, EngineError>)> {
        loop {
            let (cuid, id, found) = self.under_way.next().await?;
            let outdated = self.outdated.remove(&id).unwrap_or_default();
            if outdated {
                self.waiting.push_back((cuid, id));
            }
            self.begin(engine);
            if !outdated {
                return Some((cuid, found));
            }
        }
    }
}

fn by_cuid(observed: Vec<Observed>) -> BTreeMap<Cuid, Observed> {
    let mut newest = BTreeMap::new();
    for container in observed {
        let Ok(cuid) = container.service.parse::<Cuid>() else { continue };
        let kept = newest.entry(cuid).or_insert_with(|| container.clone());
        if kept.created < container.created {
            *kept = container;
        }
    }
    newest
}

/// Reads again the definitions that change on disk, by whomever, for ever.
pub(super) async fn follow_definitions(
    core: Arc<Core>,
    mut changed: mpsc::UnboundedReceiver<Changed>,
) {
    while let Some(Changed(name)) = changed.recv().await {
        let Ok(cuid) = name.parse::<Cuid>() else { continue };
        // our own operations tell the index themselves; this waits until they are through
        let lock = core.index.entry(cuid).map(|entry| entry.lock).unwrap_or_default();
        let core = Arc::clone(&core);
        core.tasks.clone().spawn(async move {
            let _held = lock.lock().await;
            if let Err(error) = core.read_again(cuid, name).await {
                tracing::warn!(%cuid, %error, "a changed definition can't be read; the one from before stands");
            }
        });
    }
}

impl Core {
    async fn read_again(&self, cuid: Cuid, name: String) -> Result<(), Failure> {
        let folder = name.clone();
        let stored = self.on_disk(move |definitions| definitions.read(&folder)).await?;
        let known = self.index.entry(cuid);
        let Some(definition) = self.parse(cuid, &stored)? else {
            if known.is_some() && stored.journal.is_none() {
                self.watcher.unwatch(&name);
                self.forget(cuid);
            }
            return Ok(());
        };
        if known.as_ref().is_some_and(|known| *known.definition == definition) {
            return Ok(());
        }
        self.watcher.watch(&name)?;
        self.index.define(definition, None);
        if known.is_none()
            && let Ok(engine) = self.engine()
        {
            self.refresh(&engine, cuid).await?;
        }
        Ok(())
    }

    /// The definition in what was stored; `None` where there is none, or where it is one that is
    /// being made or deleted.
    pub(super) fn parse(&self, cuid: Cuid, stored: &Stored) -> Result<Option<Definition>, Failure> {
        use crate::store::Journal;
        if matches!(stored.journal, Some(Journal::Create | Journal::Delete)) {
            return Ok(None);
        }
        let Some(text) = &stored.definition else { return Ok(None) };
        Definition::from_text(cuid, text, &self.project, self.settings.default_user)
            .map(Some)
            .map_err(|words| {
                failures::internal(&format!("containers/{cuid}/compose.yaml: {words}."))
            })
    }
}
