use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Files as _,
    types::{FileEntry, RestoreRequest},
};
use axum::{extract::State, response::Response};

/// Undo a delete
///
/// Brings back what was deleted with `undo=true`, within a quarter of an hour. Where something else
/// has the name by now, 409 `FILE_EXISTS`.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/restore",
    tag = "Files",
    operation_id = "restoreFile",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = RestoreRequest, example = json!({ "id": "019a0c0ffee07abc8def0123456789ab" })),
    responses((status = 200, description = "It, where it was", body = FileEntry)),
)]
pub(in crate::http) async fn restore(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<RestoreRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.restore(&cuid, request).await?))
}
