#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use crate::http::{
    AppState,
    error::Refusal,
    json::ok,
    query::{Cuid, Query},
};
use app::{api::Files as _, types::Removed};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// The query of `DELETE /containers/{cuid}/files`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct DeleteQuery {
    /// What is deleted.
    #[param(required = true)]
    path: String,
    /// Whether it is kept for a quarter of an hour, to be restored: `true` or `false`.
    #[param(required = false)]
    undo: bool,
}

/// Delete a file or folder
///
/// A folder with all that is in it; of a link, the link.
#[utoipa::path(
    delete,
    path = "/containers/{cuid}/files",
    tag = "Files",
    operation_id = "deleteFile",
    params(("cuid" = String, Path, description = "The container's id"), DeleteQuery),
    responses((status = 200, description = "It is gone", body = Removed)),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<DeleteQuery>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.delete(&cuid, &query.path, query.undo).await?))
}
