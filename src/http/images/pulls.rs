use crate::http::{AppState, error::Refusal, json::ok, request_info::RequestInfo};
use app::{
    api::Images as _,
    types::{Pull, PullList},
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use std::sync::Arc;

/// List pulls
///
/// Those under way and those that ended within the last ten minutes, newest first.
#[utoipa::path(
    get,
    path = "/pulls",
    tag = "Images",
    operation_id = "listPulls",
    responses((status = 200, description = "The pulls", body = PullList)),
)]
pub(in crate::http) async fn pulls(State(state): State<AppState>) -> Response {
    ok(&state.domain.pulls())
}

/// Cancel a pull
///
/// The engine gives it up and keeps nothing of it. One that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/pulls/{id}",
    tag = "Images",
    operation_id = "cancelPull",
    params(("id" = String, Path, description = "The pull's id")),
    responses((status = 200, description = "The pull, ended", body = Pull)),
)]
pub(in crate::http) async fn cancel(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let pull = state.domain.cancel_pull(&id).await?;
    info.set_image(&pull.image);
    Ok(ok(&*pull))
}
