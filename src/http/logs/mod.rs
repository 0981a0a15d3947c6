//! `GET /containers/{cuid}/logs`: what a container has written, and what it goes on to write.

mod body;
mod format;

use super::{
    AppState,
    auth::Session,
    error::Refusal,
    files::attachment::attachment,
    query::{Cuid, Query},
    request_info::RequestInfo,
};
use app::{
    api::Containers as _,
    types::{LogFormat, LogLine, LogQuery},
};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
};
use body::body;
use format::Formatter;
use futures_util::StreamExt as _;
use std::sync::Arc;

/// Read or follow a container's log
///
/// Whatever the container has written, on both outputs, in order and with what the engine has set
/// aside as rotated files; whether the container runs or not. Only what the engine's present container
/// has written: a change that recreates it begins a new log.
///
/// Text has a line for each line, the others a `LogLine`: NDJSON as a line, server-sent events as
/// `data`. A line of more than 256 KiB comes in pieces of about that size, all but the last with
/// `more`; its first piece that matches `grep` and those after it are sent. The moment of a line is
/// that of its beginning. The container's own newline, `\n` or `\r\n`, is not part of a line.
///
/// With `follow=true` the answer goes on until the container ends, the server stops or the login
/// behind it ends. As server-sent events, every line has an `id`: whoever comes back with it as
/// `Last-Event-ID`, and the same query, is sent what comes after it, nothing twice. Further events are `end` (`data` is
/// `{"exit_code": …}`, null where the container still runs), after which there is no need to come
/// back; `gap`, where lines are missing because the engine has dropped its oldest; and `error` with an
/// `ApiError`. Text and NDJSON simply end; where the log breaks off, so does the connection, without
/// the end of the body. Of what the engine sets aside before a slow client has read it, lines may be
/// missing.
#[utoipa::path(
    get,
    path = "/containers/{cuid}/logs",
    tag = "Logs",
    operation_id = "readLogs",
    params(
        ("cuid" = String, Path, description = "The container's id"),
        LogQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event you have seen"),
    ),
    responses((status = 200, description = "The lines", content(
        (String = "text/plain"),
        (LogLine = "application/x-ndjson"),
        (LogLine = "text/event-stream"),
    ))),
)]
pub(super) async fn logs(
    State(state): State<AppState>,
    Extension(login): Extension<Arc<Session>>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Cuid(cuid): Cuid,
    method: Method,
    headers: HeaderMap,
    Query(mut query): Query<LogQuery>,
) -> Result<Response, Refusal> {
    if let Some(id) = headers.get("last-event-id") {
        query.last_event_id = Some(String::from_utf8_lossy(id.as_bytes()).into_owned());
    }
    let name = state.domain.get(&cuid)?.name.clone();
    let format = query.format.unwrap_or_else(|| accepted(&headers));
    let log = state.domain.open_log(&cuid, &query).await?;
    let (kind, extension) = match format {
        LogFormat::Text => ("text/plain; charset=utf-8", "log"),
        LogFormat::Ndjson => ("application/x-ndjson", "ndjson"),
        LogFormat::Sse => ("text/event-stream", "txt"),
    };
    let mut answer = HeaderMap::new();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if query.download {
        answer.insert(header::CONTENT_DISPOSITION, attachment(&format!("{name}.{extension}")));
    }
    if query.follow || format == LogFormat::Sse {
        // nginx and the compression here would hold lines back otherwise
        answer.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    }
    // a question for the headers alone
    if method == Method::HEAD {
        return Ok((answer, Body::empty()).into_response());
    }
    let bytes = body(log, Formatter::new(format, query.timestamps), info);
    if !query.follow {
        return Ok((answer, Body::from_stream(bytes)).into_response());
    }
    let over = async move {
        tokio::select! {
            () = state.shutdown.cancelled() => {}
            () = login.ended() => {}
        }
    };
    Ok((answer, Body::from_stream(bytes.take_until(Box::pin(over)))).into_response())
}

/// The format that a client prefers; text for those who don't care.
fn accepted(headers: &HeaderMap) -> LogFormat {
    let kinds = headers.get_all(header::ACCEPT).iter().filter_map(|kinds| kinds.to_str().ok());
    kinds
        .flat_map(|kinds| kinds.split(','))
        .find_map(|kind| match kind.split(';').next().unwrap_or_default().trim() {
            "text/event-stream" => Some(LogFormat::Sse),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => {
                Some(LogFormat::Ndjson)
            }
            "text/plain" => Some(LogFormat::Text),
            _ => None,
        })
        .unwrap_or(LogFormat::Text)
}

#[cfg(test)]
mod tests {
    use super::accepted;
    use app::types::LogFormat::{Ndjson, Sse, Text};
    use axum::http::{HeaderMap, HeaderValue, header::ACCEPT};

    #[test]
    fn the_format_follows_from_what_is_accepted() {
        for (accept, format) in [
            ("*/*", Text),
            ("text/event-stream", Sse),
            ("text/html, application/x-ndjson;q=0.9, */*", Ndjson),
            ("text/plain, text/event-stream", Text),
            ("application/json", Text),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(accepted(&headers), format, "{accept}");
        }
        assert_eq!(accepted(&HeaderMap::new()), Text);
    }
}
