//! The outermost layer: gives each request its id, each answer its headers and each error its body,
//! and writes the action log.

use super::{AppState, action, client::Client, error, headers, request_info::RequestInfo};
use crate::action_log::Entry;
use app::types::ApiError;
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt as _;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn edge(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let client = Client::of(&parts, &state.trusted_proxies);
    let info = Arc::new(RequestInfo::new(&parts.headers, client));
    let id = HeaderValue::from_str(info.id()).ok();
    if let Some(id) = id.clone() {
        // for server functions, which see the request but not its extensions
        parts.headers.insert(REQUEST_ID, id);
    }
    parts.extensions.insert(Arc::clone(&info));
    let route = parts.extensions.get::<MatchedPath>().cloned();
    let method = parts.method.clone();
    let path = parts.uri.path().to_owned();

    let response = next.run(Request::from_parts(parts, body)).await;

    let (mut response, error) = error::render(error::adopt(response).await, &info);
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    headers::secure(&path, response.headers_mut());
    if !action::is_logged(&path) {
        return response;
    }
    let record =
        Record { state, info, method, path, route, status: response.status().as_u16(), error };
    if let Some(over) = record.info.over() {
        record.state.connections.clone().spawn(record.log_when(over));
        return response;
    }
    if is_stream(&response) { log_at_end(response, record) } else { response }
}

fn is_stream(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| {
        ["text/event-stream", "application/x-ndjson"]
            .iter()
            .any(|stream| kind.as_bytes().starts_with(stream.as_bytes()))
    })
}

/// Keeps the record as long as the body is sent.
fn log_at_end(response: Response, record: Record) -> Response {
    response.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |chunk| {
            let _sent_for = &record;
            chunk
        }))
    })
}

/// A request that is under way or whose answer is still being sent. Where it ends, it is logged.
struct Record {
    state: AppState,
    info: Arc<RequestInfo>,
    method: Method,
    path: String,
    route: Option<MatchedPath>,
    status: u16,
    error: Option<Box<ApiError>>,
}

impl Record {
    /// Keeps the record until the connection is over.
    async fn log_when(mut self, over: CancellationToken) {
        over.cancelled().await;
        let failure = self.info.failure();
        self.error = failure.map(|failure| Box::new(error::describe(failure, self.info.id())));
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let info = &self.info;
        let route = self.route.as_ref().map(MatchedPath::as_str);
        let action = info
            .action()
            .map_or_else(|| action::of(&self.method, route, &self.path), str::to_owned);
        self.state.log.record(Entry {
            at: info.at,
            request_id: info.shared_id(),
            user: info.user(),
            remote: info.client.remote,
            method: self.method.clone(),
            cuid: info.cuid().or_else(|| action::cuid(route, &self.path)),
            image: info.image(),
            path: std::mem::take(&mut self.path),
            action,
            status: self.status,
            duration: info.started.elapsed(),
            error: self.error.take(),
        });
    }
}
