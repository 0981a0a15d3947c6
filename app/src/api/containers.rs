use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{
    Action, ApiError, Container, ContainerName, CreateRequest, Deleted, FleetPage, FleetQuery,
    Operation, Stopped, UpdateRequest,
};
#[cfg(feature = "ssr")]
use crate::{
    fleet::{Filter, Usage, sort_key, sorted},
    types::{
        ContainerDetail, ContainerPage, ErrorKind, Failure, FleetSort, ListQuery, PortsRequest,
        SortOrder, StatsSample, Status,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How many containers the dashboard is given at once.
#[cfg(feature = "ssr")]
const MOST_ON_A_PAGE: usize = 500;

/// Everything that can be done with containers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Containers: Send + Sync {
    /// One page of those that match, newest first. Answers from memory.
    fn list(&self, query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure>;

    /// Every container, newest first. Answers from memory.
    fn all(&self) -> Vec<Arc<Container>>;

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

/// One page of the containers that match what was typed into the filter box, in the order that was
/// chosen.
#[server(prefix = "/ui/fn", endpoint = "containers/list", protocol = Json)]
pub async fn list_containers(query: FleetQuery) -> Result<FleetPage, ApiError> {
    let services = Services::get();
    let by_use = matches!(query.sort, FleetSort::Cpu | FleetSort::Memory);
    let stats = if query.with_stats || by_use { services.stats.current() } else { Vec::new() };
    Ok(page(services.containers.all(), &query, stats))
}

#[cfg(feature = "ssr")]
fn page(all: Vec<Arc<Container>>, query: &FleetQuery, mut stats: Vec<StatsSample>) -> FleetPage {
    let Ok(filter) = query.filter.parse::<Filter>();
    let mut counts = Status::ALL.map(|status| (status, 0));
    for container in all.iter().filter(|container| filter.matches_but_status(container)) {
        counts[container.status as usize].1 += 1;
    }
    let matching = all.into_iter().filter(|container| filter.matches(container)).collect();
    let usage: BTreeMap<&str, Usage> =
        stats.iter().map(|sample| (&*sample.cuid, Usage::of(sample))).collect();
    let key = |container: &Arc<Container>| {
        sort_key(query.sort, container, usage.get(&*container.cuid).copied())
    };
    let matching = sorted(matching, key, query.order);
    let begins = |after: &String| {
        let at = matching.iter().position(|container| container.cuid == *after);
        // one that has gone meanwhile: ids grow with time, so its place among the newest is known
        let newest_first = query.sort == FleetSort::Age && query.order == SortOrder::Asc;
        let older = |container: &Arc<Container>| newest_first && container.cuid < *after;
        at.map(|at| at + 1).or_else(|| matching.iter().position(older)).unwrap_or_default()
    };
    let from = query.after.as_ref().map_or(0, begins);
    let limit = query.limit.clamp(1, MOST_ON_A_PAGE);
    let shown = |container: &Arc<Container>| Container {
        env: BTreeMap::new(),
        command: None,
        ..(**container).clone()
    };
    let containers: Vec<_> = matching.iter().skip(from).take(limit).map(shown).collect();
    let there: BTreeSet<&str> = containers.iter().map(|container| &*container.cuid).collect();
    stats.retain(|sample| query.with_stats && there.contains(&*sample.cuid));
    FleetPage {
        stats,
        containers,
        more: matching.len() > from + limit,
        total: matching.len(),
        counts: counts.to_vec(),
    }
}

/// The operations that are under way: on which containers, by id and name.
#[server(prefix = "/ui/fn", endpoint = "containers/operations", protocol = Json)]
pub async fn list_operations() -> Result<Vec<(String, String, Operation)>, ApiError> {
    let all = Services::get().containers.all();
    let of = |container: &Arc<Container>| {
        Some((container.cuid.clone(), container.name.clone(), container.operation.clone()?))
    };
    Ok(all.iter().filter_map(of).collect())
}

/// Every container by what it is called, newest first, to be found by a few letters.
#[server(prefix = "/ui/fn", endpoint = "containers/names", protocol = Json)]
pub async fn list_names() -> Result<Vec<ContainerName>, ApiError> {
    let all = Services::get().containers.all();
    let of = |container: &Arc<Container>| ContainerName {
        cuid: container.cuid.clone(),
        name: container.name.clone(),
        image: container.image.clone(),
        status: container.status,
    };
    Ok(all.iter().map(of).collect())
}

/// One container.
#[server(prefix = "/ui/fn", endpoint = "containers/get", protocol = Json)]
pub async fn get_container(cuid: String) -> Result<Container, ApiError> {
    let services = Services::get();
    services
        .containers
        .get(&cuid)
        .map(|container| (*container).clone())
        .map_err(|failure| services.refuse(failure))
}

/// How and why a container's last run ended; none where there is nothing to tell, as of one that was
/// deleted as soon as it had stopped.
#[server(prefix = "/ui/fn", endpoint = "containers/stopped", protocol = Json)]
pub async fn get_stopped(cuid: String) -> Result<Option<Stopped>, ApiError> {
    let services = Services::get();
    match services.containers.detail(&cuid) {
        Ok(detail) => Ok(detail.stopped),
        Err(failure) if failure.kind == ErrorKind::NotFound => Ok(None),
        Err(failure) => Err(services.refuse(failure)),
    }
}

/// Makes a container.
#[server(prefix = "/ui/fn", endpoint = "containers/create", protocol = Json)]
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
#[server(prefix = "/ui/fn", endpoint = "containers/update", protocol = Json)]
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
#[server(prefix = "/ui/fn", endpoint = "containers/control", protocol = Json)]
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
#[server(prefix = "/ui/fn", endpoint = "containers/delete", protocol = Json)]
pub async fn delete_container(cuid: String, force: bool) -> Result<Deleted, ApiError> {
    let services = Services::get();
    services.containers.delete(&cuid, force).await.map_err(|failure| services.refuse(failure))
}
