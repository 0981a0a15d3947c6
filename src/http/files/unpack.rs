use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Files as _,
    types::{UnpackRequest, Upload},
};
use axum::{extract::State, response::Response};

/// Unpack an archive that lies in the container's files
///
/// As an upload of the same archive would be: wholly or not at all. The archive stays where it is.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/unpack",
    tag = "Files",
    operation_id = "unpackFile",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body = UnpackRequest,
    responses((status = 200, description = "What was unpacked", body = Upload)),
)]
pub(in crate::http) async fn unpack(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<UnpackRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.unpack(&cuid, request).await?))
}
