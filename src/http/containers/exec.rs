use crate::http::{AppState, body::JsonBody, error::Refusal, json::ok, query::Cuid};
use app::types::{RunRequest, RunResult};
use axum::{extract::State, response::Response};

/// Run a program to its end
///
/// In a running container, without a terminal. When its time is up, or the client hangs up, the
/// program and everything it has started are ended; the former is answered by 408 `timeout`. What
/// can't be found in the container ends with 126 or 127 and says so on its output.
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
    responses((status = 200, description = "The program has ended, however", body = RunResult)),
)]
pub(in crate::http) async fn exec(
    State(state): State<AppState>,
    Cuid(cuid): Cuid,
    JsonBody(request): JsonBody<RunRequest>,
) -> Result<Response, Refusal> {
    Ok(ok(&state.domain.run_program(&cuid, request).await?))
}
