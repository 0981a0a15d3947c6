use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
#[cfg(feature = "ssr")]
use crate::types::Failure;
use crate::types::{ApiError, SessionInfo, SessionList};
use leptos::prelude::*;

/// The programs that people and programs run in containers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Sessions: Send + Sync {
    /// Those of a container, oldest first. Answers from memory.
    fn list(&self, cuid: &str) -> Result<SessionList, Failure>;

    /// Ends one with all that it has started, and forgets it; gives how it has ended.
    async fn end(&self, cuid: &str, id: &str) -> Result<SessionInfo, Failure>;
}

/// The sessions of a container.
#[server(prefix = "/ui/fn", endpoint = "sessions/list", protocol = Json)]
pub async fn list_sessions(cuid: String) -> Result<SessionList, ApiError> {
    let services = Services::get();
    services.sessions.list(&cuid).map_err(|failure| services.refuse(failure))
}

/// Ends a session with all that it has started.
#[server(prefix = "/ui/fn", endpoint = "sessions/end", protocol = Json)]
pub async fn end_session(cuid: String, id: String) -> Result<SessionInfo, ApiError> {
    let services = Services::get();
    services.sessions.end(&cuid, &id).await.map_err(|failure| services.refuse(failure))
}
