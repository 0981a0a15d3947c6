#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{ApiError, HostFacts, HostReport};
use leptos::{prelude::*, server_fn::codec::Json};

/// What the host and its engine have to give.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Host: Send + Sync {
    /// Facts for forms; without an engine, what is known without it.
    async fn facts(&self) -> HostFacts;

    /// The machine, its engine, and what is wrong with them.
    async fn report(&self) -> HostReport;
}

/// What the host has to give.
#[server(prefix = "/ui/fn", endpoint = "host/facts", input = Json)]
pub async fn get_host_facts() -> Result<HostFacts, ApiError> {
    Ok(Services::get().host.facts().await)
}

/// The machine, its engine, and what is wrong with them.
#[server(prefix = "/ui/fn", endpoint = "host/report", input = Json)]
pub async fn get_host_report() -> Result<HostReport, ApiError> {
    Ok(Services::get().host.report().await)
}

/// How many warnings there are in the report.
#[server(prefix = "/ui/fn", endpoint = "host/warnings", input = Json)]
pub async fn count_warnings() -> Result<usize, ApiError> {
    Ok(Services::get().host.report().await.warnings.len())
}
