use crate::http::{
    AppState,
    error::Refusal,
    json::ok,
    query::{Cuid, Query},
};
use app::{
    api::Files as _,
    types::{FileList, FileQuery},
};
use axum::{extract::State, response::Response};

/// List a folder
///
/// Folders first, in pages. A link is shown as a link; a path may lead through one that stays in the
/// container's files.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/files",
    tag = "Files",
    operation_id = "listFiles",
    params(("cuid" = String, Path, description = "The container's id"), FileQuery),
    responses((status = 200, description = "One page", body = FileList)),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<FileQuery>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.list(&cuid, &query).await?))
}
