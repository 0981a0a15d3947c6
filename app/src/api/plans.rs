use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{ApiError, Checked, Commitments, ComposeText, CreateRequest, UpdateRequest};
#[cfg(feature = "ssr")]
use crate::types::{ErrorKind, Failure, Plan};
use leptos::prelude::*;

/// What would come of a request, and the files that definitions are.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Plans: Send + Sync {
    /// What a create would come to. Makes nothing, and does not look for the image.
    fn plan_create(
        &self,
        request: CreateRequest,
        idempotency_key: Option<String>,
    ) -> Result<Plan, Failure>;

    /// What a change would come to. Changes nothing.
    async fn plan_update(&self, cuid: &str, request: UpdateRequest) -> Result<Plan, Failure>;

    /// A container's Compose file as it lies on disk.
    async fn compose(&self, cuid: &str) -> Result<ComposeText, Failure>;

    /// What containers have been promised; all but the one named. Answers from memory.
    fn commitments(&self, but: Option<&str>) -> Commitments;
}

/// A form asks while it is typed in, so what is wrong with it is an answer, not an error.
#[cfg(feature = "ssr")]
fn checked(planned: Result<Plan, Failure>) -> Result<Checked, Failure> {
    match planned {
        Ok(plan) => Ok(Checked::Fits(plan)),
        Err(failure) if failure.kind == ErrorKind::ValidationError => {
            let errors = failure.details.get("errors").cloned().unwrap_or_default();
            serde_json::from_value(errors).map(Checked::Wrong).map_err(|_| failure)
        }
        Err(failure) => Err(failure),
    }
}

/// What a create would come to.
#[server(prefix = "/ui/fn", endpoint = "plans/create", protocol = Json)]
pub async fn plan_create(request: CreateRequest) -> Result<Checked, ApiError> {
    let services = Services::get();
    checked(services.plans.plan_create(request, None)).map_err(|failure| services.refuse(failure))
}

/// What a change would come to.
#[server(prefix = "/ui/fn", endpoint = "plans/update", protocol = Json)]
pub async fn plan_update(cuid: String, request: UpdateRequest) -> Result<Checked, ApiError> {
    let services = Services::get();
    let planned = services.plans.plan_update(&cuid, request).await;
    checked(planned).map_err(|failure| services.refuse(failure))
}

/// A container's Compose file.
#[server(prefix = "/ui/fn", endpoint = "plans/compose", protocol = Json)]
pub async fn get_compose(cuid: String) -> Result<ComposeText, ApiError> {
    let services = Services::get();
    services.plans.compose(&cuid).await.map_err(|failure| services.refuse(failure))
}

/// What containers have been promised, all but the one named.
#[server(prefix = "/ui/fn", endpoint = "plans/commitments", protocol = Json)]
pub async fn get_commitments(but: Option<String>) -> Result<Commitments, ApiError> {
    Ok(Services::get().plans.commitments(but.as_deref()))
}
