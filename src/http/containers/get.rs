use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{api::Containers as _, types::Container};
use axum::{extract::State, response::Response};

/// Read a container
#[utoipa::path(
    get,
    path = "/containers/{cuid}",
    tag = "Containers",
    operation_id = "getContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container", body = Container)),
)]
pub(in crate::http) async fn get(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&*state.domain.get(&cuid)?))
}
