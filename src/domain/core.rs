use super::{
    EventBus, Settings,
    container::{Cuid, Definition, HostLimits},
    failures,
    images::Pulls,
    index::{Entry, Index},
    keyed_locks::KeyedLocks,
    sessions::Sessions,
    stats::Samples,
    stops::Stops,
};
use crate::{
    engine::{Compose, Engine, EngineFacts, Target, Verb},
    store::{Definitions, Run, Watcher},
};
use app::types::{Container, EventKind, Failure, Operation, OperationKind};
use parking_lot::{Mutex, RwLock};
use std::{collections::HashMap, future::Future, sync::Arc, time::Duration};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long a change waits for the recovery that follows a crash.
const RECOVERY: Duration = Duration::from_mins(1);
/// How long a caller waits for an operation; pulls of large images over slow lines take long.
const PATIENCE: Duration = Duration::from_mins(30);

/// What all operations share.
pub(super) struct Core {
    pub(super) settings: Settings,
    pub(super) project: String,
    pub(super) definitions: Definitions,
    pub(super) watcher: Watcher,
    pub(super) index: Index,
    pub(super) events: Arc<EventBus>,
    pub(super) compose: Arc<Compose>,
    pub(super) run: Arc<Run>,
    /// Cancelled once what an earlier run left half done has been seen to, as far as it could be.
    pub(super) recovered: CancellationToken,
    /// The engine, while it answers.
    pub(super) link: RwLock<Option<(Engine, EngineFacts)>>,
    /// Pulls that somebody asked for by themselves.
    pub(super) asked_pulls: Pulls,
    /// What machines the engine's images are for, by their ids.
    pub(super) machines: Mutex<HashMap<String, (String, String)>>,
    /// Held while an image is pulled.
    pub(super) pulls: KeyedLocks,
    /// Held while a create with that `Idempotency-Key` is under way.
    pub(super) keys: KeyedLocks,
    pub(super) sessions: Sessions,
    /// What containers use, now and lately.
    pub(super) samples: Samples,
    /// Why containers stopped.
    pub(super) stops: Stops,
    /// Held while names in a container's mount change, by its id.
    pub(super) files: KeyedLocks,
    /// How many archives may be unpacked at once: each takes memory and a core.
    pub(super) unpacking: Semaphore,
    pub(super) tasks: TaskTracker,
}

impl Core {
    /// The engine, if it answers.
    pub(super) fn engine(&self) -> Result<Engine, Failure> {
        let link = self.link.read();
        link.as_ref().map(|(engine, _)| engine.clone()).ok_or_else(failures::engine_unavailable)
    }

    /// Waits until what an earlier run left half done has been seen to. To be called before a
    /// container's lock is taken, which recovery needs too. Without an engine there is nothing to
    /// wait for, and no change either.
    pub(super) async fn await_recovery(&self) -> Result<(), Failure> {
        if self.link.read().is_none() {
            return Ok(());
        }
        let recovered = tokio::time::timeout(RECOVERY, self.recovered.cancelled()).await;
        recovered.map_err(|_| failures::recovering())
    }

    /// What the engine's host has, as far as known.
    pub(super) fn host_limits(&self) -> HostLimits {
        self.link.read().as_ref().map_or_else(HostLimits::default, |(_, facts)| HostLimits {
            cpus: facts.cpus,
            memory: facts.memory,
        })
    }

    /// Notes that the engine answers, or that it does not.
    pub(super) fn set_link(&self, link: Option<(Engine, EngineFacts)>) {
        let available = link.is_some();
        let before = std::mem::replace(&mut *self.link.write(), link).is_some();
        if before != available {
            self.events.publish(EventKind::Engine { available });
        }
    }

    /// Does `work` to its end, also when the caller goes away: half an operation helps nobody.
    pub(super) async fn see_through<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(PATIENCE, self.tasks.spawn(work)).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => {
                tracing::error!(%error, "an operation was cut short");
                Err(failures::internal("The operation was cut short."))
            }
            Err(_) => Err(failures::timed_out()),
        }
    }

    /// A container that is there.
    pub(super) fn entry(&self, cuid: Cuid) -> Result<Entry, Failure> {
        self.index.entry(cuid).ok_or_else(|| failures::not_found(cuid))
    }

    /// A container as everybody is shown it.
    pub(super) fn view(&self, cuid: Cuid) -> Result<Arc<Container>, Failure> {
        self.index.view(cuid).ok_or_else(|| failures::not_found(cuid))
    }

    /// Forgets a container.
    pub(super) fn forget(&self, cuid: Cuid) {
        self.index.forget(cuid);
        self.stops.forget(cuid);
    }

    /// Asks the engine what it has for a container, and notes it.
    pub(super) async fn refresh(&self, engine: &Engine, cuid: Cuid) -> Result<(), Failure> {
        let known = self.entry(cuid)?.observed.map(|observed| observed.id);
        let found = match known {
            // by id where it is known: that costs the engine a tenth
            Some(id) => engine.inspect(&id).await?,
            None => None,
        };
        let found = match found {
            Some(found) => Some(found),
            None => engine.find(&self.project, &cuid.to_string()).await?,
        };
        self.index.observe(cuid, found);
        Ok(())
    }

    /// Has Compose do something with the container of a definition.
    pub(super) async fn compose(
        &self,
        engine: &Engine,
        verb: Verb,
        definition: &Definition,
    ) -> Result<(), Failure> {
        let name = definition.cuid.to_string();
        let user = self.settings.default_user;
        let target = Target {
            file: self.definitions.file(&name),
            mergeable: definition.to_mergeable(&self.project, user, &self.definitions.mount(&name)),
            config: definition.digest(user),
            service: name,
        };
        if matches!(verb, Verb::Create | Verb::Up) {
            // someone may have removed it since the engine was connected to
            engine.ensure_network(&self.project).await?;
        }
        Ok(self.compose.run(engine, verb, target).await?)
    }

    /// The text of a definition's file.
    pub(super) fn text(&self, definition: &Definition) -> Result<String, Failure> {
        definition.to_text(&self.project, self.settings.default_user).map_err(|error| {
            failures::internal(&format!("The definition can't be written: {error}."))
        })
    }

    /// Does work on files without holding up the server's other work.
    pub(super) async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Definitions) -> Result<T, crate::store::StoreError> + Send + 'static,
    ) -> Result<T, Failure> {
        let definitions = self.definitions.clone();
        match tokio::task::spawn_blocking(move || work(&definitions)).await {
            Ok(outcome) => Ok(outcome?),
            Err(error) => {
                tracing::error!(%error, "work on files was cut short");
                Err(failures::internal("Work on files was cut short."))
            }
        }
    }

    /// Tells everybody that an operation is under way, until the value is dropped.
    pub(super) fn announce(
        self: &Arc<Self>,
        cuid: Cuid,
        kind: OperationKind,
        message: impl Into<String>,
    ) -> Announcement {
        let operation = Operation { kind, message: message.into(), percent: None };
        self.index.operate(cuid, Some(operation));
        Announcement { core: Arc::clone(self), cuid, kind }
    }
}

/// An operation that everybody can see is under way.
pub(super) struct Announcement {
    core: Arc<Core>,
    cuid: Cuid,
    kind: OperationKind,
}

impl Announcement {
    /// Tells how far it is.
    pub(super) fn progress(&self, message: String, percent: Option<u8>) {
        self.core.index.progress(self.cuid, Operation { kind: self.kind, message, percent });
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.core.index.operate(self.cuid, None);
    }
}
