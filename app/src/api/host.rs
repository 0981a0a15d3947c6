use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{ApiError, HostFacts, HostReport};
use leptos::prelude::*;

/// What the host and its engine have to give.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Host: Send + Sync {
    /// Facts for forms; without an engine, what is known without it.
    async fn facts(&self) -> HostFacts;

    /// Whether the engine answers.
    fn engine_available(&self) -> bool;

    /// The machine, its engine, and what is wrong with them.
    async fn report(&self) -> HostReport;
}

/// What the host has to give.
#[server(prefix = "/ui/fn", endpoint = "host/facts", protocol = Json)]
pub async fn get_host_facts() -> Result<HostFacts, ApiError> {
    Ok(Services::get().host.facts().await)
}

/// The machine, its engine, and what is wrong with them.
#[server(prefix = "/ui/fn", endpoint = "host/report", protocol = Json)]
pub async fn get_host_report() -> Result<HostReport, ApiError> {
    Ok(Services::get().host.report().await)
}

/// Whether the engine answers, for the page that is being made.
#[cfg(feature = "ssr")]
pub(crate) fn is_engine_there() -> bool {
    Services::get().host.engine_available()
}

/// Whether the engine answers.
#[server(prefix = "/ui/fn", endpoint = "host/engine", protocol = Json)]
pub async fn is_engine_available() -> Result<bool, ApiError> {
    Ok(Services::get().host.engine_available())
}
