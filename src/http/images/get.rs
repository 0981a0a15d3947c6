use crate::http::{AppState, error::Refusal, json::ok};
use app::{api::Images as _, types::ImageDetails};
use axum::{
    extract::{Path, State},
    response::Response,
};

/// Read an image
#[utoipa::path(
    get,
    path = "/images/{*reference}",
    tag = "Images",
    operation_id = "getImage",
    params(("reference" = String, Path, description = "A name such as `python:3.12-slim`, slashes as they are, or the id")),
    responses((status = 200, description = "The image", body = ImageDetails)),
)]
pub(in crate::http) async fn get(
    State(state): State<AppState>,
    Path(reference): Path<String>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.get(&reference).await?))
}
