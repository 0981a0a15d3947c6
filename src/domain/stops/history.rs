use super::SKEW;
use crate::{domain::container::Cuid, store::LogReader};
use app::types::{ActionEntry, Asked};
use jiff::{SignedDuration, Timestamp};
use std::{collections::HashMap, ops::ControlFlow};

/// How many bytes of the action log are looked through.
const MOST: u64 = 4 << 20;
/// What ends a container that runs.
const ENDING: [&str; 4] =
    ["container.stop", "container.restart", "container.update", "container.ports"];

/// Who asked for what ended containers at those moments, as far as the log's end tells it. Blocks.
pub(super) fn asked(
    log: &LogReader,
    ended: &HashMap<Cuid, (String, Timestamp)>,
) -> HashMap<Cuid, Asked> {
    let mut asked = HashMap::new();
    let looked = log.back(None, MOST, |line| {
        if let Ok(entry) = serde_json::from_slice::<ActionEntry>(line)
            && let Some((cuid, at)) = ended_by(&entry, ended)
        {
            asked.entry(cuid).or_insert(Asked {
                user: entry.user,
                action: entry.action,
                at: crate::domain::time::format(at),
                request_id: Some(entry.request_id),
            });
        }
        ControlFlow::Continue(())
    });
    if let Err(error) = looked {
        tracing::warn!(%error, "the action log can't be read; who stopped containers is not known");
    }
    asked
}

/// The container that a request ended, and when that was asked for.
fn ended_by(
    entry: &ActionEntry,
    ended: &HashMap<Cuid, (String, Timestamp)>,
) -> Option<(Cuid, Timestamp)> {
    if !ENDING.contains(&entry.action.as_str()) {
        return None;
    }
    let cuid: Cuid = entry.cuid.as_ref()?.parse().ok()?;
    let (_, at) = ended.get(&cuid)?;
    let began: Timestamp = entry.timestamp.parse().ok()?;
    let took = SignedDuration::try_from_secs_f64(entry.duration_ms / 1000.0).ok()?;
    (*at >= began - SKEW && *at <= began + took + SKEW).then_some((cuid, began))
}
