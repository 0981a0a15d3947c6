use crate::http::{AppState, error::Refusal, json::ok, query::Query};
use app::{
    api::Activity as _,
    types::{ActivityPage, ActivityQuery},
};
use axum::{extract::State, response::Response};

/// Read the action log
///
/// Every request, terminal and other longer connection, newest first by their ends, in pages; log
/// files that were set aside are read too. Filters combine: an entry has to match all of them.
#[utoipa::path(
    get,
    path = "/activity",
    tag = "Activity",
    operation_id = "listActivity",
    params(ActivityQuery),
    responses((status = 200, description = "One page", body = ActivityPage)),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ActivityQuery>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.log.activity().list(&query).await?))
}
