//! How a failure becomes an answer: the guide's error schema, made in this one place.

use super::{json::json, request_info::RequestInfo};
use crate::domain::time;
use app::types::{ApiError, ErrorKind, Failure};
use axum::{
    body::to_bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{any::Any, backtrace::Backtrace, sync::OnceLock};

/// The most bytes that an error made by a library has.
const FOREIGN_ERROR: usize = 64 * 1024;

/// Whether errors carry stack traces. A static, since the functions that make errors are handed
/// around as plain function pointers.
static DEVELOPMENT: OnceLock<bool> = OnceLock::new();

/// Says whether errors carry stack traces; the first call holds.
pub fn set_development(development: bool) {
    DEVELOPMENT.get_or_init(|| development);
}

/// A failure on its way out of a handler. It becomes the answer's body at the server's edge, where
/// the request's id is known.
#[derive(Debug, Clone)]
pub struct Refusal(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    failure: Failure,
    status: Option<StatusCode>,
    headers: HeaderMap,
    stacktrace: Option<String>,
}

impl Refusal {
    /// Answers with another status than the failure's kind has.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// The failure alone.
    pub fn into_failure(self) -> Failure {
        self.0.failure
    }

    /// What is answered to what is not there.
    pub fn unknown_route() -> Self {
        Failure::new(
            ErrorKind::NotFound,
            "ROUTE_NOT_FOUND",
            "There is nothing at this path. /docs lists everything there is.",
        )
        .into()
    }

    /// What is answered to a method that a path does not have.
    pub fn wrong_method() -> Self {
        Self::from(Failure::new(
            ErrorKind::ValidationError,
            "METHOD_NOT_ALLOWED",
            "This path does not know the method; the Allow header names those it knows.",
        ))
        .status(StatusCode::METHOD_NOT_ALLOWED)
    }

    /// What is answered where the server itself has failed; the reason goes to its own log.
    pub fn internal() -> Self {
        Failure::new(
            ErrorKind::IoError,
            "INTERNAL_ERROR",
            "The server failed at this request. Its own log says why; name the request id when you report it.",
        )
        .into()
    }

    /// What is answered where a handler panicked.
    #[expect(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
    pub fn panicked(payload: Box<dyn Any + Send>) -> Response {
        let words = payload
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        tracing::error!(words, "a request handler panicked");
        Self::internal().into_response()
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        let stacktrace =
            DEVELOPMENT.get().is_some_and(|on| *on).then(|| Backtrace::force_capture().to_string());
        Self(Box::new(Inner { failure, status: None, headers: HeaderMap::new(), stacktrace }))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let kind = self.0.failure.kind.status();
        let status = self.0.status.or_else(|| StatusCode::from_u16(kind).ok());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.headers_mut().extend(self.0.headers.clone());
        response.extensions_mut().insert(self);
        response
    }
}

/// The public error of a failure.
pub fn describe(failure: Failure, request_id: &str) -> ApiError {
    let Failure { kind, code, message, details } = failure;
    ApiError {
        error: kind,
        code,
        message,
        status: kind.status(),
        request_id: request_id.to_owned(),
        timestamp: time::now(),
        details,
        stacktrace: None,
    }
}

/// Gives an answer that is an error its body, and returns that error for the log.
pub(super) fn render(response: Response, info: &RequestInfo) -> (Response, Option<Box<ApiError>>) {
    let status = response.status();
    let (mut parts, body) = response.into_parts();
    let refusal = match parts.extensions.remove::<Refusal>() {
        Some(refusal) => refusal,
        None if status.as_u16() >= 400 && !has_own_body(&parts.headers) => plain(status),
        None => {
            // a page or server function words its failure itself, but the log wants it too
            let error = info.failure().map(|failure| Box::new(describe(failure, info.id())));
            return (Response::from_parts(parts, body), error);
        }
    };
    let Inner { failure, stacktrace, .. } = *refusal.0;
    let error = ApiError { status: status.as_u16(), stacktrace, ..describe(failure, info.id()) };
    let mut answer = json(status, &error);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    answer.headers_mut().extend(parts.headers);
    (answer, Some(Box::new(error)))
}

/// What a server function can't make sense of, its library answers before any of our code runs:
/// as a 500, and without the request's id. This turns it into a refusal like all others.
pub(super) async fn adopt(response: Response) -> Response {
    let is_strange =
        response.status().is_server_error() && response.headers().contains_key("serverfnerror");
    if !is_strange {
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, FOREIGN_ERROR).await.unwrap_or_default();
    match serde_json::from_slice::<ApiError>(&bytes) {
        Ok(error) if error.request_id.is_empty() => {
            let ApiError { error: kind, code, message, details, .. } = error;
            Refusal::from(Failure { kind, code, message, details }).into_response()
        }
        _ => Response::from_parts(parts, bytes.into()),
    }
}

/// Libraries answer some errors by themselves, with no body or a line of text.
fn has_own_body(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json") || kind.starts_with("text/html"))
}

fn plain(status: StatusCode) -> Refusal {
    match status {
        StatusCode::NOT_FOUND => Refusal::unknown_route(),
        StatusCode::METHOD_NOT_ALLOWED => Refusal::wrong_method(),
        status if status.is_client_error() => Refusal::from(Failure::new(
            ErrorKind::ValidationError,
            "INVALID_REQUEST",
            "The server can't make sense of this request.",
        )),
        _ => Refusal::internal(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, render};
    use crate::http::{client::Client, request_info::RequestInfo};
    use axum::{
        body::to_bytes,
        http::{HeaderMap, StatusCode},
        response::{IntoResponse as _, Response},
    };
    use serde_json::Value;

    async fn rendered(response: Response) -> (StatusCode, Value, String) {
        let client = Client { remote: None, host: None, secure: false };
        let info = RequestInfo::new(&HeaderMap::new(), client);
        let (response, logged) = render(response, &info);
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 4096).await.unwrap_or_default();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        assert_eq!(body["request_id"], info.id());
        (status, body, logged.map(|error| error.code).unwrap_or_default())
    }

    #[tokio::test]
    async fn a_panic_tells_nothing_of_itself() {
        let (status, body, logged) = rendered(Refusal::panicked(Box::new("secret"))).await;
        assert_eq!((status.as_u16(), body["error"].as_str()), (500, Some("io_error")));
        assert_eq!(
            (body["code"].as_str(), logged.as_str()),
            (Some("INTERNAL_ERROR"), "INTERNAL_ERROR")
        );
        assert!(!body.to_string().contains("secret"));
    }

    #[tokio::test]
    async fn a_bare_error_gets_the_schema_too() {
        for (status, code) in [
            (StatusCode::NOT_FOUND, "ROUTE_NOT_FOUND"),
            (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"),
            (StatusCode::RANGE_NOT_SATISFIABLE, "INVALID_REQUEST"),
            (StatusCode::BAD_GATEWAY, "INTERNAL_ERROR"),
        ] {
            let (answered, body, logged) =
                rendered((status, "in plain text").into_response()).await;
            assert_eq!(answered, status);
            assert_eq!((body["code"].as_str(), logged.as_str()), (Some(code), code));
            assert_eq!(body["status"], status.as_u16());
        }
    }
}
