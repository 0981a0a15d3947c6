//! REST as the dashboard calls it, for what server functions don't carry: the bytes of files.

use crate::types::{ApiError, ErrorKind};
use gloo_net::http::{Request, RequestBuilder, Response};
use leptos::{prelude::FromServerFnError as _, server_fn::error::ServerFnErrorErr};
use leptos_router::params::ParamsMap;

/// The address of something that belongs to a container.
pub(crate) fn address(cuid: &str, endpoint: &str, query: &[(&'static str, &str)]) -> String {
    let query: ParamsMap = query.iter().map(|(key, value)| (*key, *value)).collect();
    format!("/containers/{cuid}/{endpoint}{}", query.to_query_string())
}

/// Reads.
pub(crate) async fn get(address: &str) -> Result<Response, ApiError> {
    let request = Request::get(address).build().map_err(unreachable)?;
    accept(request.send().await.map_err(unreachable)?).await
}

/// Sends text; `condition` is a header that says when it may.
pub(crate) async fn put_text(
    address: &str,
    condition: Option<(&str, &str)>,
    text: String,
) -> Result<Response, ApiError> {
    let request = Request::put(address).header("content-type", "application/octet-stream");
    let add = |request: RequestBuilder, (name, value): (&str, &str)| request.header(name, value);
    let request = condition.into_iter().fold(request, add).body(text).map_err(unreachable)?;
    accept(request.send().await.map_err(unreachable)?).await
}

async fn accept(response: Response) -> Result<Response, ApiError> {
    if response.ok() {
        return Ok(response);
    }
    let text = response.text().await.unwrap_or_default();
    Err(refusal(response.status(), &text))
}

/// The error that an answer holds; of one by a proxy, what its status says.
pub(crate) fn refusal(status: u16, text: &str) -> ApiError {
    serde_json::from_str(text).unwrap_or_else(|_| {
        let message = format!("The server, or a proxy before it, answered with status {status}.");
        ApiError { status, ..ApiError::local(ErrorKind::IoError, "UNEXPECTED_ANSWER", message) }
    })
}

/// Why nothing was answered.
#[expect(clippy::needless_pass_by_value, reason = "as map_err gives it")]
fn unreachable(error: gloo_net::Error) -> ApiError {
    ApiError::from_server_fn_error(ServerFnErrorErr::Request(error.to_string()))
}
