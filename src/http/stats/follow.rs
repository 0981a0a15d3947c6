#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use crate::http::{AppState, auth::Session, error::Refusal, query::Query, sse};
use app::types::StatsTick;
use axum::{
    Extension,
    extract::State,
    response::{Response, sse::Event},
};
use futures_util::{Stream, StreamExt as _, stream};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::watch;
use utoipa::IntoParams;

/// The query of `GET /stats`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct StatsQuery {
    /// Only these containers, separated by commas.
    cuid: Option<String>,
}

/// Follow what all running containers use
///
/// Server-sent events, each named `stats` with all of them in its `data`: one at once, then one every
/// two seconds. A client that is slow misses some and gets the next.
#[utoipa::path(
    get,
    path = "/stats",
    tag = "Stats",
    operation_id = "followStats",
    params(StatsQuery),
    responses((status = 200, description = "The stream; each `data` is one message", body = StatsTick, content_type = "text/event-stream")),
)]
pub(in crate::http) async fn follow(
    State(state): State<AppState>,
    Extension(session): Extension<Arc<Session>>,
    Query(query): Query<StatsQuery>,
) -> Result<Response, Refusal> {
    let wanted: Option<Vec<String>> = query
        .cuid
        .filter(|cuids| !cuids.is_empty())
        .map(|cuids| cuids.split(',').map(|cuid| cuid.trim().to_owned()).collect());
    let (now, rounds) = state.domain.follow_stats();
    let events = stream::once(async { Arc::new(now) })
        .chain(changes(rounds))
        .filter_map(move |tick| std::future::ready(frame(&tick, wanted.as_deref())));
    Ok(sse::respond(&state, session, events))
}

fn changes(rounds: watch::Receiver<Arc<StatsTick>>) -> impl Stream<Item = Arc<StatsTick>> {
    stream::unfold(rounds, async |mut rounds| {
        rounds.changed().await.ok()?;
        let tick = Arc::clone(&rounds.borrow_and_update());
        Some((tick, rounds))
    })
}

fn frame(tick: &StatsTick, wanted: Option<&[String]>) -> Option<Event> {
    let event = Event::default().event("stats");
    let event = match wanted {
        None => event.json_data(tick),
        Some(wanted) => event.json_data(StatsTick {
            at: tick.at.clone(),
            containers: tick
                .containers
                .iter()
                .filter(|sample| wanted.contains(&sample.cuid))
                .cloned()
                .collect(),
        }),
    };
    event.inspect_err(|error| tracing::error!(%error, "can't write stats as JSON")).ok()
}
