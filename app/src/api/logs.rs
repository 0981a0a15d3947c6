use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
#[cfg(feature = "ssr")]
use crate::types::Failure;
use crate::types::{ApiError, LogPage, LogQuery};
use leptos::prelude::*;

/// What containers have written, whether they run or not. Following it, and all of it, is a matter
/// of REST.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Logs: Send + Sync {
    /// The last lines that match, at most a thousand and a mebibyte of them. How lines are written,
    /// and `follow`, are ignored.
    async fn read(&self, cuid: &str, query: &LogQuery) -> Result<LogPage, Failure>;
}

/// The last lines of a container's log.
#[server(prefix = "/ui/fn", endpoint = "logs/read", protocol = Json)]
pub async fn read_logs(cuid: String, query: LogQuery) -> Result<LogPage, ApiError> {
    let services = Services::get();
    services.logs.read(&cuid, &query).await.map_err(|failure| services.refuse(failure))
}
