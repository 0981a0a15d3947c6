use super::client::Client;
use app::types::Failure;
use axum::http::HeaderMap;
use jiff::Timestamp;
use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

/// How many characters an image's name has at most: 255 and a tag of 128.
/// <https://github.com/distribution/reference/blob/main/reference.go>
const LONGEST_IMAGE: usize = 384;

/// What is known of a request, gathered on its way for the action log. Every request carries one
/// as an extension.
#[derive(Debug)]
pub struct RequestInfo {
    id: Arc<str>,
    pub(super) at: Timestamp,
    pub(super) started: Instant,
    pub(super) client: Client,
    user: OnceLock<Arc<str>>,
    action: OnceLock<&'static str>,
    cuid: OnceLock<String>,
    image: OnceLock<String>,
    failure: OnceLock<Failure>,
    over: OnceLock<CancellationToken>,
}

impl RequestInfo {
    pub(super) fn new(headers: &HeaderMap, client: Client) -> Self {
        Self {
            id: given_id(headers).unwrap_or_else(|| Uuid::new_v4().to_string()).into(),
            at: Timestamp::now(),
            started: Instant::now(),
            client,
            user: OnceLock::new(),
            action: OnceLock::new(),
            cuid: OnceLock::new(),
            image: OnceLock::new(),
            failure: OnceLock::new(),
            over: OnceLock::new(),
        }
    }

    /// The request's id, as in the answer's `x-request-id`.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn shared_id(&self) -> Arc<str> {
        Arc::clone(&self.id)
    }

    /// Who it is; the first call holds, here and below.
    pub(super) fn set_user(&self, user: Arc<str>) {
        let _ = self.user.set(user);
    }

    pub(super) fn user(&self) -> Option<Arc<str>> {
        self.user.get().cloned()
    }

    /// What is asked for, where the path alone does not say it.
    pub fn set_action(&self, action: &'static str) {
        let _ = self.action.set(action);
    }

    pub(super) fn action(&self) -> Option<&'static str> {
        self.action.get().copied()
    }

    /// The container that it is about, where the path does not say it.
    pub fn set_cuid(&self, cuid: &str) {
        let _ = self.cuid.set(cuid.to_owned());
    }

    pub(super) fn cuid(&self) -> Option<String> {
        self.cuid.get().cloned()
    }

    /// The image that it is about: of what was given, as much as an image's name may have.
    pub fn set_image(&self, image: &str) {
        let _ = self.image.set(image.chars().take(LONGEST_IMAGE).collect());
    }

    pub(super) fn image(&self) -> Option<String> {
        self.image.get().cloned()
    }

    /// How it failed, where the answer is not made from a refusal.
    pub fn set_failure(&self, failure: Failure) {
        let _ = self.failure.set(failure);
    }

    /// Says that it goes on beyond its answer, until the value is dropped.
    pub(super) fn lasts(&self) -> DropGuard {
        self.over.get_or_init(CancellationToken::new).clone().drop_guard()
    }

    /// What is cancelled when it is over, where it goes on beyond its answer.
    pub(super) fn over(&self) -> Option<CancellationToken> {
        self.over.get().cloned()
    }

    pub(super) fn failure(&self) -> Option<Failure> {
        self.failure.get().cloned()
    }
}

/// The id that the client or a proxy gave, if it is safe to repeat in headers and logs.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    ((1..=64).contains(&id.len()) && id.bytes().all(safe)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::given_id;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_safe_ids_are_kept() {
        for (id, kept) in [
            ("123e4567-e89b-12d3-a456-426614174000", true),
            ("job_7:retry.2", true),
            ("", false),
            ("a b", false),
            ("<script>", false),
            (&"x".repeat(65), false),
        ] {
            let headers: HeaderMap =
                [("x-request-id".parse().unwrap(), HeaderValue::from_str(id).unwrap())]
                    .into_iter()
                    .collect();
            assert_eq!(given_id(&headers).is_some(), kept, "{id:?}");
        }
    }
}
