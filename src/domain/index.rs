use super::{
    EventBus,
    container::{Cuid, Definition},
};
use crate::engine::{ChangeKind, Observed};
use app::types::{
    Container, ContainerState, EventKind, Operation, OperationKind, PortBinding, Status,
};
use parking_lot::RwLock;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Mutex;

/// Every container in memory: what its definition says joined with what the engine has. Reads are
/// answered from here; every change that can be seen is told on the event stream.
pub(super) struct Index {
    entries: RwLock<BTreeMap<Cuid, Entry>>,
    /// Whether the engine has told its containers since this server started.
    synced: AtomicBool,
    events: Arc<EventBus>,
    default_user: (u32, u32),
}

/// One container in memory.
#[derive(Clone)]
pub(super) struct Entry {
    /// What it is asked to be.
    pub(super) definition: Arc<Definition>,
    /// The definition's digest.
    pub(super) digest: String,
    /// What the engine has; `None` where it has no container.
    pub(super) observed: Option<Observed>,
    /// What is being done to it.
    pub(super) operation: Option<Operation>,
    /// Whoever changes the container or its definition holds this.
    pub(super) lock: Arc<Mutex<()>>,
    view: Arc<Container>,
}

impl Entry {
    /// What it does, as everybody is told.
    pub(super) fn status(&self) -> Status {
        self.view.status
    }

    /// As everybody is shown it.
    pub(super) fn view(&self) -> Arc<Container> {
        Arc::clone(&self.view)
    }
}

impl Index {
    /// An empty one that tells its changes to `events`.
    pub(super) fn new(events: Arc<EventBus>, default_user: (u32, u32)) -> Self {
        Self { entries: RwLock::default(), synced: AtomicBool::new(false), events, default_user }
    }

    /// Adds a container, or gives one that is there a new definition.
    pub(super) fn define(&self, definition: Definition, operation: Option<Operation>) {
        let digest = definition.digest(self.default_user);
        let cuid = definition.cuid;
        let definition = Arc::new(definition);
        let mut entries = self.entries.write();
        if let Some(entry) = entries.get_mut(&cuid) {
            entry.definition = definition;
            entry.digest = digest;
            return self.show(entry);
        }
        let synced = self.synced.load(Ordering::Acquire);
        let view = Arc::new(view(&definition, &digest, None, operation.as_ref(), synced));
        let lock = Arc::default();
        let entry = Entry { definition, digest, observed: None, operation, lock, view };
        self.events.publish(EventKind::Container { container: entry.view() });
        entries.insert(cuid, entry);
    }

    /// Forgets a container.
    pub(super) fn forget(&self, cuid: Cuid) {
        if self.entries.write().remove(&cuid).is_some() {
            self.events.publish(EventKind::Removed { cuid: cuid.to_string() });
        }
    }

    /// Notes what the engine has for a container; `None` where it has nothing.
    pub(super) fn observe(&self, cuid: Cuid, observed: Option<Observed>) {
        if let Some(entry) = self.entries.write().get_mut(&cuid) {
            entry.observed = observed;
            self.show(entry);
        }
    }

    /// Notes what an event told: a container that was recreated exists twice for a moment, and the
    /// newer one counts.
    pub(super) fn observe_event(&self, cuid: Cuid, observed: Observed) {
        if let Some(entry) = self.entries.write().get_mut(&cuid) {
            let newer = entry
                .observed
                .as_ref()
                .is_none_or(|known| known.id == observed.id || known.created <= observed.created);
            if newer {
                entry.observed = Some(observed);
                self.show(entry);
            }
        }
    }

    /// Notes what an event by itself tells of the container with that engine's id, before anybody
    /// has looked at it: while a container ends, the engine lets nobody look for a tenth of a second.
    pub(super) fn observe_change(&self, cuid: Cuid, id: &str, kind: &ChangeKind) {
        if let Some(entry) = self.entries.write().get_mut(&cuid)
            && let Some(known) = entry.observed.as_mut().filter(|known| known.id == id)
        {
            let state = &mut known.state;
            match kind {
                ChangeKind::Started | ChangeKind::Unpaused => state.status = Status::Running,
                ChangeKind::Paused => state.status = Status::Paused,
                ChangeKind::Ended { exit_code, at } => {
                    state.status = Status::Exited;
                    state.detail.exit_code = *exit_code;
                    state.detail.finished_at = at.map(super::time::format);
                    known.ports.clear();
                    known.pid = None;
                }
                ChangeKind::Gone | ChangeKind::Signalled { .. } | ChangeKind::Other => return,
            }
            self.show(entry);
        }
    }

    /// Notes that the engine has removed the container with that engine's id.
    pub(super) fn observe_gone(&self, cuid: Cuid, id: &str) {
        if let Some(entry) = self.entries.write().get_mut(&cuid)
            && entry.observed.as_ref().is_some_and(|known| known.id == id)
        {
            entry.observed = None;
            self.show(entry);
        }
    }

    /// Notes what is being done to a container.
    pub(super) fn operate(&self, cuid: Cuid, operation: Option<Operation>) {
        if let Some(entry) = self.entries.write().get_mut(&cuid) {
            entry.operation = operation;
            self.show(entry);
        }
    }

    /// Notes how far an operation is. Told as progress rather than as a changed container: a pull
    /// makes many steps.
    pub(super) fn progress(&self, cuid: Cuid, operation: Operation) {
        if let Some(entry) = self.entries.write().get_mut(&cuid) {
            entry.operation = Some(operation.clone());
            let mut shown = (*entry.view).clone();
            shown.operation = Some(operation.clone());
            entry.view = Arc::new(shown);
            self.events.publish(EventKind::Progress { cuid: cuid.to_string(), operation });
        }
    }

    /// Notes all that the engine has, which may have changed unseen while it was away.
    pub(super) fn sync(&self, mut observed: BTreeMap<Cuid, Observed>) {
        self.synced.store(true, Ordering::Release);
        for (cuid, entry) in self.entries.write().iter_mut() {
            let found = observed.remove(cuid);
            // a list tells less than an inspection: keep what is known of the same state
            let same = |known: &Observed, found: &Observed| {
                known.id == found.id && known.state.status == found.state.status
            };
            if let (Some(known), Some(found)) = (&entry.observed, &found)
                && same(known, found)
            {
                continue;
            }
            entry.observed = found;
            self.show(entry);
        }
    }

    /// Whether there is such a container.
    pub(super) fn has(&self, cuid: Cuid) -> bool {
        self.entries.read().contains_key(&cuid)
    }

    /// One container.
    pub(super) fn entry(&self, cuid: Cuid) -> Option<Entry> {
        self.entries.read().get(&cuid).cloned()
    }

    /// One container as everybody is shown it.
    pub(super) fn view(&self, cuid: Cuid) -> Option<Arc<Container>> {
        self.entries.read().get(&cuid).map(Entry::view)
    }

    /// Looks at every container, newest first, for as long as `visit` wants more.
    pub(super) fn newest_first(&self, mut visit: impl FnMut(Cuid, &Entry) -> bool) {
        for (cuid, entry) in self.entries.read().iter().rev() {
            if !visit(*cuid, entry) {
                return;
            }
        }
    }

    /// Makes the entry's view anew and tells everybody where that has changed.
    fn show(&self, entry: &mut Entry) {
        let synced = self.synced.load(Ordering::Acquire);
        let view = view(
            &entry.definition,
            &entry.digest,
            entry.observed.as_ref(),
            entry.operation.as_ref(),
            synced,
        );
        if view != *entry.view {
            entry.view = Arc::new(view);
            self.events.publish(EventKind::Container { container: entry.view() });
        }
    }
}

fn view(
    definition: &Definition,
    digest: &str,
    observed: Option<&Observed>,
    operation: Option<&Operation>,
    synced: bool,
) -> Container {
    let creating = operation.is_some_and(|operation| operation.kind == OperationKind::Create);
    let status = match observed {
        _ if creating => Status::Creating,
        Some(observed) => observed.state.status,
        None if synced => Status::Missing,
        None => Status::Unknown,
    };
    let spec = &definition.spec;
    let ports = spec.ports.iter().map(|port| {
        let assigned =
            observed.and_then(|o| o.ports.get(&(port.container, port.protocol))).copied();
        let binding = PortBinding::from(port);
        PortBinding { host: binding.host.or(assigned), ..binding }
    });
    Container {
        cuid: definition.cuid.to_string(),
        name: spec.name.clone(),
        image: spec.image.clone(),
        status,
        env: spec.env.clone(),
        tags: spec.tags.clone(),
        resources: (&spec.limits).into(),
        ports: ports.collect(),
        command: spec.command.clone(),
        user: spec.user.clone(),
        restart: spec.restart,
        created_at: definition.created_at.clone(),
        updated_at: definition.updated_at.clone(),
        state: observed.map_or_else(ContainerState::default, |o| o.state.detail.clone()),
        operation: operation.cloned(),
        pending_change: observed.is_some_and(|o| o.config.as_deref() != Some(digest)),
    }
}
