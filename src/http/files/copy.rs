use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Files as _,
    types::{CopyRequest, FileEntry},
};
use axum::{extract::State, response::Response};

/// Copy
///
/// A folder with all that is in it: modes and times are kept, links stay links, and what is no file,
/// folder or link is left out. The copy appears as a whole or not at all.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/copy",
    tag = "Files",
    operation_id = "copyFile",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = CopyRequest, example = json!({ "from": "config", "to": "config.bak" })),
    responses((status = 200, description = "The copy", body = FileEntry)),
)]
pub(in crate::http) async fn copy(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<CopyRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.copy(&cuid, request).await?))
}
