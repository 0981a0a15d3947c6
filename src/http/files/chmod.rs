use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Files as _,
    types::{ChmodRequest, FileEntry},
};
use axum::{extract::State, response::Response};

/// Set permissions
///
/// Never through a link. `recursive` is `chmod -R`.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/chmod",
    tag = "Files",
    operation_id = "chmodFile",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = ChmodRequest, example = json!({ "path": "run.sh", "mode": "0755" })),
    responses((status = 200, description = "It, with these permissions", body = FileEntry)),
)]
pub(in crate::http) async fn chmod(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<ChmodRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.chmod(&cuid, request).await?))
}
