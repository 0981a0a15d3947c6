//! `/containers/{cuid}/sessions`: the programs that people and programs run in a container.

use super::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Sessions as _,
    types::{SessionInfo, SessionList},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

/// List the sessions of a container
///
/// Terminals, commands and programs that are being run by `POST …/exec`, oldest first; kept ones
/// also for a while after they have ended. The event `session` tells of their changes.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/sessions",
    tag = "Terminal",
    operation_id = "listSessions",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The sessions", body = SessionList)),
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.list(&cuid)?))
}

/// End a session
///
/// With all that it has started; answered once nothing of it is left. Those connected to it are told
/// by `exit`, and nobody can come back to it.
#[utoipa::path(
    delete,
    path = "/containers/{cuid}/sessions/{id}",
    tag = "Terminal",
    operation_id = "endSession",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        ("id" = String, Path, description = "The session's id"),
    ),
    responses((status = 200, description = "The session, ended", body = SessionInfo)),
)]
pub(super) async fn end(
    State(state): State<AppState>,
    Path((cuid, id)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.end(&cuid, &id).await?))
}
