use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{api::Containers as _, types::StatusReport};
use axum::{extract::State, response::Response};

/// Read a container's status
///
/// The little that a poller wants. Answered from memory, which follows the engine's events; to be
/// told instead of asking, listen to `/events`.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/status",
    tag = "Containers",
    operation_id = "getContainerStatus",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "What the container is doing", body = StatusReport)),
)]
pub(in crate::http) async fn status(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&StatusReport::from(&*state.domain.get(&cuid)?)))
}
