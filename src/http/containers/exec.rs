use crate::{
    domain::sessions::{End, Item, Program},
    http::{
        AppState,
        body::JsonBody,
        error::{Refusal, describe},
        json::ok,
        query::Cuid,
        request_info::RequestInfo,
        ws::messages::{ServerMessage, said},
    },
};
use app::types::{RunRequest, RunResult};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures_util::{Stream, stream};
use std::{convert::Infallible, sync::Arc};
use tokio_util::sync::DropGuard;

/// A JSON value a line.
const LINES: &str = "application/x-ndjson";

/// Run a program to its end
///
/// In a running container, without a terminal. When its time is up, or the client hangs up, the
/// program and everything it has started are ended; the former is answered by 408 `timeout`. What
/// can't be found in the container ends with 126 or 127 and says so on its output.
///
/// With `Accept: application/x-ndjson`, what it writes is sent as it comes and without a limit: a line
/// each like the messages of the WebSocket, `stdout` and `stderr`, and `exit` or `error` at the end. A
/// client that reads slowly makes the program wait.
#[utoipa::path(
    post,
    path = "/containers/{cuid}/exec",
    tag = "Terminal",
    operation_id = "runProgram",
    params(("cuid" = String, Path, description = "The container's id")),
    request_body(content = RunRequest, example = json!({
        "argv": ["sh", "-c", "echo \"$GREETING\"; wc -c"],
        "env": {"GREETING": "hello"},
        "stdin": "12345",
        "timeout": 10
    })),
    responses((status = 200, description = "The program has ended, however; or it runs, and each line tells of it", content(
        (RunResult = "application/json"),
        (ServerMessage<'static> = "application/x-ndjson"),
    ))),
)]
pub(in crate::http) async fn exec(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    Cuid(cuid): Cuid,
    headers: HeaderMap,
    JsonBody(request): JsonBody<RunRequest>,
) -> Result<Response, Refusal> {
    if !wants_lines(&headers) {
        return Ok(ok(&state.domain.run_program(&cuid, request).await?));
    }
    let program = state.domain.start_program(&cuid, request).await?;
    let running = Running { program, _lasting: info.lasts(), info };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(LINES)),
        // nginx would hold lines back otherwise
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, Body::from_stream(lines(running))).into_response())
}

fn wants_lines(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .filter_map(|kind| kind.split(';').next())
        .any(|kind| kind.trim().eq_ignore_ascii_case(LINES))
}

/// A program of which somebody reads as it goes on.
struct Running {
    program: Program,
    info: Arc<RequestInfo>,
    /// The request is over when this is dropped.
    _lasting: DropGuard,
}

/// What the program writes, and its end.
fn lines(running: Running) -> impl Stream<Item = Result<Vec<u8>, Infallible>> {
    stream::unfold(Some(running), async |running| {
        let mut running = running?;
        let item = running.program.next().await;
        let is_last = matches!(item, Item::End(_));
        let message = match item {
            Item::Chunk { stream, bytes, .. } => said(stream, bytes),
            Item::Gap(bytes) => ServerMessage::Gap { bytes },
            Item::Resized(size) => ServerMessage::Resize { cols: size.cols, rows: size.rows },
            Item::End(End::Exit(code)) => ServerMessage::Exit { code },
            Item::End(End::Failed(failure)) => {
                running.info.set_failure(failure.clone());
                ServerMessage::Error { error: Box::new(describe(failure, running.info.id())) }
            }
        };
        // only maps with keys that are no text can't be written
        let mut line = serde_json::to_vec(&message).unwrap_or_default();
        line.push(b'\n');
        Some((Ok(line), (!is_last).then_some(running)))
    })
}

#[cfg(test)]
mod tests {
    use super::wants_lines;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn lines_are_for_those_who_ask_for_them() {
        for (accept, wanted) in [
            ("application/x-ndjson", true),
            ("application/json, Application/X-NDJSON;q=0.9", true),
            ("*/*", false),
            ("application/json", false),
        ] {
            let headers: HeaderMap =
                [(header::ACCEPT, HeaderValue::from_static(accept))].into_iter().collect();
            assert_eq!(wants_lines(&headers), wanted, "{accept}");
        }
        assert!(!wants_lines(&HeaderMap::new()));
    }
}
