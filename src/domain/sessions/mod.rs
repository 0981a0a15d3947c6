//! What people and programs run in containers beside what those run by themselves, and the output
//! of both.

mod attachment;
mod backlog;
mod characters;
mod follow;
mod open;
mod output;
mod pump;
mod run;
mod session;

pub use crate::engine::{OutputStream, Signal, Size};
pub use attachment::{Attachment, Controls, Input};
pub(super) use characters::cut_tail;
pub use follow::Follower;
pub use open::{Launch, PIECE};
pub use output::{End, Item};
pub use run::Program;

use super::{Domain, container::Cuid, failures};
use crate::engine::Traces;
use app::types::{Failure, RunRequest, RunResult, SessionInfo, SessionList};
use parking_lot::Mutex;
use session::Session;
use std::{collections::BTreeMap, future::Future, sync::Arc};
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

    /// A container's session with that id, unless somebody is ending it.
    fn find(&self, cuid: Cuid, id: &str) -> Result<Arc<Session>, Failure> {
        let is_it = |session: &&Arc<Session>| session.cuid == cuid && !session.stop.is_cancelled();
        let found = self.all.lock().get(id).filter(is_it).cloned();
        found.ok_or_else(|| failures::session_not_found(id))
    }

    fn of(&self, cuid: Cuid) -> Vec<Arc<Session>> {
        self.all.lock().values().filter(|session| session.cuid == cuid).cloned().collect()
    }

    /// Ends those of a container, and forgets them.
    pub(super) fn stop_of(&self, cuid: Cuid) {
        self.of(cuid).iter().for_each(|session| session.stop());
    }

    /// Ends all of them.
    pub(super) fn stop(&self) {
        self.all.lock().values().for_each(|session| session.stop());
    }
}

impl Domain {
    /// Runs a program in a running container, no longer than `until`; `state_error` where it does
    /// not run.
    pub async fn open_session(
        &self,
        cuid: &str,
        launch: Launch,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Attachment, Failure> {
        self.core.open_session(cuid.parse()?, launch, until).await
    }

    /// Joins a session, from a place of its output on, in bytes; from the oldest that is kept where
    /// none is given. Whoever only `watches` is never waited for, and may miss some of it.
    pub fn attach(
        &self,
        cuid: &str,
        id: &str,
        from: Option<u64>,
        watches: bool,
    ) -> Result<Attachment, Failure> {
        let session = self.core.sessions.find(cuid.parse()?, id)?;
        Ok(Attachment::new(&session, from, watches))
    }

    /// Runs a program in a running container to its end; `timeout` where that takes too long.
    pub async fn run_program(&self, cuid: &str, request: RunRequest) -> Result<RunResult, Failure> {
        self.core.run_program(cuid.parse()?, request).await
    }

    /// Runs a program in a running container, to be read as it goes on.
    pub async fn start_program(&self, cuid: &str, request: RunRequest) -> Result<Program, Failure> {
        self.core.start_program(cuid.parse()?, request).await
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

#[async_trait::async_trait]
impl app::api::Sessions for Domain {
    fn list(&self, cuid: &str) -> Result<SessionList, Failure> {
        let cuid = cuid.parse()?;
        self.core.entry(cuid)?;
        let sessions = self.core.sessions.of(cuid);
        let mut sessions: Vec<_> = sessions.iter().map(|session| session.info()).collect();
        sessions.sort_by(|one, other| one.started_at.cmp(&other.started_at));
        Ok(SessionList { sessions })
    }

    async fn end(&self, cuid: &str, id: &str) -> Result<SessionInfo, Failure> {
        let session = self.core.sessions.find(cuid.parse()?, id)?;
        session.stop();
        session.over.cancelled().await;
        Ok(session.info())
    }
}
