use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{api::Containers as _, types::ContainerDetail};
use axum::{extract::State, response::Response};

/// Read a container
///
/// Of one that has stopped, `stopped` says how and why, and what it wrote last.
#[utoipa::path(
    get,
    path = "/containers/{cuid}",
    tag = "Containers",
    operation_id = "getContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container", body = ContainerDetail)),
)]
pub(in crate::http) async fn get(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.detail(&cuid)?))
}
