use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{api::Stats as _, types::StatsHistory};
use axum::{extract::State, response::Response};

/// Read what a container has used lately
///
/// The last quarter of an hour in samples of two seconds, in columns. Of a container that has ended:
/// the last before its end.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/stats/history",
    tag = "Stats",
    operation_id = "getStatsHistory",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The samples", body = StatsHistory)),
)]
pub(in crate::http) async fn history(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.history(&cuid)?))
}
