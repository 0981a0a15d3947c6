use super::create::DryRunQuery;
use crate::http::{
    AppState,
    body::JsonBody,
    error::Refusal,
    json::ok,
    query::{Cuid, Query},
    request_info::RequestInfo,
};
use app::{
    api::{Containers as _, Plans as _},
    types::{Container, Plan, UpdateRequest},
};
use axum::{Extension, extract::State, response::Response};
use std::sync::Arc;
use utoipa::ToSchema;

/// The container, or what would become of it.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, clippy::large_enum_variant, reason = "documents the answer")]
pub(in crate::http) enum Updated {
    Container(Container),
    Plan(Plan),
}

/// Change a container
///
/// What is absent stays; null removes an env variable, a limit, the command or the user. Where the
/// change needs it, the container is recreated: a running one runs again, a stopped one stays
/// stopped, and tags or a name alone never restart anything. A recreate that fails puts the old
/// container back and answers with the error.
///
/// With `dry_run=true` nothing is changed, and the answer says what would be: whether the container would
/// be recreated, and the Compose file that would be written.
#[utoipa::path(
    patch,
    path = "/containers/{cuid}",
    tag = "Containers",
    operation_id = "updateContainer",
    params(("cuid" = String, Path, description = "The container's id"), DryRunQuery),
    request_body(content = UpdateRequest, example = json!({
        "env": {"NEW_VAR": "value", "OLD_VAR": null},
        "tags": ["updated", "v2"],
        "resources": {"memory": "8192m"}
    })),
    responses((status = 200, description = "The container as it is now; with `dry_run=true` what would be done", body = inline(Updated))),
)]
pub(in crate::http) async fn update(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Cuid(cuid): Cuid,
    Query(query): Query<DryRunQuery>,
    JsonBody(request): JsonBody<UpdateRequest>,
) -> Result<Response, Refusal> {
    if query.dry_run {
        info.set_action("container.plan");
        return Ok(ok(&state.domain.plan_update(&cuid, request).await?));
    }
    Ok(ok(&*state.domain.update(&cuid, request).await?))
}
