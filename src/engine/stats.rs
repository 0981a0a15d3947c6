use super::{
    Engine, EngineError,
    cgroup::{Limits, Usage},
};
use bollard::{models::ContainerStatsResponse, query_parameters::StatsOptionsBuilder};
use futures_util::StreamExt as _;

impl Engine {
    /// What a container has used and may use, as the engine tells it: a few milliseconds of the
    /// engine's time, for where [`super::Cgroups`] sees nothing. `None` where it does not run.
    pub async fn usage(&self, container: &str) -> Result<Option<(Usage, Limits)>, EngineError> {
        let options = StatsOptionsBuilder::new().stream(false).one_shot(true).build();
        let mut answers = Box::pin(self.docker.stats(container, Some(options)));
        Ok(match answers.next().await {
            None => None,
            Some(stats) => usage(&stats?),
        })
    }
}

fn usage(stats: &ContainerStatsResponse) -> Option<(Usage, Limits)> {
    // of a container that does not run all is absent
    let cpu_nanoseconds = stats.cpu_stats.as_ref()?.cpu_usage.as_ref()?.total_usage?;
    let memory = stats.memory_stats.as_ref()?;
    let cache = memory.stats.as_ref().and_then(|stats| {
        stats.get("total_inactive_file").or_else(|| stats.get("inactive_file")).copied()
    });
    let pids = stats.pids_stats.as_ref();
    let small = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
    let block = |operation: &str| {
        let all = stats.blkio_stats.as_ref().and_then(|b| b.io_service_bytes_recursive.as_ref());
        let wanted = all
            .into_iter()
            .flatten()
            .filter(|entry| entry.op.as_ref().is_some_and(|op| op.eq_ignore_ascii_case(operation)));
        wanted.filter_map(|entry| entry.value).fold(0, u64::saturating_add)
    };
    let networks = || stats.networks.iter().flat_map(|networks| networks.values());
    let usage = Usage {
        cpu_nanoseconds,
        memory: memory.usage?.saturating_sub(cache.unwrap_or_default()),
        pids: small(pids.and_then(|pids| pids.current)).unwrap_or_default(),
        block_read: block("read"),
        block_written: block("write"),
        received: networks().filter_map(|n| n.rx_bytes).fold(0, u64::saturating_add),
        sent: networks().filter_map(|n| n.tx_bytes).fold(0, u64::saturating_add),
    };
    let pids = small(pids.and_then(|pids| pids.limit).filter(|limit| *limit > 0));
    Some((usage, Limits { cpus: None, memory: memory.limit, pids }))
}
