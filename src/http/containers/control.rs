use crate::http::{AppState, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Containers as _,
    types::{Action, Container},
};
use axum::{extract::State, response::Response};

/// Start a container
///
/// Applies a pending change of the definition. A container that runs already stays as it is; one
/// that is paused is 422. Where there would be nothing to run, 422 `BOOT_MISSING` says which file
/// to upload.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/start",
    tag = "Control",
    operation_id = "startContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container, running", body = Container)),
)]
pub(in crate::http) async fn start(
    state: State<AppState>,
    cuid: Cuid,
) -> Result<Response, Refusal> {
    control(state, cuid, Action::Start).await
}

/// Stop a container
///
/// TERM, then KILL after ten seconds. A container that is not running stays as it is.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/stop",
    tag = "Control",
    operation_id = "stopContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container, stopped", body = Container)),
)]
pub(in crate::http) async fn stop(state: State<AppState>, cuid: Cuid) -> Result<Response, Refusal> {
    control(state, cuid, Action::Stop).await
}

/// Restart a container
#[utoipa::path(
    post,
    path = "/containers/{cuid}/restart",
    tag = "Control",
    operation_id = "restartContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container, running", body = Container)),
)]
pub(in crate::http) async fn restart(
    state: State<AppState>,
    cuid: Cuid,
) -> Result<Response, Refusal> {
    control(state, cuid, Action::Restart).await
}

/// Pause a container
///
/// Freezes its processes. One that is paused already stays as it is; one that is not running is 422.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/pause",
    tag = "Control",
    operation_id = "pauseContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container, paused", body = Container)),
)]
pub(in crate::http) async fn pause(
    state: State<AppState>,
    cuid: Cuid,
) -> Result<Response, Refusal> {
    control(state, cuid, Action::Pause).await
}

/// Unpause a container
///
/// Lets its processes go on. One that runs already stays as it is.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/unpause",
    tag = "Control",
    operation_id = "unpauseContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The container, running", body = Container)),
)]
pub(in crate::http) async fn unpause(
    state: State<AppState>,
    cuid: Cuid,
) -> Result<Response, Refusal> {
    control(state, cuid, Action::Unpause).await
}

/// Bodies are not read: what some clients send along means nothing here.
async fn control(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    action: Action,
) -> Result<Response, Refusal> {
    Ok(ok(&*state.domain.control(&cuid, action).await?))
}
