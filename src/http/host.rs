use super::{AppState, json::ok};
use app::{api::Host as _, types::HostReport};
use axum::{extract::State, response::Response};

/// Read about the host
///
/// The machine, its engine, how much room is left where data lies, and what an operator should know.
/// Answers also while the engine does not.
#[utoipa::path(
    get,
    path = "/host",
    tag = "Server",
    operation_id = "getHost",
    responses((status = 200, description = "The host", body = HostReport)),
)]
pub(super) async fn host(State(state): State<AppState>) -> Response {
    ok(&state.domain.report().await)
}
