use app::types::{Event, EventKind, PullLayer};
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc};
use tokio::sync::broadcast;

/// How many events are kept for those who come back after a lost connection.
const KEPT: usize = 1024;
/// How many bytes the kept events may hold on to, by estimate: an environment may be large.
const KEPT_BYTES: usize = 8 << 20;
/// How many events a slow listener may be behind before it misses some.
const BEHIND: usize = 256;

/// Tells everybody who listens what happens, and those who come back what they missed.
pub struct EventBus {
    ring: Mutex<Ring>,
    live: broadcast::Sender<Arc<Event>>,
}

struct Ring {
    last_id: u64,
    kept: VecDeque<Arc<Event>>,
    bytes: usize,
}

/// What a listener gets: first `missed`, then everything from `live`.
pub struct Subscription {
    /// What happened since the id that the listener named, oldest first; where that is no longer
    /// known, a single `gap`.
    pub missed: Vec<Arc<Event>>,
    /// What happens from now on. A listener that is too slow loses events and is told so by the
    /// receiver's `Lagged` error.
    pub live: broadcast::Receiver<Arc<Event>>,
    /// The id of the last event before `live`.
    pub last_id: u64,
}

impl Default for EventBus {
    fn default() -> Self {
        // ids of an earlier run of the server are smaller than all of this one, so that who comes
        // back with one is told of the gap
        let began = u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default();
        let ring = Ring { last_id: began, kept: VecDeque::new(), bytes: 0 };
        Self { ring: Mutex::new(ring), live: broadcast::channel(BEHIND).0 }
    }
}

impl EventBus {
    /// Tells everybody that this happened just now.
    pub fn publish(&self, kind: EventKind) {
        let mut ring = self.ring.lock();
        ring.last_id += 1;
        let event = Arc::new(Event { id: ring.last_id, at: super::time::now(), kind });
        ring.keep(Arc::clone(&event));
        // sent under the lock, so that live order is id order; nobody listening is no error
        let _ = self.live.send(event);
    }

    /// Listens from now on, and back to the event after `after` where one is named.
    pub fn subscribe(&self, after: Option<u64>) -> Subscription {
        let ring = self.ring.lock();
        let live = self.live.subscribe();
        let missed = match after {
            None => Vec::new(),
            // an id of an earlier run of the server, or one that was dropped from the ring
            Some(id) if id > ring.last_id || id < ring.first_id() - 1 => {
                let kind = EventKind::Gap;
                vec![Arc::new(Event { id: ring.last_id, at: super::time::now(), kind })]
            }
            Some(id) => ring.kept.iter().filter(|event| event.id > id).cloned().collect(),
        };
        Subscription { missed, live, last_id: ring.last_id }
    }
}

impl Ring {
    fn first_id(&self) -> u64 {
        self.kept.front().map_or(self.last_id + 1, |event| event.id)
    }

    fn keep(&mut self, event: Arc<Event>) {
        self.bytes += weight(&event);
        self.kept.push_back(event);
        while self.kept.len() > KEPT || self.bytes > KEPT_BYTES {
            let Some(oldest) = self.kept.pop_front() else { return };
            self.bytes -= weight(&oldest);
        }
    }
}

/// About how many bytes an event holds on to.
fn weight(event: &Event) -> usize {
    const FIXED: usize = 1024;
    let container = match &event.kind {
        EventKind::Container { container } => container,
        EventKind::Session { session, .. } => {
            return FIXED + session.command.iter().map(String::len).sum::<usize>();
        }
        EventKind::Pull { pull } => return FIXED + pull.layers.len() * size_of::<PullLayer>() * 2,
        _ => return FIXED,
    };
    let env = container.env.iter().map(|(name, value)| name.len() + value.len());
    let command = container.command.iter().flatten().map(String::len);
    FIXED + env.chain(command).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::{EventBus, KEPT};
    use app::types::EventKind;

    #[test]
    fn who_comes_back_gets_what_they_missed_or_is_told_that_it_is_gone() {
        let bus = EventBus::default();
        let began = bus.subscribe(None).last_id;
        let tell = || bus.publish(EventKind::Engine { available: true });
        tell();
        tell();
        let missed = |after| bus.subscribe(Some(after)).missed;
        assert_eq!(
            missed(began).iter().map(|event| event.id).collect::<Vec<_>>(),
            [began + 1, began + 2]
        );
        assert!(missed(began + 2).is_empty());
        for unknown in [began - 1, began + 3, 1, u64::MAX] {
            let missed = missed(unknown);
            assert_eq!(missed.len(), 1);
            assert_eq!(missed[0].kind, EventKind::Gap, "{unknown}");
        }
        (0..KEPT).for_each(|_| tell());
        assert_eq!(missed(began)[0].kind, EventKind::Gap);
    }
}
