use app::types::{ApiError, Container, ContainerPage};
use reqwest::{RequestBuilder, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What the server answered, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// Sends a request and reads the whole answer.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    try_answer(request).await.expect("the server answers")
}

/// Sends a request; `None` where the connection broke before the whole answer was there.
pub(crate) async fn try_answer(request: RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.ok()?;
    Some(Answer { status, headers, text })
}

impl Answer {
    /// The body, which must be what the type says, after a status that must be this one.
    #[track_caller]
    pub(crate) fn expect<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body as any JSON.
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        self.expect(status)
    }

    /// The container in a body.
    #[track_caller]
    pub(crate) fn container(&self, status: u16) -> Container {
        self.expect(status)
    }

    /// The page in a body.
    #[track_caller]
    pub(crate) fn page(&self) -> ContainerPage {
        self.expect(200)
    }

    /// The value of a header, empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    /// The error in a body: it must have the documented schema to the letter, with this status,
    /// `error` and `code`.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, error: &str, code: &str) -> ApiError {
        let body = self.error(status, error);
        assert_eq!(body.code, code, "{}", self.text);
        body
    }

    /// As [`Self::refused`], whatever the `code`.
    #[track_caller]
    pub(crate) fn error(&self, status: u16, error: &str) -> ApiError {
        let body: ApiError = self.expect(status);
        assert_eq!(body.error.as_str(), error, "{}", self.text);
        assert_eq!(body.status, status, "{}", self.text);
        assert!(self.header("content-type").starts_with("application/json"), "{self:?}");
        assert!(!body.message.is_empty(), "{}", self.text);
        assert!(is_screaming(&body.code), "{}", self.text);
        assert_eq!(body.request_id, self.header("x-request-id"), "{self:?}");
        uuid::Uuid::parse_str(&body.request_id).expect("the request id is a UUID");
        assert_rfc3339(&body.timestamp);
        assert_eq!(body.stacktrace, None, "only in development: {}", self.text);
        body
    }
}

fn is_screaming(code: &str) -> bool {
    !code.is_empty()
        && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Whether the text is a moment as RFC 3339 writes it, with an offset.
#[track_caller]
pub(crate) fn assert_rfc3339(text: &str) {
    assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text:?} is no RFC 3339 moment");
}
