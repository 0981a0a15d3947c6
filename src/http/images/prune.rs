use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok};
use app::{
    api::Images as _,
    types::{PruneRequest, Pruned},
};
use axum::{extract::State, response::Response};

/// Remove images that nothing uses
///
/// Those that no container was made from and that have lost their names, or `all` that no container
/// was made from. `dry_run` only says which these are and how much that would free at most.
#[utoipa::path(
    post,
    path = "/images/prune",
    tag = "Images",
    operation_id = "pruneImages",
    request_body = PruneRequest,
    responses((status = 200, description = "What was removed, or would be", body = Pruned)),
)]
pub(in crate::http) async fn prune(
    State(state): State<AppState>,
    JsonBody(request): JsonBody<PruneRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.prune(request).await?))
}
