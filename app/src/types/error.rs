use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::fmt;

/// The kinds of error that the API knows; `status` is the one place that maps them to HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Authentication failed, or the request came from another site.
    AuthError,
    /// Invalid request data.
    ValidationError,
    /// Resource not found.
    NotFound,
    /// Resource conflict.
    Conflict,
    /// A Docker Compose operation failed.
    ComposeError,
    /// File I/O failed.
    IoError,
    /// The operation timed out.
    Timeout,
    /// Invalid state transition.
    StateError,
    /// The engine does not answer.
    EngineUnavailable,
    /// Too many requests.
    RateLimited,
}

impl ErrorKind {
    /// The HTTP status that answers carry.
    pub const fn status(self) -> u16 {
        match self {
            Self::AuthError => 401,
            Self::ValidationError => 400,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::ComposeError | Self::IoError => 500,
            Self::Timeout => 408,
            Self::StateError => 422,
            Self::EngineUnavailable => 503,
            Self::RateLimited => 429,
        }
    }

    /// The word in the `error` field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthError => "auth_error",
            Self::ValidationError => "validation_error",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::ComposeError => "compose_error",
            Self::IoError => "io_error",
            Self::Timeout => "timeout",
            Self::StateError => "state_error",
            Self::EngineUnavailable => "engine_unavailable",
            Self::RateLimited => "rate_limited",
        }
    }
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's path, such as `ports[0].host`.
    pub field: String,
    /// A stable word for what is wrong.
    pub code: String,
    /// What is wrong and what to do about it.
    pub message: String,
    /// What was sent; shortened where it is long.
    pub provided: Value,
}

/// Why the domain could not do what was asked. It knows nothing of HTTP.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The kind.
    pub kind: ErrorKind,
    /// A stable `SCREAMING_CASE` word.
    pub code: String,
    /// What happened and what to do about it.
    pub message: String,
    /// Facts for programs, such as `field` and `provided`.
    pub details: Map<String, Value>,
}

impl Failure {
    /// A failure without details.
    pub fn new(kind: ErrorKind, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, code: code.into(), message: message.into(), details: Map::new() }
    }

    /// Adds one fact for programs.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }

    /// A refusal of request data: the first error speaks for all, `details.errors` has each.
    pub fn fields(errors: &[FieldError]) -> Self {
        let Some(first) = errors.first() else {
            return Self::new(
                ErrorKind::ValidationError,
                "INVALID_REQUEST",
                "the request is not valid",
            );
        };
        Self::new(ErrorKind::ValidationError, first.code.clone(), first.message.clone())
            .with("field", first.field.clone())
            .with("provided", first.provided.clone())
            .with("errors", json!(errors))
    }

    /// A refusal of one field.
    pub fn field(
        field: &str,
        code: &str,
        message: impl Into<String>,
        provided: impl Into<Value>,
    ) -> Self {
        Self::fields(&[FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.into(),
            provided: provided.into(),
        }])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.kind.as_str(), self.code, self.message)
    }
}

impl std::error::Error for Failure {}

/// The body of every error answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ApiError {
    /// The kind of error.
    pub error: ErrorKind,
    /// A stable `SCREAMING_CASE` word.
    pub code: String,
    /// What happened and what to do about it.
    pub message: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// The request, as in the `x-request-id` header and the action log.
    pub request_id: String,
    /// When it happened, RFC 3339.
    pub timestamp: String,
    /// Facts for programs: `field` and `provided` where a field is at fault.
    #[serde(default)]
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub details: Map<String, Value>,
    /// Where it came from; only with `APP_ENV=development`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stacktrace: Option<String>,
}

impl ApiError {
    /// What is wrong with each field; empty where the error is not about fields.
    pub fn field_errors(&self) -> Vec<FieldError> {
        self.details
            .get("errors")
            .and_then(|errors| serde_json::from_value(errors.clone()).ok())
            .unwrap_or_default()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
