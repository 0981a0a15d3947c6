//! Keeps the index right: follows the engine's events and the definitions' files.

use super::{
    container::{Cuid, Definition},
    core::Core,
    failures,
};
use crate::{
    engine::{Change, ChangeKind, Engine, EngineError},
    store::{Changed, Stored},
};
use app::types::{Failure, Status};
use futures_util::{Stream, StreamExt, stream};
use std::{collections::BTreeMap, convert::Infallible, pin::pin, sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// How long to wait before the engine is tried again; doubled up to the second number.
const RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));
/// Inspections side by side after a list.
const INSPECTIONS: usize = 4;

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
    let since = jiff::Timestamp::now().as_second() - 1;
    let mut changes = pin!(engine.changes(&core.project, since));
    let observed = by_cuid(engine.list(&core.project).await?);
    core.index.sync(observed);
    core.set_link(Some((engine.clone(), facts)));
    if let Some(tried) = tried.take() {
        let _ = tried.send(());
    }
    *wait = RETRY.0;
    let catch_up = catch_up(Arc::clone(core), engine.clone());
    let task = core.tasks.spawn(catch_up);
    let outcome = listen(core, &engine, &mut changes).await;
    task.abort();
    outcome
}

/// What need not be done before the first request is answered.
async fn catch_up(core: Arc<Core>, engine: Engine) {
    core.recover(&engine).await;
    let mut ids = Vec::new();
    core.index.newest_first(|cuid, entry| {
        // a list does not tell when it ran and how it ended
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
    core: &Core,
    engine: &Engine,
    changes: &mut (impl Stream<Item = Result<Change, EngineError>> + Unpin),
) -> Result<Infallible, EngineError> {
    while let Some(change) = changes.next().await {
        let change = change?;
        let Ok(cuid) = change.service.parse::<Cuid>() else { continue };
        match change.kind {
            ChangeKind::Gone => core.index.observe_gone(cuid, &change.id),
            ChangeKind::Changed => {
                if let Some(observed) = engine.inspect(&change.id).await? {
                    core.index.observe_event(cuid, observed);
                }
            }
        }
    }
    Err(EngineError::Unavailable("the event stream has ended".to_owned()))
}

fn by_cuid(observed: Vec<crate::engine::Observed>) -> BTreeMap<Cuid, crate::engine::Observed> {
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
                self.index.forget(cuid);
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
