use crate::{
    domain::{
        actor,
        container::{Cuid, Definition, Program, wanted_boot_file},
        core::Core,
        failures,
    },
    engine::{Engine, Verb},
};
use app::types::{Action, Container, Failure, OperationKind, Status};
use std::sync::Arc;

impl Core {
    /// Starts, stops, restarts, pauses or unpauses. What is there already is not done again, since
    /// clients repeat their requests.
    pub(in crate::domain) async fn control(
        self: &Arc<Self>,
        cuid: Cuid,
        action: Action,
    ) -> Result<Arc<Container>, Failure> {
        let core = Arc::clone(self);
        let actor = actor::current();
        self.see_through(async move {
            let lock = core.entry(cuid)?.lock;
            core.await_recovery().await?;
            let _held = lock.lock().await;
            let engine = core.engine()?;
            core.refresh(&engine, cuid).await?;
            let status = core.entry(cuid)?.status();
            let _asking = match action {
                Action::Stop => Some(core.asking(cuid, actor.as_ref(), "container.stop")),
                Action::Restart => Some(core.asking(cuid, actor.as_ref(), "container.restart")),
                _ => None,
            };
            match action {
                Action::Start => core.start(&engine, cuid, status).await?,
                Action::Restart => core.restart(&engine, cuid, status).await?,
                Action::Stop if status.is_alive() => {
                    core.tell(&engine, cuid, Verb::Stop, OperationKind::Stop, "stopping").await?;
                }
                Action::Pause if status == Status::Running => {
                    core.tell(&engine, cuid, Verb::Pause, OperationKind::Pause, "pausing").await?;
                }
                Action::Unpause if status == Status::Paused => {
                    core.tell(&engine, cuid, Verb::Unpause, OperationKind::Unpause, "unpausing")
                        .await?;
                }
                Action::Stop => {}
                Action::Pause if status == Status::Paused => {}
                Action::Unpause if status == Status::Running => {}
                Action::Pause | Action::Unpause => {
                    return Err(failures::invalid_transition(action, status));
                }
            }
            core.view(cuid)
        })
        .await
    }

    async fn start(
        self: &Arc<Self>,
        engine: &Engine,
        cuid: Cuid,
        status: Status,
    ) -> Result<(), Failure> {
        match status {
            Status::Running | Status::Restarting => Ok(()),
            Status::Paused => Err(failures::invalid_transition(Action::Start, status)),
            _ => self.run(engine, cuid, Verb::Start, OperationKind::Start, "starting").await,
        }
    }

    async fn restart(
        self: &Arc<Self>,
        engine: &Engine,
        cuid: Cuid,
        status: Status,
    ) -> Result<(), Failure> {
        if status.is_alive() {
            self.run(engine, cuid, Verb::Restart, OperationKind::Restart, "restarting").await
        } else {
            self.start(engine, cuid, status).await
        }
    }

    /// Has the container run as its definition and its boot file say now: by `verb` where it is as
    /// they say, made anew where it is not.
    async fn run(
        self: &Arc<Self>,
        engine: &Engine,
        cuid: Cuid,
        verb: Verb,
        kind: OperationKind,
        message: &str,
    ) -> Result<(), Failure> {
        let entry = self.entry(cuid)?;
        let mut definition = self.booted((*entry.definition).clone());
        let made_of = entry.observed.and_then(|observed| observed.config);
        let as_defined = made_of == Some(definition.digest(self.settings.default_user));
        self.refuse_bare_interpreter(engine, &definition).await?;
        let announcement = self.announce(cuid, kind, message);
        if as_defined && definition.complete {
            return self.settle(engine, &definition, verb).await;
        }
        self.ensure_image(engine, &definition.spec.image, &announcement).await?;
        // an image that had to be pulled could not be looked at before
        self.refuse_bare_interpreter(engine, &definition).await?;
        definition = definition.with_tags_applied();
        if definition.complete {
            let (name, text) = (cuid.to_string(), self.text(&definition)?);
            self.on_disk(move |definitions| definitions.write(&name, &text)).await?;
            self.index.define(definition.clone(), None);
        }
        self.settle(engine, &definition, Verb::Up).await
    }

    /// Has Compose do something with a container that is there.
    async fn tell(
        self: &Arc<Self>,
        engine: &Engine,
        cuid: Cuid,
        verb: Verb,
        kind: OperationKind,
        message: &str,
    ) -> Result<(), Failure> {
        let _announcement = self.announce(cuid, kind, message);
        let definition = self.entry(cuid)?.definition;
        self.settle(engine, &definition, verb).await
    }

    /// Has Compose do something and looks at what came of it.
    pub(super) async fn settle(
        &self,
        engine: &Engine,
        definition: &Definition,
        verb: Verb,
    ) -> Result<(), Failure> {
        let outcome = self.compose(engine, verb, definition).await;
        self.refresh(engine, definition.cuid).await?;
        outcome
    }

    /// The definition with what the boot file in the mount makes of it now.
    pub(super) fn booted(&self, definition: Definition) -> Definition {
        if !definition.complete {
            return definition;
        }
        let name = definition.cuid.to_string();
        let program = Program::detect(|file| self.definitions.has_file(&name, file));
        definition.booted(program)
    }

    async fn refuse_bare_interpreter(
        &self,
        engine: &Engine,
        definition: &Definition,
    ) -> Result<(), Failure> {
        if definition.boot.is_some() || definition.spec.command.is_some() || !definition.complete {
            return Ok(());
        }
        let image = &definition.spec.image;
        let wanted = engine.image_command(image).await?.as_ref().and_then(wanted_boot_file);
        wanted.map_or(Ok(()), |file| Err(failures::boot_missing(image, file)))
    }
}
