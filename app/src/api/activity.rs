use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
#[cfg(feature = "ssr")]
use crate::types::Failure;
use crate::types::{ActivityPage, ActivityQuery, ApiError};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What everybody did with this server.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Activity: Send + Sync {
    /// One page of the action log, newest first.
    async fn list(&self, query: &ActivityQuery) -> Result<ActivityPage, Failure>;
}

/// One page of the action log, newest first. New entries come by `/activity/follow`.
#[server(prefix = "/ui/fn", endpoint = "activity/list", protocol = Json)]
pub async fn list_activity(query: ActivityQuery) -> Result<ActivityPage, ApiError> {
    let services = Services::get();
    services.activity.list(&query).await.map_err(|failure| services.refuse(failure))
}

/// What containers are called that entries are about, by their ids; those that there still are.
#[server(prefix = "/ui/fn", endpoint = "activity/names", protocol = Json)]
pub async fn name_containers(cuids: Vec<String>) -> Result<BTreeMap<String, String>, ApiError> {
    let all = Services::get().containers.all();
    let asked = all.iter().filter(|container| cuids.contains(&container.cuid));
    Ok(asked.map(|container| (container.cuid.clone(), container.name.clone())).collect())
}
