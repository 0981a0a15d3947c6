use crate::domain::{
    container::{Cuid, Definition, Spec, validate_create, validate_update},
    core::Core,
    failures, time,
};
use app::types::{
    Commitments, ComposeText, CreateRequest, Effect, Failure, Plan, TakenPort, UpdateRequest,
};

use super::create::idempotency;

impl Core {
    /// What a create would come to.
    pub(in crate::domain) fn plan_create(
        &self,
        request: CreateRequest,
        key: Option<String>,
    ) -> Result<Plan, Failure> {
        let cuid = Cuid::from_bytes([0; 16]);
        let idempotency = key.map(|key| idempotency(key, &request)).transpose()?;
        let spec = validate_create(request, cuid, self.host_limits())?;
        let definition = Definition::new(cuid, spec, time::now(), idempotency);
        Ok(Plan { compose: self.text(&definition)?, effect: Effect::Create })
    }

    /// What a change would come to.
    pub(in crate::domain) async fn plan_update(
        &self,
        cuid: Cuid,
        request: UpdateRequest,
    ) -> Result<Plan, Failure> {
        let old = self.entry(cuid)?.definition;
        let spec = validate_update(request, &old.spec, self.host_limits())?;
        if spec == old.spec {
            let ComposeText { text, .. } = self.compose_text(cuid).await?;
            return Ok(Plan { compose: text, effect: Effect::None });
        }
        if !old.complete {
            return Err(failures::hand_written(cuid));
        }
        let (new, effect) = self.changed(&old, spec);
        Ok(Plan { compose: self.text(&new)?, effect })
    }

    /// A definition changed to be so, and what has to be done for that.
    pub(super) fn changed(&self, old: &Definition, spec: Spec) -> (Definition, Effect) {
        let new = Definition { spec, updated_at: time::now(), ..old.clone() };
        let boot = new.boot.filter(|_| new.spec.command.is_none());
        let new = new.booted(boot.map(|boot| boot.program));
        let user = self.settings.default_user;
        if new.digest(user) == old.digest(user) {
            (new, Effect::Rewrite)
        } else {
            (self.booted(new).with_tags_applied(), Effect::Recreate)
        }
    }

    /// A container's Compose file as it lies on disk.
    pub(in crate::domain) async fn compose_text(&self, cuid: Cuid) -> Result<ComposeText, Failure> {
        let edited = !self.entry(cuid)?.definition.complete;
        let name = cuid.to_string();
        let stored = self.on_disk(move |definitions| definitions.read(&name)).await?;
        let text = stored.definition.ok_or_else(|| failures::not_found(cuid))?;
        Ok(ComposeText { text, edited })
    }

    /// What containers have been promised; all but the one named.
    pub(in crate::domain) fn commitments(&self, but: Option<Cuid>) -> Commitments {
        let mut sum = Commitments::default();
        self.index.newest_first(|cuid, entry| {
            if Some(cuid) == but {
                return true;
            }
            let Spec { name, limits, ports, .. } = &entry.definition.spec;
            if let Some(cpus) = limits.cpus {
                sum.cpus += cpus;
                sum.cpu_containers += 1;
            }
            if let Some(memory) = &limits.memory {
                sum.memory_bytes = sum.memory_bytes.saturating_add(memory.bytes());
                sum.memory_containers += 1;
            }
            sum.ports.extend(ports.iter().filter_map(|port| {
                Some(TakenPort {
                    host: port.host?,
                    protocol: port.protocol,
                    host_ip: port.host_ip.map(|ip| ip.to_string()),
                    cuid: cuid.to_string(),
                    name: name.clone(),
                })
            }));
            true
        });
        sum
    }
}
