use super::{fleet::Fleet, row::Row, window::Window};
use crate::{
    api::stats::get_recent_stats, chart::spark, fleet::Usage, metering, types::StatsHistory,
};
use leptos::prelude::*;
use std::collections::VecDeque;

/// How many samples a line in the list shows: two minutes.
pub(super) const SHOWN: usize = 60;
/// How long rows have to stay in sight for their past to be read.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(200);
/// What a line reaches up to at least, so that next to nothing does not look like much.
const LEAST_CORES: f64 = 0.05;
const LEAST_BYTES: f64 = 1_048_576.0;

/// What a container uses, and has used lately.
#[derive(Debug, Clone, Default)]
pub(super) struct Lately {
    /// Now; `None` while it does not run.
    pub(super) now: Option<Usage>,
    /// What it is sorted by, where that is what it uses: as of when the rows were last put in order.
    pub(super) ranked: Option<Usage>,
    /// Cores and bytes, the oldest first.
    past: VecDeque<(f64, f64)>,
    /// Whether what was before the page was opened has been asked for.
    is_known: bool,
}

impl Lately {
    /// Adds a sample; none where it does not run.
    pub(super) fn note(&mut self, usage: Option<Usage>) {
        self.now = usage;
        match usage {
            Some(Usage { cores: Some(cores), bytes, .. }) => {
                if self.past.len() == SHOWN {
                    self.past.pop_front();
                }
                self.past.push_back((cores, crate::chart::float(bytes)));
            }
            // the first sample of a run
            Some(_) => {}
            None => {
                self.past.clear();
                // of the next run there is nothing before what will be seen
                self.is_known = true;
            }
        }
    }

    /// Puts what was read before what was seen.
    fn fill(&mut self, history: &StatsHistory) {
        if self.now.is_none() {
            return;
        }
        let both = history.cpu_cores.iter().zip(&history.memory_bytes);
        // the run before is another one's line
        let of_run = both.rev().map_while(|(cores, bytes)| {
            Some((cores.as_ref().copied()?, crate::chart::float(bytes.as_ref().copied()?)))
        });
        let mut past: VecDeque<_> = of_run.take(SHOWN).collect();
        past.make_contiguous().reverse();
        self.past = past;
    }

    /// The path of the line of cores.
    pub(super) fn cores_path(&self) -> String {
        self.path(|(cores, _)| *cores, LEAST_CORES)
    }

    /// The path of the line of memory.
    pub(super) fn memory_path(&self) -> String {
        self.path(|(_, bytes)| *bytes, LEAST_BYTES)
    }

    fn path(&self, of: fn(&(f64, f64)) -> f64, least: f64) -> String {
        let highest = self.past.iter().map(of).fold(least, f64::max);
        // not at the edge, where half of the line would be cut off
        spark(self.past.iter().map(of), SHOWN, highest * 1.1)
    }
}

/// Keeps what the containers use as it is, as long as somebody sees the list.
pub(super) fn follow(fleet: Fleet, window: Window) {
    let waits = StoredValue::new(false);
    let read_soon = move || {
        if waits.try_update_value(|waits| std::mem::replace(waits, true)) == Some(false) {
            set_timeout(
                move || {
                    if waits.try_set_value(false).is_none() {
                        read_past(window);
                    }
                },
                SETTLED,
            );
        }
    };
    Effect::new(move |_| {
        window.rows();
        read_soon();
    });
    let opened = move || {
        // what was between the last connection and this is not known
        fleet.each(|row| row.usage.update_untracked(|lately| lately.is_known = false));
        read_soon();
    };
    metering::follow(None, opened, move |tick| fleet.measure(&tick));
}

/// Reads what the rows that are laid out have used before.
fn read_past(window: Window) {
    let is_wanted = |row: &Row| {
        row.container.with_untracked(|container| container.status.is_alive())
            && row.usage.with_untracked(|lately| !lately.is_known)
    };
    let rows: Vec<Row> = untrack(|| window.rows()).into_iter().filter(is_wanted).collect();
    if rows.is_empty() {
        return;
    }
    for row in &rows {
        row.usage.update_untracked(|lately| lately.is_known = true);
    }
    leptos::task::spawn_local(async move {
        let cuids = rows.iter().map(|row| row.cuid.clone()).collect();
        // without it, the lines begin with what comes now
        let Ok(histories) = get_recent_stats(cuids, SHOWN).await else { return };
        for history in histories {
            if let Some(row) = rows.iter().find(|row| row.cuid == history.cuid) {
                row.usage.update(|lately| lately.fill(&history));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Lately, SHOWN, Usage};
    use crate::types::StatsHistory;

    fn usage(cores: f64) -> Usage {
        Usage { cores: Some(cores), bytes: 1 << 20, ..Usage::default() }
    }

    #[test]
    fn a_line_is_two_minutes_of_one_run() {
        let mut lately = Lately::default();
        lately.note(Some(Usage::default()));
        assert_eq!(lately.cores_path(), "");
        for _ in 0..SHOWN + 5 {
            lately.note(Some(usage(1.0)));
        }
        assert_eq!(lately.past.len(), SHOWN);
        assert!(lately.cores_path().starts_with("M0 "));
        lately.note(None);
        assert_eq!((lately.now, lately.memory_path()), (None, String::new()));
    }

    #[test]
    fn what_was_before_comes_first() {
        let history = StatsHistory {
            cpu_cores: vec![Some(9.0), None, Some(0.25), Some(0.5)],
            memory_bytes: vec![Some(9), None, Some(1), Some(2)],
            ..StatsHistory::default()
        };
        let mut lately = Lately::default();
        lately.fill(&history);
        assert!(lately.past.is_empty(), "it does not run");
        lately.note(Some(usage(0.5)));
        lately.fill(&history);
        assert_eq!(lately.past, [(0.25, 1.0), (0.5, 2.0)]);
    }
}
