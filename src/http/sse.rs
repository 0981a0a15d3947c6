use super::{AppState, auth::Session};
use axum::{
    http::{HeaderName, HeaderValue},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{Stream, StreamExt as _};
use std::{convert::Infallible, sync::Arc, time::Duration};

/// How often a comment keeps the connection alive through proxies.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Answers with server-sent events, until the server stops or the login ends.
pub(super) fn respond(
    state: &AppState,
    session: Arc<Session>,
    events: impl Stream<Item = Event> + Send + 'static,
) -> Response {
    let shutdown = state.shutdown.clone();
    let over = async move {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = session.ended() => {}
        }
    };
    let events = events.map(Ok::<_, Infallible>).take_until(Box::pin(over));
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // nginx would hold events back otherwise
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
