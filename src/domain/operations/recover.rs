use crate::{
    domain::{
        container::{Cuid, Definition},
        core::Core,
    },
    engine::{Engine, Verb},
    store::{Definitions, Journal, Stored},
};
use app::types::Failure;
use std::sync::Arc;

/// Whether everything that was cut short has been seen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Recovered {
    /// Nothing is left half done.
    Wholly,
    /// Something is; the log says what.
    Partly,
}

impl Core {
    /// Finishes or undoes what was cut short, by a crash or because the engine went away. To be
    /// called whenever the engine is connected to, and again while it says that something is left.
    pub(in crate::domain) async fn recover(self: &Arc<Self>, engine: &Engine) -> Recovered {
        let stored = match self.on_disk(Definitions::load).await {
            Ok(stored) => stored,
            Err(error) => {
                tracing::error!(%error, "can't look for what was left half done");
                return Recovered::Partly;
            }
        };
        let mut recovered = Recovered::Wholly;
        for stored in stored {
            let Ok(cuid) = stored.name.parse::<Cuid>() else { continue };
            // held by an operation that is under way right now, and cares for itself
            let lock = self.index.entry(cuid).map(|entry| entry.lock).unwrap_or_default();
            let Ok(_held) = lock.try_lock() else { continue };
            // the folder may have gone, or the operation have ended, since it was listed
            let Ok(stored) = self.on_disk(move |definitions| definitions.read(&stored.name)).await
            else {
                continue;
            };
            if let Err(error) = self.recover_one(engine, cuid, &stored).await {
                tracing::error!(%cuid, %error, "what was left half done stays so for now");
                recovered = Recovered::Partly;
            }
        }
        recovered
    }

    async fn recover_one(
        self: &Arc<Self>,
        engine: &Engine,
        cuid: Cuid,
        stored: &Stored,
    ) -> Result<(), Failure> {
        let name = stored.name.clone();
        let definition = stored.definition.as_deref().and_then(|text| {
            let user = self.settings.default_user;
            Definition::from_text(cuid, text, &self.project, user).ok()
        });
        match (stored.journal, definition) {
            (Some(journal @ (Journal::Create | Journal::Delete)), Some(definition)) => {
                self.remove_everything(engine, &definition).await?;
                self.forget(cuid);
                tracing::info!(%cuid, ?journal, "undid a create or finished a delete that was cut short");
            }
            // cut short before the definition was written: the engine never heard of it
            (Some(Journal::Create | Journal::Delete), None) => {
                self.on_disk(move |definitions| definitions.remove(&name)).await?;
                tracing::info!(%cuid, "removed the folder of a create that was cut short");
            }
            (Some(Journal::Update { running }), _) => {
                let old =
                    self.on_disk(move |definitions| definitions.restore_previous(&name)).await?;
                let user = self.settings.default_user;
                let old = old
                    .and_then(|text| Definition::from_text(cuid, &text, &self.project, user).ok());
                if let Some(old) = old {
                    self.index.define(old.clone(), None);
                    self.refresh(engine, cuid).await?;
                    let verb = if running { Verb::Up } else { Verb::Create };
                    self.settle(engine, &old, verb).await?;
                }
                let name = stored.name.clone();
                self.on_disk(move |definitions| definitions.finish(&name)).await?;
                tracing::info!(%cuid, "undid an update that was cut short");
            }
            (None, None) if stored.definition.is_none() => {
                self.on_disk(move |definitions| definitions.remove_if_empty(&name)).await?;
            }
            (None, _) => self.on_disk(move |definitions| definitions.tidy(&name)).await?,
        }
        Ok(())
    }
}
