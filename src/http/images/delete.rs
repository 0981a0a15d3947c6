#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use crate::http::{AppState, error::Refusal, json::ok, query::Query, request_info::RequestInfo};
use app::{api::Images as _, types::ImagesRemoved};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// The query of `DELETE /images/{reference}`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct DeleteQuery {
    /// Whether also where containers that don't run were made from it: `true` or `false`. They go on
    /// to exist, and pull the image again where they have to be made anew.
    #[param(required = false)]
    force: bool,
}

/// Remove an image
///
/// Removes the name; the image itself goes with its last one. One that containers were made from is
/// 409 `IMAGE_IN_USE`, and `details.containers` names them.
#[utoipa::path(
    delete,
    path = "/images/{*reference}",
    tag = "Images",
    operation_id = "deleteImage",
    params(("reference" = String, Path, description = "A name such as `python:3.12-slim`, slashes as they are, or the id"), DeleteQuery),
    responses((status = 200, description = "What is gone", body = ImagesRemoved)),
)]
pub(in crate::http) async fn delete(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Path(reference): Path<String>,
    Query(query): Query<DeleteQuery>,
) -> Result<Response, Refusal> {
    info.set_image(&reference);
    Ok(ok(&state.domain.remove(&reference, query.force).await?))
}
