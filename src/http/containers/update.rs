use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::{
    api::Containers as _,
    types::{Container, UpdateRequest},
};
use axum::{extract::State, response::Response};

/// Change a container
///
/// What is absent stays; null removes an env variable, a limit, the command or the user. Where the
/// change needs it, the container is recreated: a running one runs again, a stopped one stays
/// stopped, and tags or a name alone never restart anything. A recreate that fails puts the old
/// container back and answers with the error.
#[utoipa::path(
    patch,
    path = "/containers/{cuid}",
    tag = "Containers",
    operation_id = "updateContainer",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = UpdateRequest, example = json!({
        "env": {"NEW_VAR": "value", "OLD_VAR": null},
        "tags": ["updated", "v2"],
        "resources": {"memory": "8192m"}
    })),
    responses((status = 200, description = "The container as it is now", body = Container)),
)]
pub(in crate::http) async fn update(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<UpdateRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&*state.domain.update(&cuid, request).await?))
}
