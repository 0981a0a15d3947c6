use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{api::Stats as _, types::ContainerStats};
use axum::{extract::State, response::Response};

/// Read what a container uses
///
/// The last sample, at most two seconds old, from memory; of a container that has just begun to run,
/// the first one is waited for. One that does not run is 422. To be told instead of asking, listen to
/// `/stats`.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/stats",
    tag = "Stats",
    operation_id = "getStats",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "What it uses", body = ContainerStats)),
)]
pub(in crate::http) async fn latest(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.latest(&cuid).await?))
}
