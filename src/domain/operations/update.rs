use crate::{
    domain::{
        actor,
        container::{Cuid, Definition, Spec},
        core::Core,
        failures,
    },
    engine::{Engine, Verb},
};
use app::types::{Container, Effect, Failure, OperationKind, Status};
use std::sync::Arc;

impl Core {
    /// Changes a container to what `change` makes of its spec. Made anew where Compose says so; a
    /// running one runs again, a stopped one stays stopped, and where that fails the old one comes
    /// back.
    pub(in crate::domain) async fn update(
        self: &Arc<Self>,
        cuid: Cuid,
        change: impl FnOnce(&Spec) -> Result<Spec, Failure> + Send + 'static,
    ) -> Result<Arc<Container>, Failure> {
        let core = Arc::clone(self);
        let actor = actor::current();
        self.see_through(async move {
            let lock = core.entry(cuid)?.lock;
            core.await_recovery().await?;
            let _held = lock.lock().await;
            let old = core.entry(cuid)?.definition;
            let spec = change(&old.spec)?;
            if spec == old.spec {
                return core.view(cuid);
            }
            if !old.complete {
                return Err(failures::hand_written(cuid));
            }
            let engine = core.engine()?;
            let _asking = core.asking(cuid, actor.as_ref(), "container.update");
            core.refresh(&engine, cuid).await?;
            match core.changed(&old, spec) {
                (new, Effect::Recreate) => core.replace(&engine, &old, new).await?,
                (new, _) => core.rewrite(new).await?,
            }
            core.view(cuid)
        })
        .await
    }

    /// Replaces a definition in a way that Compose does not care about.
    async fn rewrite(self: &Arc<Self>, new: Definition) -> Result<(), Failure> {
        let (name, text) = (new.cuid.to_string(), self.text(&new)?);
        self.on_disk(move |definitions| definitions.write(&name, &text)).await?;
        self.index.define(new, None);
        Ok(())
    }

    async fn replace(
        self: &Arc<Self>,
        engine: &Engine,
        old: &Definition,
        new: Definition,
    ) -> Result<(), Failure> {
        let cuid = old.cuid;
        let status = self.entry(cuid)?.status();
        let announcement = self.announce(cuid, OperationKind::Update, "updating");
        self.ensure_image(engine, &new.spec.image, &announcement).await?;
        // a boot file may have come meanwhile
        let new = self.booted(new);
        let (name, text) = (cuid.to_string(), self.text(&new)?);
        let running = status.is_alive();
        self.on_disk({
            let name = name.clone();
            move |definitions| definitions.begin_update(&name, &text, running)
        })
        .await?;
        self.index.define(new.clone(), None);
        if let Err(failure) = self.bring(engine, &new, status).await {
            tracing::info!(cuid = name, %failure, "an update failed: putting the old container back");
            announcement.progress("putting the old container back".to_owned(), None);
            self.put_back(engine, old, status).await?;
            return Err(failure);
        }
        self.on_disk(move |definitions| definitions.finish(&name)).await
    }

    /// Makes the container as its definition says, and has it do what it did.
    async fn bring(
        &self,
        engine: &Engine,
        definition: &Definition,
        status: Status,
    ) -> Result<(), Failure> {
        let verb = if status.is_alive() { Verb::Up } else { Verb::Create };
        self.settle(engine, definition, verb).await?;
        if status == Status::Paused {
            self.settle(engine, definition, Verb::Pause).await?;
        }
        Ok(())
    }

    async fn put_back(
        &self,
        engine: &Engine,
        old: &Definition,
        status: Status,
    ) -> Result<(), Failure> {
        let name = old.cuid.to_string();
        self.on_disk({
            let name = name.clone();
            move |definitions| definitions.restore_previous(&name)
        })
        .await?;
        self.index.define(old.clone(), None);
        self.bring(engine, old, status).await?;
        self.on_disk(move |definitions| definitions.finish(&name)).await
    }
}
