use super::{AppState, error::Refusal, json::ok};
use app::types::Health;
use axum::{extract::State, response::Response};
use serde_json::json;

/// Whether containers can be managed
///
/// Answers 503 `engine_unavailable` where the engine or Compose does not answer.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "Server",
    operation_id = "getHealth",
    responses((status = 200, description = "Engine and Compose answer", body = Health)),
)]
pub(super) async fn healthz(State(state): State<AppState>) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.health()?))
}

/// Whether the server runs
///
/// For supervisors: needs no login and says nothing but that it runs.
#[utoipa::path(
    get,
    path = "/livez",
    tag = "Server",
    operation_id = "getLiveness",
    security(()),
    responses((status = 200, description = "It runs", body = Object, example = json!({"status": "ok"}))),
)]
pub(super) async fn livez() -> Response {
    ok(&json!({ "status": "ok" }))
}
