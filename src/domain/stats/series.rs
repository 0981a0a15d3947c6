use super::{INTERVAL, meters::Reading};
use app::types::{ContainerStats, StatsHistory, StatsSample};
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;

/// How many samples are kept of a container: a quarter of an hour.
pub(super) const KEPT: usize = 450;

/// One sample, as small as can be: 500 containers have 225,000 of them, which take 6.3 MB.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// Not a number where there was none before to compare with, as the rates.
    cpu_cores: f32,
    /// [`u32::MAX`] where there is no sample.
    memory_kib: u32,
    pids: u32,
    rates: [f32; 4],
}

const _: () = assert!(size_of::<Kept>() == 28);

/// Stands where there is no sample.
const GAP: Kept = Kept { cpu_cores: f32::NAN, memory_kib: u32::MAX, pids: 0, rates: [f32::NAN; 4] };

/// The samples of one container.
#[derive(Debug, Default)]
pub(super) struct Series {
    kept: VecDeque<Kept>,
    /// Which round the last of them is of.
    last: u64,
    /// The last sample whole, while the container runs.
    now: Option<(Timestamp, Reading)>,
}

/// What the host has, for those who are not limited.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Host {
    pub(super) cores: f64,
    pub(super) memory: u64,
}

impl Series {
    /// Adds a sample of a round; those of rounds between the last one and this are missing.
    pub(super) fn push(&mut self, round: u64, at: Timestamp, reading: Reading) {
        let missed = match self.kept.len() {
            0 => 0,
            _ => round.saturating_sub(self.last + 1).min(KEPT as u64),
        };
        let sample = keep(&reading);
        for sample in (0..missed).map(|_| GAP).chain([sample]) {
            if self.kept.len() == KEPT {
                self.kept.pop_front();
            }
            self.kept.push_back(sample);
        }
        self.last = round;
        self.now = Some((at, reading));
    }

    /// Notes that the container does not run.
    pub(super) fn end(&mut self) {
        self.now = None;
    }

    /// The last sample of the run that `id` and `pid` name.
    pub(super) fn latest(
        &self,
        cuid: &str,
        id: &str,
        pid: i32,
        host: Host,
    ) -> Option<ContainerStats> {
        let (at, reading) = self.now.as_ref()?;
        if *reading.id != *id || reading.pid != pid {
            return None;
        }
        let (usage, limits) = (&reading.usage, &reading.limits);
        Some(ContainerStats {
            sample: sample(cuid, reading, host),
            at: crate::domain::time::format(*at),
            cpu_limit_cores: limits.cpus,
            memory_limit_bytes: limits.memory,
            pids_limit: limits.pids,
            block_read_bytes: usage.block_read,
            block_written_bytes: usage.block_written,
            network_received_bytes: usage.received,
            network_sent_bytes: usage.sent,
        })
    }

    /// The last sample, for the live stream.
    pub(super) fn sample(&self, cuid: &str, host: Host) -> Option<StatsSample> {
        self.now.as_ref().map(|(_, reading)| sample(cuid, reading, host))
    }

    /// At most the last `samples`; `began` is when round 0 was.
    pub(super) fn history(&self, cuid: String, samples: usize, began: Timestamp) -> StatsHistory {
        let wanted = self.kept.len().min(samples);
        let first = self.last.saturating_sub(wanted.saturating_sub(1) as u64);
        let all = || self.kept.iter().skip(self.kept.len() - wanted);
        let rate = |which: usize| {
            all().map(|kept| kept.rates.get(which).copied().and_then(whole)).collect()
        };
        let start = SignedDuration::from_secs((first * INTERVAL.as_secs()).cast_signed());
        StatsHistory {
            cuid,
            interval_seconds: INTERVAL.as_secs(),
            start: (wanted > 0)
                .then(|| began.checked_add(start).ok().map(crate::domain::time::format))
                .flatten(),
            cpu_cores: all().map(|kept| cores(kept.cpu_cores)).collect(),
            memory_bytes: all()
                .map(|kept| {
                    (kept.memory_kib != u32::MAX).then(|| u64::from(kept.memory_kib) * 1024)
                })
                .collect(),
            pids: all().map(|kept| (kept.memory_kib != u32::MAX).then_some(kept.pids)).collect(),
            block_read_rate: rate(0),
            block_write_rate: rate(1),
            network_receive_rate: rate(2),
            network_send_rate: rate(3),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a chart does not show more than 24 bits")]
fn keep(reading: &Reading) -> Kept {
    let rates = reading.rates;
    let rate = |rate: fn(&super::meters::Rates) -> f64| {
        rates.as_ref().map_or(f32::NAN, |rates| rate(rates) as f32)
    };
    Kept {
        cpu_cores: rate(|rates| rates.cores),
        memory_kib: u32::try_from(reading.usage.memory / 1024).unwrap_or(u32::MAX - 1),
        pids: reading.usage.pids,
        rates: [
            rate(|rates| rates.block_read),
            rate(|rates| rates.block_written),
            rate(|rates| rates.received),
            rate(|rates| rates.sent),
        ],
    }
}

#[expect(clippy::cast_precision_loss, reason = "a percentage of memory is not that exact")]
fn sample(cuid: &str, reading: &Reading, host: Host) -> StatsSample {
    let (usage, limits, rates) = (&reading.usage, &reading.limits, reading.rates.as_ref());
    let percent = |part: f64, whole: f64| (whole > 0.0).then(|| round(100.0 * part / whole, 100.0));
    let rate =
        |value: fn(&super::meters::Rates) -> f64| rates.and_then(|rates| to_whole(value(rates)));
    let cores = rates.map(|rates| rates.cores);
    StatsSample {
        cuid: cuid.to_owned(),
        cpu_cores: cores.map(|cores| round(cores, 1e4)),
        cpu_percent: cores.and_then(|cores| percent(cores, limits.cpus.unwrap_or(host.cores))),
        memory_bytes: usage.memory,
        memory_percent: percent(usage.memory as f64, limits.memory.unwrap_or(host.memory) as f64),
        pids: usage.pids,
        block_read_rate: rate(|rates| rates.block_read),
        block_write_rate: rate(|rates| rates.block_written),
        network_receive_rate: rate(|rates| rates.received),
        network_send_rate: rate(|rates| rates.sent),
    }
}

fn cores(kept: f32) -> Option<f64> {
    (!kept.is_nan()).then(|| round(kept.into(), 1e4))
}

fn whole(kept: f32) -> Option<u64> {
    to_whole(kept.into())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rates are finite, not negative, and far below the largest number"
)]
fn to_whole(rate: f64) -> Option<u64> {
    (!rate.is_nan()).then(|| rate.round() as u64)
}

fn round(value: f64, digits: f64) -> f64 {
    (value * digits).round() / digits
}

#[cfg(test)]
mod tests {
    use super::{GAP, Host, KEPT, Series};
    use crate::{
        domain::stats::meters::{Rates, Reading},
        engine::{Limits, Usage},
    };
    use jiff::Timestamp;

    fn reading(memory: u64, cores: Option<f64>) -> Reading {
        Reading {
            id: "id".into(),
            pid: 7,
            usage: Usage { memory, pids: 3, ..Usage::default() },
            limits: Limits { cpus: Some(0.5), memory: None, pids: None },
            rates: cores.map(|cores| Rates { cores, block_read: 10.4, ..Rates::default() }),
        }
    }

    #[test]
    fn rounds_without_a_sample_are_gaps() {
        let mut series = Series::default();
        let began = Timestamp::UNIX_EPOCH;
        series.push(5, began, reading(4096, None));
        series.push(6, began, reading(8192, Some(0.25)));
        series.end();
        series.push(9, began, reading(1024, Some(0.5)));
        let history = series.history("c1".to_owned(), KEPT, began);
        assert_eq!(history.start.unwrap().parse::<Timestamp>().unwrap().as_second(), 10);
        assert_eq!(history.cpu_cores, [None, Some(0.25), None, None, Some(0.5)]);
        assert_eq!(history.memory_bytes, [Some(4096), Some(8192), None, None, Some(1024)]);
        assert_eq!(history.pids, [Some(3), Some(3), None, None, Some(3)]);
        assert_eq!(history.block_read_rate, [None, Some(10), None, None, Some(10)]);
        let recent = series.history("c1".to_owned(), 2, began);
        assert_eq!(recent.start.unwrap().parse::<Timestamp>().unwrap().as_second(), 16);
        assert_eq!(recent.memory_bytes, [None, Some(1024)]);
    }

    #[test]
    fn no_more_than_a_quarter_of_an_hour_is_kept() {
        let mut series = Series::default();
        let began = Timestamp::UNIX_EPOCH;
        for round in 0..1000 {
            series.push(round, began, reading(round * 1024, Some(0.0)));
        }
        let history = series.history("c1".to_owned(), usize::MAX, began);
        assert_eq!(history.memory_bytes.len(), KEPT);
        assert_eq!(history.memory_bytes[0], Some(550 * 1024));
        assert_eq!(history.start.unwrap().parse::<Timestamp>().unwrap().as_second(), 1100);
        // a container that was stopped for long
        series.push(1_000_000, began, reading(1024, None));
        assert_eq!(series.kept.len(), KEPT);
        assert!(series.kept.iter().take(KEPT - 1).all(|kept| kept.memory_kib == GAP.memory_kib));
        let empty = Series::default().history("c1".to_owned(), KEPT, began);
        assert_eq!((empty.start, empty.pids.len()), (None, 0));
    }

    #[test]
    fn percentages_are_of_the_limit_or_the_host() {
        let mut series = Series::default();
        series.push(0, Timestamp::UNIX_EPOCH, reading(1 << 30, Some(0.25)));
        let host = Host { cores: 2.0, memory: 4 << 30 };
        let latest = series.latest("c1", "id", 7, host).unwrap();
        assert_eq!(latest.sample.cpu_percent, Some(50.0));
        assert_eq!(latest.sample.memory_percent, Some(25.0));
        assert_eq!(series.latest("c1", "id", 8, host), None, "of a run before");
        series.end();
        assert_eq!(series.sample("c1", host), None);
    }
}
