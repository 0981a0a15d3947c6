use crate::{
    chart::{Timeline, float},
    metering,
    types::{StatsHistory, StatsSample},
};

/// Which measure of a timeline is what.
pub(super) const CPU: usize = 0;
pub(super) const MEMORY: usize = 1;
pub(super) const PIDS: usize = 2;
pub(super) const RECEIVED: usize = 3;
pub(super) const SENT: usize = 4;
pub(super) const BLOCK_READ: usize = 5;
pub(super) const BLOCK_WRITTEN: usize = 6;

/// What a sample says, in the order of the measures.
pub(super) fn values(sample: &StatsSample) -> [Option<f64>; 7] {
    [
        sample.cpu_cores,
        Some(float(sample.memory_bytes)),
        Some(f64::from(sample.pids)),
        sample.network_receive_rate.map(float),
        sample.network_send_rate.map(float),
        sample.block_read_rate.map(float),
        sample.block_write_rate.map(float),
    ]
}

/// The samples that the server has kept.
pub(super) fn timeline(history: &StatsHistory) -> Timeline {
    let whole = |column: &[Option<u64>]| column.iter().map(|value| value.map(float)).collect();
    let columns = vec![
        history.cpu_cores.clone(),
        whole(&history.memory_bytes),
        history.pids.iter().map(|value| value.map(f64::from)).collect(),
        whole(&history.network_receive_rate),
        whole(&history.network_send_rate),
        whole(&history.block_read_rate),
        whole(&history.block_write_rate),
    ];
    let start = history.start.as_deref().and_then(metering::moment).unwrap_or_default();
    Timeline::new(start, float(history.interval_seconds.max(1)), columns)
}

#[cfg(test)]
mod tests {
    use super::{MEMORY, SENT, timeline, values};
    use crate::types::{StatsHistory, StatsSample};

    #[test]
    fn what_is_kept_and_what_comes_have_the_same_order() {
        let history = StatsHistory {
            interval_seconds: 2,
            start: Some("2026-01-20T15:30:00.000Z".to_owned()),
            cpu_cores: vec![None],
            memory_bytes: vec![Some(1024)],
            pids: vec![Some(1)],
            network_send_rate: vec![Some(7)],
            network_receive_rate: vec![None],
            block_read_rate: vec![None],
            block_write_rate: vec![None],
            ..StatsHistory::default()
        };
        let kept = timeline(&history);
        let sample = StatsSample {
            memory_bytes: 1024,
            pids: 1,
            network_send_rate: Some(7),
            ..StatsSample::default()
        };
        for (column, value) in values(&sample).into_iter().enumerate() {
            assert_eq!(kept.latest(column), value, "{column}");
        }
        assert_eq!((kept.latest(MEMORY), kept.latest(SENT)), (Some(1024.0), Some(7.0)));
    }
}
