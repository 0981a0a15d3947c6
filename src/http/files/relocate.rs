use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Files as _,
    types::{FileEntry, MoveRequest},
};
use axum::{extract::State, response::Response};

/// Move or rename
///
/// Folders above the new place are made. Where something has the name, 409 `FILE_EXISTS`, unless
/// `overwrite` is true.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/move",
    tag = "Files",
    operation_id = "moveFile",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = MoveRequest, example = json!({ "from": "draft.txt", "to": "archive/final.txt" })),
    responses((status = 200, description = "It, in its new place", body = FileEntry)),
)]
pub(in crate::http) async fn relocate(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<MoveRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.move_(&cuid, request).await?))
}
