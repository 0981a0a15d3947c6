use crate::http::{AppState, body::JsonBody, error::Refusal, json::json, query::Cuid};
use app::{
    api::Files as _,
    types::{FileEntry, MkdirRequest},
};
use axum::{extract::State, http::StatusCode, response::Response};

/// Make a folder
///
/// Those above it are made too. Where something else has the name, 409 `FILE_EXISTS`.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/files/mkdir",
    tag = "Files",
    operation_id = "makeFolder",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = MkdirRequest, example = json!({ "path": "data/reports" })),
    responses(
        (status = 201, description = "The folder, made", body = FileEntry),
        (status = 200, description = "The folder, which was there already", body = FileEntry),
    ),
)]
pub(in crate::http) async fn mkdir(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<MkdirRequest>,
) -> Result<Response, Refusal> {
    let saved = state.domain.mkdir(&cuid, request).await?;
    let status = if saved.created { StatusCode::CREATED } else { StatusCode::OK };
    Ok(json(status, &saved.entry))
}
