use crate::{
    domain::{
        actor,
        container::{Cuid, Definition},
        core::Core,
        failures,
    },
    engine::{Engine, Verb},
    store::Journal,
};
use app::types::{Deleted, Failure, OperationKind};
use std::sync::Arc;

impl Core {
    /// Removes container, definition and mount.
    pub(in crate::domain) async fn delete(
        self: &Arc<Self>,
        cuid: Cuid,
        force: bool,
    ) -> Result<Deleted, Failure> {
        let core = Arc::clone(self);
        let actor = actor::current();
        self.see_through(async move {
            let lock = core.entry(cuid)?.lock;
            core.await_recovery().await?;
            let _held = lock.lock().await;
            // it may have been deleted while we waited
            core.entry(cuid)?;
            let engine = core.engine()?;
            core.refresh(&engine, cuid).await?;
            let entry = core.entry(cuid)?;
            if entry.status().is_alive() && !force {
                return Err(failures::container_running(entry.status()));
            }
            let _asking = core.asking(cuid, actor.as_ref(), "container.delete");
            let announcement = core.announce(cuid, OperationKind::Delete, "deleting");
            let name = cuid.to_string();
            core.on_disk({
                let name = name.clone();
                move |definitions| definitions.note(&name, Journal::Delete)
            })
            .await?;
            core.remove_everything(&engine, &entry.definition).await?;
            drop(announcement);
            core.forget(cuid);
            core.sessions.stop_of(cuid);
            Ok(Deleted { cuid: name, deleted: true })
        })
        .await
    }

    /// Removes the container from the engine, and then its folder.
    pub(super) async fn remove_everything(
        &self,
        engine: &Engine,
        definition: &Definition,
    ) -> Result<(), Failure> {
        let name = definition.cuid.to_string();
        if engine.find(&self.project, &name).await?.is_some() {
            self.compose(engine, Verb::Remove, definition).await?;
            if engine.find(&self.project, &name).await?.is_some() {
                return Err(failures::internal(
                    "Compose said that it removed the container, but the engine still has it.",
                ));
            }
        }
        self.watcher.unwatch(&name);
        // who is putting something into place right now gets to do it, and comes no more
        let _held = self.files.lock(&name).await;
        self.on_disk(move |definitions| definitions.remove(&name)).await
    }
}
