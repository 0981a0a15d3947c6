use crate::http::{AppState, error::Refusal, json::ok, query::Query};
use app::{
    api::Containers as _,
    types::{Container, ContainerPage, ListQuery},
};
use axum::{extract::State, response::Response};

/// List containers
///
/// Newest first, in pages. Filters combine: a container has to match all of them. A cursor stays
/// right while containers come and go, and belongs to the filters it was made with.
#[utoipa::path(
    get,
    path = "/containers",
    tag = "Containers",
    operation_id = "listContainers",
    params(ListQuery),
    responses((status = 200, description = "One page", body = ContainerPage<Container>)),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Refusal> {
    let page = state.domain.list(&query)?;
    Ok(ok(&ContainerPage {
        containers: page
            .containers
            .iter()
            .map(|container| &**container)
            .collect::<Vec<&Container>>(),
        next_cursor: page.next_cursor,
        total: page.total,
    }))
}
