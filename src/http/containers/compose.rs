use crate::http::{AppState, error::Refusal, query::Cuid};
use app::api::Plans as _;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

/// Read a container's Compose file
///
/// The file as it lies on disk: what `docker compose` gets to read. It holds the values of all
/// variables.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/compose",
    tag = "Containers",
    operation_id = "getContainerCompose",
    params(("cuid" = String, Path, description = "The container's id")),
    responses((status = 200, description = "The file", body = String, content_type = "text/yaml")),
)]
pub(in crate::http) async fn compose(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
) -> Result<Response, Refusal> {
    let file = state.domain.compose(&cuid).await?;
    let kind = HeaderValue::from_static("text/yaml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], file.text).into_response())
}
