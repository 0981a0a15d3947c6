#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use crate::http::{
    AppState,
    error::Refusal,
    json::ok,
    query::{Cuid, Query},
};
use app::{api::Containers as _, types::Deleted};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// The query of `DELETE /containers/{cuid}`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct DeleteQuery {
    /// Whether a container that is running or paused is ended first: `true` or `false`.
    #[param(required = false)]
    force: bool,
}

/// Delete a container
///
/// Removes the container, its definition and its files. One that is running or paused is 409
/// `conflict`, unless `force=true`.
#[utoipa::path(
    delete,
    path = "/containers/{cuid}",
    tag = "Containers",
    operation_id = "deleteContainer",
    params(("cuid" = String, Path, description = "The container's id"), DeleteQuery),
    responses((status = 200, description = "It is gone", body = Deleted)),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    Query(query): Query<DeleteQuery>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.delete(&cuid, query.force).await?))
}
