//! What containers use: sampled every two seconds, all in one go, and kept for a quarter of an hour.
//!
//! Who runs is taken from the index; the engine is asked only where the kernel's own counters are not
//! to be seen, as those of another machine.

mod meters;
mod series;

use super::{container::Cuid, core::Core, failures, index::Index};
use app::types::{ContainerStats, Failure, StatsHistory, StatsSample, StatsTick, Status};
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use meters::{Meters, Reading, Running};
use parking_lot::{Mutex, RwLock};
use series::{Host, KEPT, Series};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, timeout},
};

/// How much time lies between two samples.
const INTERVAL: Duration = Duration::from_secs(2);
/// How long somebody who asks for the first sample of a container waits for it.
const FIRST: Duration = Duration::from_secs(10);
/// How many containers the engine is asked about side by side.
const ASKED: usize = 4;
/// How much of each interval may be spent on asking the engine.
const ASKING: Duration = Duration::from_millis(1500);
/// The most containers whose recent samples are given at once.
const RECENT: usize = 500;

/// The samples of all containers.
pub(super) struct Samples {
    series: RwLock<HashMap<Cuid, Series>>,
    /// Tells those who listen that a round is through, and what it brought.
    rounds: watch::Sender<Arc<StatsTick>>,
    /// When round 0 was.
    began: Timestamp,
}

impl Default for Samples {
    fn default() -> Self {
        Self {
            series: RwLock::default(),
            rounds: watch::Sender::new(Arc::default()),
            began: Timestamp::now(),
        }
    }
}

impl Samples {
    /// The last sample of every container that runs.
    fn tick(&self, host: Host) -> StatsTick {
        let series = self.series.read();
        let mut containers: Vec<_> = series
            .iter()
            .filter_map(|(cuid, series)| series.sample(&cuid.to_string(), host))
            .collect();
        containers.sort_unstable_by(|a, b| a.cuid.cmp(&b.cuid));
        StatsTick { at: super::time::now(), containers }
    }

    fn keep(&self, round: u64, at: Timestamp, readings: Vec<(Cuid, Reading)>) {
        let mut series = self.series.write();
        for (cuid, reading) in readings {
            series.entry(cuid).or_default().push(round, at, reading);
        }
    }

    /// Ends the series of those that do not run, and drops those of containers that are gone.
    fn settle(&self, index: &Index, running: &[Running]) {
        let running: HashSet<Cuid> = running.iter().map(|running| running.cuid).collect();
        self.series.write().retain(|cuid, series| {
            if !running.contains(cuid) {
                series.end();
            }
            index.has(*cuid)
        });
    }
}

/// Samples all running containers for ever.
pub(super) async fn sample(core: Arc<Core>) {
    let Ok(meters) = tokio::task::spawn_blocking(Meters::find).await else { return };
    let meters = Arc::new(Mutex::new(meters));
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let (began, mut turn) = (Instant::now(), 0);
    loop {
        ticks.tick().await;
        // the round by the clock: those that a busy machine could not make are gaps
        let round = began.elapsed().as_millis() + INTERVAL.as_millis() / 2;
        let round = u64::try_from(round / INTERVAL.as_millis()).unwrap_or_default();
        let running = core.metered();
        core.samples.settle(&core.index, &running);
        let at = Timestamp::now();
        let read = {
            let meters = Arc::clone(&meters);
            tokio::task::spawn_blocking(move || meters.lock().read(running))
        };
        let Ok((readings, unreadable)) = read.await else { continue };
        core.samples.keep(round, at, readings);
        if !unreadable.is_empty() {
            let readings = core.ask(&meters, unreadable, &mut turn).await;
            core.samples.keep(round, at, readings);
        }
        // nobody listens, most of the time
        if core.samples.rounds.receiver_count() > 0 {
            core.samples.rounds.send_replace(Arc::new(core.samples.tick(core.host())));
        }
    }
}

impl Core {
    /// Every container whose counters can be read.
    fn metered(&self) -> Vec<Running> {
        let mut running = Vec::new();
        self.index.newest_first(|cuid, entry| {
            if let Some(observed) = &entry.observed
                && matches!(observed.state.status, Status::Running | Status::Paused)
                && let Some(pid) = observed.pid
            {
                let cpus = entry.view().resources.cpus;
                running.push(Running { cuid, id: observed.id.clone(), pid, cpus });
            }
            true
        });
        running
    }

    /// Has the engine tell what can't be read, as many as it can in the time there is; `turn` counts
    /// on, so that all have their turn.
    async fn ask(
        &self,
        meters: &Mutex<Meters>,
        mut unreadable: Vec<Running>,
        turn: &mut usize,
    ) -> Vec<(Cuid, Reading)> {
        let Ok(engine) = self.engine() else { return Vec::new() };
        let first = *turn % unreadable.len();
        unreadable.rotate_left(first);
        let answers = stream::iter(unreadable)
            .map(|running| {
                let engine = engine.clone();
                async move {
                    let usage = engine.usage(&running.id).await;
                    (running, usage)
                }
            })
            .buffered(ASKED)
            .take_until(tokio::time::sleep(ASKING));
        let answers: Vec<_> = answers.collect().await;
        *turn = turn.wrapping_add(answers.len());
        let host = self.host();
        let mut meters = meters.lock();
        let told = answers.into_iter().filter_map(|(running, usage)| {
            let (usage, mut limits) = usage.ok()??;
            // the engine gives the host's memory as the limit of those that have none
            limits.memory = limits.memory.filter(|limit| *limit < host.memory);
            Some((running.cuid, meters.note(&running, usage, limits)?))
        });
        told.collect()
    }

    fn host(&self) -> Host {
        let limits = self.host_limits();
        #[expect(clippy::cast_precision_loss, reason = "a number of cores is small")]
        Host { cores: limits.cpus as f64, memory: limits.memory }
    }

    /// The last sample of a container that runs.
    pub(super) async fn stats(&self, cuid: Cuid) -> Result<ContainerStats, Failure> {
        let mut rounds = self.samples.rounds.subscribe();
        let name = cuid.to_string();
        let wait = async {
            loop {
                let entry = self.entry(cuid)?;
                let status = entry.status();
                if !matches!(status, Status::Running | Status::Paused) {
                    return Err(failures::no_stats(status));
                }
                // who has just begun to run is looked at in a moment
                if let Some(observed) = &entry.observed
                    && let Some(pid) = observed.pid
                {
                    let series = self.samples.series.read();
                    let latest = series.get(&cuid);
                    let latest = latest
                        .and_then(|series| series.latest(&name, &observed.id, pid, self.host()));
                    if let Some(latest) = latest {
                        return Ok(latest);
                    }
                }
                if rounds.changed().await.is_err() {
                    return Err(failures::stats_unavailable());
                }
            }
        };
        timeout(FIRST, wait).await.unwrap_or_else(|_| Err(failures::stats_unavailable()))
    }

    /// The last quarter of an hour of a container.
    pub(super) fn stats_history(&self, cuid: Cuid) -> Result<StatsHistory, Failure> {
        self.entry(cuid)?;
        let series = self.samples.series.read();
        let history = |series: &Series| series.history(cuid.to_string(), KEPT, self.samples.began);
        Ok(series.get(&cuid).map_or_else(|| history(&Series::default()), history))
    }

    /// The last samples of several containers.
    pub(super) fn recent_stats(&self, cuids: &[String], samples: usize) -> Vec<StatsHistory> {
        let series = self.samples.series.read();
        let known = cuids.iter().take(RECENT).filter_map(|name| {
            let series = series.get(&name.parse::<Cuid>().ok()?)?;
            Some(series.history(name.clone(), samples, self.samples.began))
        });
        known.collect()
    }

    /// What a container uses now; none where it does not run, or was not looked at yet.
    pub(super) fn current_sample(&self, cuid: Cuid) -> Option<StatsSample> {
        self.samples.series.read().get(&cuid)?.sample(&cuid.to_string(), self.host())
    }

    /// What all running containers use now.
    pub(super) fn current_stats(&self) -> StatsTick {
        self.samples.tick(self.host())
    }

    /// What all running containers use now, and from now on.
    pub(super) fn follow_stats(&self) -> (StatsTick, watch::Receiver<Arc<StatsTick>>) {
        let rounds = self.samples.rounds.subscribe();
        (self.current_stats(), rounds)
    }
}
