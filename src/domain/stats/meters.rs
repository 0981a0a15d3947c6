use crate::{
    domain::container::Cuid,
    engine::{Buffer, Cgroups, FILES, Limits, Meter, Usage},
};
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

/// Every how many rounds limits are read again; somebody may change them by hand.
const LIMITS: u64 = 15;
/// Which part of the files that this process may have open is for counters.
const SHARE: usize = 4;

/// A container that runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Running {
    pub(super) cuid: Cuid,
    /// The engine's id.
    pub(super) id: String,
    /// The host's id of its first process.
    pub(super) pid: i32,
    /// How many cores its definition allows it.
    pub(super) cpus: Option<f64>,
}

/// What a container has used, and how fast.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) id: Arc<str>,
    pub(super) pid: i32,
    pub(super) usage: Usage,
    pub(super) limits: Limits,
    /// Since the reading before; `None` of the first one.
    pub(super) rates: Option<Rates>,
}

/// By the second.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Rates {
    /// Cores kept busy.
    pub(super) cores: f64,
    /// Bytes.
    pub(super) block_read: f64,
    pub(super) block_written: f64,
    pub(super) received: f64,
    pub(super) sent: f64,
}

/// Reads what containers use.
#[derive(Debug)]
pub(super) struct Meters {
    cgroups: Option<Cgroups>,
    attached: HashMap<Cuid, Attached>,
    buffer: Buffer,
    round: u64,
    /// How many meters may keep their files open.
    most_kept: usize,
}

/// A container whose counters are read.
#[derive(Debug)]
struct Attached {
    running: Running,
    id: Arc<str>,
    /// `None` where only the engine can tell.
    meter: Option<Meter>,
    limits: Limits,
    before: Option<(Instant, Usage)>,
}

impl Meters {
    /// Looks for this machine's counters.
    pub(super) fn find() -> Self {
        let open = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        let open = open.map_or(usize::MAX, |open| usize::try_from(open).unwrap_or(usize::MAX));
        Self {
            cgroups: Cgroups::find(),
            attached: HashMap::new(),
            buffer: Buffer::default(),
            round: 0,
            most_kept: open / SHARE / FILES,
        }
    }

    /// Reads the counters of those that run, and forgets all others. Blocks. Also gives those whose
    /// files can't be read.
    pub(super) fn read(&mut self, running: Vec<Running>) -> (Vec<(Cuid, Reading)>, Vec<Running>) {
        self.round += 1;
        let mut before = std::mem::take(&mut self.attached);
        let (mut readings, mut unreadable) = (Vec::with_capacity(running.len()), Vec::new());
        for running in running {
            let cuid = running.cuid;
            let known = before.remove(&cuid).filter(|known| known.running == running);
            let mut attached = match known {
                Some(attached) => attached,
                None => self.attach(running),
            };
            match &attached.meter {
                Some(meter) => {
                    if self.round.is_multiple_of(LIMITS) {
                        attached.limits = meter.limits();
                    }
                    // one that has just ended is gone in the next round
                    if let Some(usage) = meter.usage(&mut self.buffer) {
                        readings.push((cuid, attached.note(usage)));
                    }
                }
                None => unreadable.push(attached.running.clone()),
            }
            self.attached.insert(cuid, attached);
        }
        (readings, unreadable)
    }

    /// Notes what the engine told of a container.
    pub(super) fn note(
        &mut self,
        running: &Running,
        usage: Usage,
        limits: Limits,
    ) -> Option<Reading> {
        let attached = self.attached.get_mut(&running.cuid)?;
        attached.limits = Limits { cpus: running.cpus, ..limits };
        Some(attached.note(usage))
    }

    fn attach(&self, running: Running) -> Attached {
        let keep = self.attached.len() < self.most_kept;
        let meter =
            self.cgroups.as_ref().and_then(|cgroups| cgroups.meter(&running.id, running.pid, keep));
        let limits = meter.as_ref().map(Meter::limits).unwrap_or_default();
        Attached { id: running.id.as_str().into(), running, meter, limits, before: None }
    }
}

impl Attached {
    fn note(&mut self, usage: Usage) -> Reading {
        let now = Instant::now();
        let before = self.before.replace((now, usage));
        Reading {
            id: Arc::clone(&self.id),
            pid: self.running.pid,
            usage,
            limits: self.limits,
            rates: before
                .map(|(at, before)| rates(&before, &usage, now.saturating_duration_since(at))),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "what happens in two seconds is exact in 52 bits")]
fn rates(before: &Usage, now: &Usage, took: Duration) -> Rates {
    let seconds = took.as_secs_f64().max(1e-3);
    let rate =
        |counter: fn(&Usage) -> u64| counter(now).saturating_sub(counter(before)) as f64 / seconds;
    Rates {
        cores: rate(|usage| usage.cpu_nanoseconds) / 1e9,
        block_read: rate(|usage| usage.block_read),
        block_written: rate(|usage| usage.block_written),
        received: rate(|usage| usage.received),
        sent: rate(|usage| usage.sent),
    }
}
