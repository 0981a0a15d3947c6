//! What people and programs run in containers beside what those run by themselves, and the output
//! of both.

mod backlog;
mod characters;
mod follow;
mod open;
mod output;
mod pump;
mod run;
mod session;

pub use crate::engine::{OutputStream, Signal, Size};
pub(super) use characters::cut_tail;
pub use follow::Follower;
pub use open::{Launch, PIECE};
pub use output::{End, Item};
pub use session::{Attachment, Input, Session};

use super::{Domain, failures};
use crate::engine::Traces;
use app::types::{Failure, RunRequest, RunResult};
use parking_lot::Mutex;
use std::{collections::BTreeMap, sync::Arc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many sessions there can be at once.
const MOST: usize = 512;

/// Every session.
pub(super) struct Sessions {
    all: Mutex<BTreeMap<String, Arc<Session>>>,
    /// Of which processes may still be there.
    left: Mutex<Vec<Traces>>,
    places: Arc<Semaphore>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            all: Mutex::default(),
            left: Mutex::default(),
            places: Arc::new(Semaphore::new(MOST)),
        }
    }
}

impl Sessions {
    /// A place for one more.
    fn admit(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let places = Arc::clone(&self.places);
        places.try_acquire_owned().map_err(|_| failures::too_many_sessions(MOST))
    }

    fn add(&self, session: &Arc<Session>) {
        self.all.lock().insert(session.id.clone(), Arc::clone(session));
    }

    fn remove(&self, id: &str) {
        self.all.lock().remove(id);
    }

    fn leave_behind(&self, traces: Traces) {
        self.left.lock().push(traces);
    }

    fn left_behind(&self) -> Vec<Traces> {
        std::mem::take(&mut *self.left.lock())
    }

    /// Ends all of them.
    pub(super) fn stop(&self) {
        self.all.lock().values().for_each(|session| session.stop());
    }
}

impl Domain {
    /// Runs a program in a running container; `state_error` where it does not run.
    pub async fn open_session(&self, cuid: &str, launch: Launch) -> Result<Attachment, Failure> {
        self.core.open_session(cuid.parse()?, launch).await
    }

    /// Runs a program in a running container to its end; `timeout` where that takes too long.
    pub async fn run_program(&self, cuid: &str, request: RunRequest) -> Result<RunResult, Failure> {
        self.core.run_program(cuid.parse()?, request).await
    }

    /// Refuses a container that is not running by `state_error`.
    pub fn require_running(&self, cuid: &str) -> Result<(), Failure> {
        self.core.running(cuid.parse()?).map(drop)
    }

    /// Follows what a container writes, from its start until it ends; also one that has ended.
    pub async fn follow_output(&self, cuid: &str) -> Result<Follower, Failure> {
        self.core.follow_output(cuid.parse()?).await
    }
}
