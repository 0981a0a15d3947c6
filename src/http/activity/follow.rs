use crate::{
    action_log::Filter,
    http::{AppState, auth::Session, error::Refusal, query::Query, sse},
};
use app::types::{ActionEntry, ActivityQuery};
use axum::{
    Extension,
    extract::State,
    response::{Response, sse::Event},
};
use futures_util::StreamExt as _;
use std::sync::Arc;
use tokio_stream::wrappers::BroadcastStream;

/// Follow the action log
///
/// Server-sent events: each entry from now on, once it is written, is an event `action`. Whoever is
/// too slow, and missed some, gets an event `gap` and has to read the log again. `limit` and `cursor`
/// mean nothing here.
#[utoipa::path(
    get,
    path = "/activity/follow",
    tag = "Activity",
    operation_id = "followActivity",
    params(ActivityQuery),
    responses((status = 200, description = "The stream; each `data` is one entry", body = ActionEntry, content_type = "text/event-stream")),
)]
pub(in crate::http) async fn follow(
    State(state): State<AppState>,
    Extension(session): Extension<Arc<Session>>,
    Query(query): Query<ActivityQuery>,
) -> Result<Response, Refusal> {
    let filter = Filter::read(&query)?;
    let entries = BroadcastStream::new(state.log.activity().follow()).filter_map(move |entry| {
        let event = match entry {
            Ok(entry) if filter.matches(&entry) => frame(&entry),
            Ok(_) => None,
            Err(_) => Some(Event::default().event("gap").data("{}")),
        };
        std::future::ready(event)
    });
    Ok(sse::respond(&state, session, entries))
}

fn frame(entry: &ActionEntry) -> Option<Event> {
    Event::default()
        .event("action")
        .json_data(entry)
        .inspect_err(|error| tracing::error!(%error, "can't write an entry as JSON"))
        .ok()
}
