use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
use crate::types::{ApiError, StatsHistory, StatsSample};
#[cfg(feature = "ssr")]
use crate::types::{ContainerStats, Failure};
use leptos::prelude::*;

/// What containers use. All of it answers from memory.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Stats: Send + Sync {
    /// The last sample of a container that runs; of one that has just begun to, waits for the first.
    async fn latest(&self, cuid: &str) -> Result<ContainerStats, Failure>;

    /// The last quarter of an hour of a container, also of one that has ended.
    fn history(&self, cuid: &str) -> Result<StatsHistory, Failure>;

    /// The last sample of every container that runs, by their ids.
    fn current(&self) -> Vec<StatsSample>;

    /// The last sample of a container; none where it does not run, or was not looked at yet.
    fn sample(&self, cuid: &str) -> Option<StatsSample>;

    /// The last so many samples of several containers; those that there are none of are left out.
    fn recent(&self, cuids: &[String], samples: usize) -> Vec<StatsHistory>;
}

/// The last quarter of an hour of a container.
#[server(prefix = "/ui/fn", endpoint = "stats/history", protocol = Json)]
pub async fn get_stats_history(cuid: String) -> Result<StatsHistory, ApiError> {
    let services = Services::get();
    services.stats.history(&cuid).map_err(|failure| services.refuse(failure))
}

/// The last so many samples of several containers, for lines in a list.
#[server(prefix = "/ui/fn", endpoint = "stats/recent", protocol = Json)]
pub async fn get_recent_stats(
    cuids: Vec<String>,
    samples: usize,
) -> Result<Vec<StatsHistory>, ApiError> {
    Ok(Services::get().stats.recent(&cuids, samples))
}

/// The last sample of a container; none where it does not run, or was not looked at yet.
#[server(prefix = "/ui/fn", endpoint = "stats/current", protocol = Json)]
pub async fn get_current_stats(cuid: String) -> Result<Option<StatsSample>, ApiError> {
    Ok(Services::get().stats.sample(&cuid))
}
