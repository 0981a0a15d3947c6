use app::types::{Event, EventKind};
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc};
use tokio::sync::broadcast;

/// How many events are kept for those who come back after a lost connection.
const KEPT: usize = 1024;

/// Tells everybody who listens what happens, and those who come back what they missed.
pub struct EventBus {
    ring: Mutex<Ring>,
    live: broadcast::Sender<Arc<Event>>,
}

struct Ring {
    last_id: u64,
    kept: VecDeque<Arc<Event>>,
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
        Self {
            ring: Mutex::new(Ring { last_id: 0, kept: VecDeque::with_capacity(KEPT) }),
            live: broadcast::channel(KEPT).0,
        }
    }
}

impl EventBus {
    /// Tells everybody that this happened just now.
    pub fn publish(&self, kind: EventKind) {
        let mut ring = self.ring.lock();
        ring.last_id += 1;
        let event = Arc::new(Event { id: ring.last_id, at: now(), kind });
        if ring.kept.len() == KEPT {
            ring.kept.pop_front();
        }
        ring.kept.push_back(Arc::clone(&event));
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
            Some(id) if id > ring.last_id || id + 1 < ring.first_id() => {
                vec![Arc::new(Event { id: ring.last_id, at: now(), kind: EventKind::Gap })]
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
}

fn now() -> String {
    super::time::now()
}
