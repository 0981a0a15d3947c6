//! `GET /events`: what happens, as it happens, by server-sent events.

#![expect(unused_qualifications, reason = "made by the macro that documents the query")]

use super::{AppState, auth::Session, error::Refusal, query::Query, sse};
use crate::domain::{Subscription, time};
use app::types::{Event, EventKind, Failure};
use axum::{
    Extension,
    extract::State,
    http::HeaderMap,
    response::{Response, sse::Event as Frame},
};
use futures_util::{Stream, StreamExt as _, stream};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};
use utoipa::IntoParams;

/// The query of `GET /events`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EventsQuery {
    /// Only these containers' events, by ids separated by commas, and those that are about the whole server.
    cuid: Option<String>,
    /// Only these kinds, separated by commas: `container`, `removed`, `progress`, `session`,
    /// `stopped`, `files`, `pull`, `images`, `engine`. `gap` is always sent.
    kind: Option<String>,
    /// The same as the `Last-Event-ID` header, which wins: the id of the last event you have seen.
    last_event_id: Option<String>,
}

/// Follow what happens
///
/// Server-sent events: `event` is the event's kind, `data` the event in JSON, `id` its id. The first
/// one is always `hello`, which names the server's version and build. Whoever comes back with
/// `Last-Event-ID` is told what they missed, or by a `gap` that they have to read everything again.
/// The stream ends when the server stops or the login behind it does.
#[utoipa::path(
    get,
    path = "/events",
    tag = "Events",
    operation_id = "followEvents",
    params(EventsQuery, ("Last-Event-ID" = Option<u64>, Header, description = "The id of the last event you have seen")),
    responses((status = 200, description = "The stream; each `data` is one event", body = Event, content_type = "text/event-stream")),
)]
pub(super) async fn events(
    State(state): State<AppState>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    Query(query): Query<EventsQuery>,
) -> Result<Response, Refusal> {
    let after = last_event_id(&headers, &query)?;
    let filter = Filter::new(query)?;
    let subscription = state.domain.events().subscribe(after);
    let hello = hello(&state, &subscription);
    let stream = stream::once(async { hello }).chain(follow(subscription, filter));
    Ok(sse::respond(&state, session, stream))
}

fn last_event_id(headers: &HeaderMap, query: &EventsQuery) -> Result<Option<u64>, Failure> {
    let header = headers.get("last-event-id").map(|id| String::from_utf8_lossy(id.as_bytes()));
    let Some(id) = header.as_deref().or(query.last_event_id.as_deref()).filter(|id| !id.is_empty())
    else {
        return Ok(None);
    };
    id.parse().map(Some).map_err(|_| {
        Failure::field(
            "last_event_id",
            "INVALID_VALUE",
            "`last_event_id` is the id of an event, a number",
            id,
        )
    })
}

fn hello(state: &AppState, subscription: &Subscription) -> Frame {
    let event = Frame::default().event("hello").data(
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "build": state.build,
            "last_id": subscription.last_id,
        })
        .to_string(),
    );
    // with an id, somebody who loses the connection now comes back to this point; but not before
    // they were sent what they missed
    if subscription.missed.is_empty() { event.id(subscription.last_id.to_string()) } else { event }
}

fn follow(subscription: Subscription, filter: Filter) -> impl Stream<Item = Frame> {
    let mut last_id = subscription.last_id;
    let live = BroadcastStream::new(subscription.live).map(move |event| match event {
        Ok(event) => {
            last_id = event.id;
            event
        }
        Err(BroadcastStreamRecvError::Lagged(_)) => {
            Arc::new(Event { id: last_id, at: time::now(), kind: EventKind::Gap })
        }
    });
    stream::iter(subscription.missed)
        .chain(live)
        .filter(move |event| std::future::ready(filter.wants(event)))
        .filter_map(|event| std::future::ready(frame(&event)))
}

fn frame(event: &Event) -> Option<Frame> {
    match Frame::default().id(event.id.to_string()).event(event.kind.name()).json_data(event) {
        Ok(frame) => Some(frame),
        Err(error) => {
            tracing::error!(%error, "can't write an event as JSON");
            None
        }
    }
}

/// Which events somebody wants.
#[derive(Debug, Default)]
struct Filter {
    cuids: Option<Vec<String>>,
    kinds: Option<Vec<String>>,
}

/// The kinds that can be asked for.
const KINDS: [&str; 10] = [
    "container",
    "removed",
    "progress",
    "session",
    "stopped",
    "files",
    "pull",
    "images",
    "engine",
    "gap",
];

impl Filter {
    fn new(query: EventsQuery) -> Result<Self, Failure> {
        let words = |text: Option<String>| -> Option<Vec<String>> {
            let text = text.filter(|text| !text.is_empty())?;
            Some(text.split(',').map(|word| word.trim().to_owned()).collect())
        };
        let kinds = words(query.kind);
        if let Some(unknown) = kinds.iter().flatten().find(|kind| !KINDS.contains(&kind.as_str())) {
            let words = format!("`{unknown}` is no kind of event; there are {}", KINDS.join(", "));
            return Err(Failure::field("kind", "INVALID_VALUE", words, unknown.as_str()));
        }
        Ok(Self { cuids: words(query.cuid), kinds })
    }

    fn wants(&self, event: &Event) -> bool {
        if matches!(event.kind, EventKind::Gap) {
            return true;
        }
        let about = match (&self.cuids, event.kind.cuid()) {
            (Some(wanted), Some(cuid)) => wanted.iter().any(|wanted| wanted == cuid),
            _ => true,
        };
        about
            && self
                .kinds
                .as_ref()
                .is_none_or(|kinds| kinds.iter().any(|kind| kind == event.kind.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::{EventsQuery, Filter, last_event_id};
    use app::types::{Event, EventKind};
    use axum::http::{HeaderMap, HeaderValue};

    fn event(kind: EventKind) -> Event {
        Event { id: 1, at: String::new(), kind }
    }

    #[test]
    fn filters_keep_what_concerns_everybody() {
        let query = EventsQuery { cuid: Some("c1, c3".to_owned()), ..EventsQuery::default() };
        let filter = Filter::new(query).unwrap();
        assert!(filter.wants(&event(EventKind::Removed { cuid: "c1".to_owned() })));
        assert!(filter.wants(&event(EventKind::Removed { cuid: "c3".to_owned() })));
        assert!(!filter.wants(&event(EventKind::Removed { cuid: "c2".to_owned() })));
        assert!(filter.wants(&event(EventKind::Engine { available: false })));

        let query =
            EventsQuery { kind: Some("engine, progress".to_owned()), ..EventsQuery::default() };
        let filter = Filter::new(query).unwrap();
        assert!(!filter.wants(&event(EventKind::Removed { cuid: "c1".to_owned() })));
        assert!(filter.wants(&event(EventKind::Engine { available: false })));
        assert!(filter.wants(&event(EventKind::Gap)));
    }

    #[test]
    fn a_kind_or_id_that_is_none_is_refused() {
        let query =
            EventsQuery { kind: Some("engine,flying".to_owned()), ..EventsQuery::default() };
        assert_eq!(Filter::new(query).unwrap_err().details["provided"], "flying");
        let query = EventsQuery { last_event_id: Some("x".to_owned()), ..EventsQuery::default() };
        assert_eq!(last_event_id(&HeaderMap::new(), &query).unwrap_err().code, "INVALID_VALUE");
    }

    #[test]
    fn the_header_wins_over_the_query() {
        let query = EventsQuery { last_event_id: Some("3".to_owned()), ..EventsQuery::default() };
        assert_eq!(last_event_id(&HeaderMap::new(), &query), Ok(Some(3)));
        let headers: HeaderMap =
            [("last-event-id".parse().unwrap(), HeaderValue::from_static("7"))]
                .into_iter()
                .collect();
        assert_eq!(last_event_id(&headers, &query), Ok(Some(7)));
    }
}
