#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{
    Action, ApiError, Container, ContainerOverview, CreateRequest, Deleted, ListQuery, Stopped,
    UpdateRequest,
};
#[cfg(feature = "ssr")]
use crate::types::{ContainerDetail, ContainerPage, Failure, PortsRequest, Status};
use leptos::{prelude::*, server_fn::codec::Json};
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// Everything that can be done with containers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Containers: Send + Sync {
    /// One page of those that match, newest first. Answers from memory.
    fn list(&self, query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure>;

    /// One container. Answers from memory.
    fn get(&self, cuid: &str) -> Result<Arc<Container>, Failure>;

    /// One container, and why it stopped. Answers from memory.
    fn detail(&self, cuid: &str) -> Result<ContainerDetail<Arc<Container>>, Failure>;

    /// Makes a container: when this returns, the engine has accepted it and it can be started.
    /// The same `idempotency_key` gives the same container.
    async fn create(
        &self,
        request: CreateRequest,
        idempotency_key: Option<String>,
    ) -> Result<Created, Failure>;

    /// Changes a container; recreates it where the change needs that, and puts the old one back
    /// where that fails.
    async fn update(&self, cuid: &str, request: UpdateRequest) -> Result<Arc<Container>, Failure>;

    /// Replaces the published ports.
    async fn update_ports(
        &self,
        cuid: &str,
        request: PortsRequest,
    ) -> Result<Arc<Container>, Failure>;

    /// Starts, stops, restarts, pauses or unpauses.
    async fn control(&self, cuid: &str, action: Action) -> Result<Arc<Container>, Failure>;

    /// Removes container, definition and files. Running ones only with `force`.
    async fn delete(&self, cuid: &str, force: bool) -> Result<Deleted, Failure>;
}

/// What a create made, or had made before under the same key.
#[cfg(feature = "ssr")]
pub struct Created {
    /// The container.
    pub container: Arc<Container>,
    /// Whether an earlier request with the same `Idempotency-Key` made it.
    pub replayed: bool,
}

/// One page of the containers that match, and how many there are in each status, whatever status the
/// query asks for.
#[server(prefix = "/ui/fn", endpoint = "containers/list", input = Json)]
pub async fn list_containers(query: ListQuery) -> Result<ContainerOverview, ApiError> {
    let services = Services::get();
    overview(&*services.containers, query).map_err(|failure| services.refuse(failure))
}

#[cfg(feature = "ssr")]
fn overview(containers: &dyn Containers, query: ListQuery) -> Result<ContainerOverview, Failure> {
    let page = containers.list(&query)?;
    let page = ContainerPage {
        containers: page.containers.iter().map(|container| (**container).clone()).collect(),
        next_cursor: page.next_cursor,
        total: page.total,
    };
    let mut query = ListQuery { cursor: None, limit: Some("1".to_owned()), ..query };
    let counts = Status::ALL.into_iter().map(|status| {
        query.status = Some(status.as_str().to_owned());
        Ok((status, containers.list(&query)?.total))
    });
    Ok(ContainerOverview { page, counts: counts.collect::<Result<_, Failure>>()? })
}

/// One container.
#[server(prefix = "/ui/fn", endpoint = "containers/get", input = Json)]
pub async fn get_container(cuid: String) -> Result<Container, ApiError> {
    let services = Services::get();
    services
        .containers
        .get(&cuid)
        .map(|container| (*container).clone())
        .map_err(|failure| services.refuse(failure))
}

/// How and why a container's last run ended; none where there is nothing to tell.
#[server(prefix = "/ui/fn", endpoint = "containers/stopped", input = Json)]
pub async fn get_stopped(cuid: String) -> Result<Option<Stopped>, ApiError> {
    let services = Services::get();
    services
        .containers
        .detail(&cuid)
        .map(|detail| detail.stopped)
        .map_err(|failure| services.refuse(failure))
}

/// Makes a container.
#[server(prefix = "/ui/fn", endpoint = "containers/create", input = Json)]
pub async fn create_container(request: CreateRequest) -> Result<Container, ApiError> {
    let services = Services::get();
    services
        .containers
        .create(request, None)
        .await
        .map(|created| (*created.container).clone())
        .map_err(|failure| services.refuse(failure))
}

/// Changes a container.
#[server(prefix = "/ui/fn", endpoint = "containers/update", input = Json)]
pub async fn update_container(cuid: String, request: UpdateRequest) -> Result<Container, ApiError> {
    let services = Services::get();
    services
        .containers
        .update(&cuid, request)
        .await
        .map(|container| (*container).clone())
        .map_err(|failure| services.refuse(failure))
}

/// Starts, stops, restarts, pauses or unpauses a container.
#[server(prefix = "/ui/fn", endpoint = "containers/control", input = Json)]
pub async fn control_container(cuid: String, action: Action) -> Result<Container, ApiError> {
    let services = Services::get();
    services
        .containers
        .control(&cuid, action)
        .await
        .map(|container| (*container).clone())
        .map_err(|failure| services.refuse(failure))
}

/// Removes container, definition and files.
#[server(prefix = "/ui/fn", endpoint = "containers/delete", input = Json)]
pub async fn delete_container(cuid: String, force: bool) -> Result<Deleted, ApiError> {
    let services = Services::get();
    services.containers.delete(&cuid, force).await.map_err(|failure| services.refuse(failure))
}
