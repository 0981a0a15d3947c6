//! What the dashboard asks of the server: one interface an area, with the server functions beside it.
//!
//! The server's domain implements the interfaces directly, REST handlers call the same methods. A
//! server function only fetches the implementation from the context, calls it and wraps the answer.

#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod activity;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod containers;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
pub mod files;
/// The host and its engine.
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod host;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod images;
mod json;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
pub mod logs;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod plans;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod sessions;
#[expect(missing_docs, reason = "the server macro makes argument structs without documentation")]
#[cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "server functions are async, also where memory answers")
)]
pub mod stats;

#[cfg(feature = "ssr")]
pub use activity::Activity;
#[cfg(feature = "ssr")]
pub use containers::{Containers, Created};
#[cfg(feature = "ssr")]
pub use files::{Files, Saved};
#[cfg(feature = "ssr")]
pub use host::Host;
#[cfg(feature = "ssr")]
pub use images::Images;
#[cfg(feature = "ssr")]
pub use logs::Logs;
#[cfg(feature = "ssr")]
pub use plans::Plans;
#[cfg(feature = "ssr")]
pub use sessions::Sessions;
#[cfg(feature = "ssr")]
pub use stats::Stats;

use crate::types::{ApiError, ErrorKind};
pub(crate) use json::Json;
use json::JsonText;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        let (error, code, message) = match &value {
            // the browser could not reach the server at all
            ServerFnErrorErr::Request(_) => (
                ErrorKind::EngineUnavailable,
                "SERVER_UNREACHABLE",
                "The server does not answer. Check the connection; this page tries again by itself."
                    .to_owned(),
            ),
            other => (ErrorKind::ValidationError, "INVALID_CALL", other.to_string()),
        };
        Self::local(error, code, message)
    }
}

impl ApiError {
    /// An error that no answer brought.
    pub(crate) fn local(error: ErrorKind, code: &str, message: String) -> Self {
        Self {
            error,
            code: code.to_owned(),
            message,
            status: error.status(),
            request_id: String::new(),
            timestamp: String::new(),
            details: serde_json::Map::new(),
            stacktrace: None,
        }
    }
}

#[cfg(feature = "ssr")]
pub use server::Services;

#[cfg(feature = "ssr")]
mod server {
    use super::{
        Activity, ApiError, Containers, Files, Host, Images, Logs, Plans, Sessions, Stats,
    };
    use crate::types::Failure;
    use axum::http::{StatusCode, request::Parts};
    use leptos::prelude::{expect_context, use_context};
    use leptos_axum::ResponseOptions;
    use std::sync::Arc;

    /// The domain, as server functions find it in the context.
    #[derive(Clone)]
    pub struct Services {
        /// Containers.
        pub containers: Arc<dyn Containers>,
        /// Files in the containers' mounts.
        pub files: Arc<dyn Files>,
        /// Programs run in containers.
        pub sessions: Arc<dyn Sessions>,
        /// The host and its engine.
        pub host: Arc<dyn Host>,
        /// What the containers have written.
        pub logs: Arc<dyn Logs>,
        /// What would come of a request.
        pub plans: Arc<dyn Plans>,
        /// The engine's images.
        pub images: Arc<dyn Images>,
        /// What everybody did.
        pub activity: Arc<dyn Activity>,
        /// What containers use.
        pub stats: Arc<dyn Stats>,
        /// Makes the public error of a failure and a request id: the same that REST answers.
        pub describe: fn(Failure, &str) -> ApiError,
    }

    impl Services {
        /// The services of this request.
        pub(super) fn get() -> Self {
            expect_context()
        }

        /// Turns a failure into the answer's error and sets the answer's status.
        pub(super) fn refuse(&self, failure: Failure) -> ApiError {
            let request_id = use_context::<Parts>()
                .and_then(|parts| {
                    parts.headers.get("x-request-id")?.to_str().map(str::to_owned).ok()
                })
                .unwrap_or_default();
            let error = (self.describe)(failure, &request_id);
            if let (Some(options), Ok(status)) =
                (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status))
            {
                options.set_status(status);
            }
            error
        }
    }
}
