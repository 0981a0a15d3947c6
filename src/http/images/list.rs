use crate::http::{AppState, error::Refusal, json::ok};
use app::{api::Images as _, types::ImageList};
use axum::{extract::State, response::Response};

/// List images
///
/// Every image that the engine has, and which containers were made from it. An event `images` says
/// when that changes.
#[utoipa::path(
    get,
    path = "/images",
    tag = "Images",
    operation_id = "listImages",
    responses((status = 200, description = "All images", body = ImageList)),
)]
pub(in crate::http) async fn list(State(state): State<AppState>) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.list().await?))
}
