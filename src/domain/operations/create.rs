use crate::{
    domain::{
        container::{Cuid, Definition, Idempotency, Spec, validate_create},
        core::{Announcement, Core},
        failures, time,
    },
    engine::{Engine, Verb},
};
use app::{
    api::Created,
    types::{CreateRequest, Failure, Operation, OperationKind},
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The longest `Idempotency-Key`.
const KEY_CHARS: usize = 255;

impl Core {
    /// Makes a container: definition, image, and the container itself, not started.
    pub(in crate::domain) async fn create(
        self: &Arc<Self>,
        request: CreateRequest,
        key: Option<String>,
    ) -> Result<Created, Failure> {
        let cuid = Cuid::generate();
        let idempotency = key.map(|key| idempotency(key, &request)).transpose()?;
        let spec = validate_create(request, cuid, self.host_limits())?;
        let core = Arc::clone(self);
        self.see_through(async move {
            let _repeating = match &idempotency {
                Some(idempotency) => Some(core.keys.lock(&idempotency.key).await),
                None => None,
            };
            if let Some(wanted) = &idempotency
                && let Some(found) = core.made_by(wanted)?
            {
                return Ok(Created { container: core.view(found)?, replayed: true });
            }
            core.await_recovery().await?;
            core.make(cuid, spec, idempotency).await?;
            Ok(Created { container: core.view(cuid)?, replayed: false })
        })
        .await
    }

    /// The container that a request with the same key has made.
    fn made_by(&self, wanted: &Idempotency) -> Result<Option<Cuid>, Failure> {
        let mut found = None;
        self.index.newest_first(|cuid, entry| {
            if let Some(known) = &entry.definition.idempotency
                && known.key == wanted.key
            {
                found = Some((cuid, known.fingerprint == wanted.fingerprint));
            }
            found.is_none()
        });
        match found {
            Some((_, false)) => Err(failures::key_reused(&wanted.key)),
            Some((cuid, true)) => Ok(Some(cuid)),
            None => Ok(None),
        }
    }

    async fn make(
        self: &Arc<Self>,
        cuid: Cuid,
        spec: Spec,
        idempotency: Option<Idempotency>,
    ) -> Result<(), Failure> {
        let engine = self.engine()?;
        let definition = Definition::new(cuid, spec, time::now(), idempotency);
        let (name, text) = (cuid.to_string(), self.text(&definition)?);
        let operation = Operation {
            kind: OperationKind::Create,
            message: "creating".to_owned(),
            percent: None,
        };
        self.index.define(definition.clone(), Some(operation));
        let lock = self.entry(cuid)?.lock;
        let _held = lock.lock().await;
        let announcement = self.announce(cuid, OperationKind::Create, "creating");
        let owner = self.settings.default_user;
        let made = async {
            let folder = name.clone();
            self.on_disk(move |definitions| definitions.create(&folder, &text, owner)).await?;
            self.watcher.watch(&name)?;
            self.make_on_engine(&engine, &definition, &announcement).await?;
            let folder = name.clone();
            self.on_disk(move |definitions| definitions.finish(&folder)).await
        }
        .await;
        if let Err(failure) = made {
            self.unmake(&engine, &definition).await;
            return Err(failure);
        }
        Ok(())
    }

    async fn make_on_engine(
        &self,
        engine: &Engine,
        definition: &Definition,
        announcement: &Announcement,
    ) -> Result<(), Failure> {
        self.ensure_image(engine, &definition.spec.image, announcement).await?;
        announcement.progress("creating".to_owned(), None);
        self.compose(engine, Verb::Create, definition).await?;
        self.refresh(engine, definition.cuid).await?;
        if self.entry(definition.cuid)?.observed.is_none() {
            // Compose's exit code alone proves nothing
            return Err(failures::internal(
                "Compose said that it made the container, but the engine has none.",
            ));
        }
        Ok(())
    }

    /// Takes back what a failed create has made. What can't be taken back because the engine is
    /// gone is noted in the journal, and taken back when it answers again.
    async fn unmake(&self, engine: &Engine, definition: &Definition) {
        let name = definition.cuid.to_string();
        let undone = self.remove_everything(engine, definition).await;
        if let Err(error) = undone {
            tracing::warn!(cuid = name, %error, "a failed create will be undone when the engine answers");
        }
        self.index.forget(definition.cuid);
    }
}

pub(super) fn idempotency(key: String, request: &CreateRequest) -> Result<Idempotency, Failure> {
    let fits =
        !key.is_empty() && key.chars().count() <= KEY_CHARS && !key.contains(char::is_control);
    if !fits {
        return Err(Failure::field(
            "Idempotency-Key",
            "INVALID_IDEMPOTENCY_KEY",
            format!("An Idempotency-Key has 1 to {KEY_CHARS} characters."),
            key,
        ));
    }
    let said = serde_json::to_vec(request).unwrap_or_default();
    let fingerprint = format!("{:x}", Sha256::digest(said));
    Ok(Idempotency { key, fingerprint })
}
