use crate::{
    domain::{container::validate_image, core::Core, failures, time},
    engine::{Engine, PullProgress},
};
use app::types::{EventKind, Failure, Pull, PullFailure, PullList, PullRequest, PullState};
use parking_lot::Mutex;
use std::{
    collections::VecDeque,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, time::interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long an ended pull is remembered.
const REMEMBERED: Duration = Duration::from_mins(10);
/// How many pulls are remembered at most, and how many of them may be under way.
const MOST: (usize, usize) = (64, 32);
/// How much time lies between two steps of a pull that are told.
const PACE: Duration = Duration::from_millis(200);
/// How long the end of a pull that was cancelled is waited for.
const END: Duration = Duration::from_secs(10);

/// Pulls that somebody asked for.
#[derive(Default)]
pub(in crate::domain) struct Pulls {
    /// Newest last.
    known: Mutex<VecDeque<Known>>,
    stop: CancellationToken,
}

/// How a pull stands; with the failure that ended it.
pub(super) type PullNow = (Arc<Pull>, Option<Failure>);

struct Known {
    id: String,
    now: watch::Sender<PullNow>,
    cancel: CancellationToken,
    ended: Option<Instant>,
    /// How many watch it, and whether it goes on without them.
    watchers: usize,
    detached: bool,
}

/// A pull that somebody watches. When the last who does so goes away, it is cancelled, unless
/// somebody had it go on by itself.
pub struct Watched {
    /// How it stands, whenever that changes.
    pub changes: watch::Receiver<PullNow>,
    core: Arc<Core>,
    id: String,
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut known = self.core.asked_pulls.known.lock();
        if let Some(pull) = known.iter_mut().find(|pull| pull.id == self.id) {
            pull.watchers -= 1;
            if pull.watchers == 0 && !pull.detached {
                pull.cancel.cancel();
            }
        }
    }
}

impl Pulls {
    /// Cancels all of them.
    pub(in crate::domain) fn stop(&self) {
        self.stop.cancel();
    }

    fn tidy(known: &mut VecDeque<Known>) {
        known.retain(|pull| pull.ended.is_none_or(|ended| ended.elapsed() < REMEMBERED));
        while known.len() >= MOST.0
            && let Some(oldest) = known.iter().position(|pull| pull.ended.is_some())
        {
            known.remove(oldest);
        }
    }
}

impl Core {
    /// Begins to pull an image, or joins who pulls it already.
    pub(in crate::domain) fn pull(
        self: &Arc<Self>,
        request: PullRequest,
    ) -> Result<Watched, Failure> {
        let image = validate_image(request.image)?;
        let engine = self.engine()?;
        let mut known = self.asked_pulls.known.lock();
        Pulls::tidy(&mut known);
        let same = known.iter_mut().find(|pull| {
            pull.ended.is_none()
                && !pull.cancel.is_cancelled()
                && pull.now.borrow().0.image == image
        });
        if let Some(pull) = same {
            pull.watchers += 1;
            pull.detached |= request.detach;
            let (changes, id) = (pull.now.subscribe(), pull.id.clone());
            drop(known);
            return Ok(Watched { changes, core: Arc::clone(self), id });
        }
        if known.iter().filter(|pull| pull.ended.is_none()).count() >= MOST.1 {
            return Err(failures::too_many_pulls(MOST.1));
        }
        let pull = Pull {
            id: Uuid::new_v4().to_string(),
            message: format!("pulling {image}"),
            image,
            state: PullState::Pulling,
            percent: None,
            current_bytes: 0,
            total_bytes: 0,
            layers: Vec::new(),
            started_at: time::now(),
            ended_at: None,
            error: None,
        };
        let id = pull.id.clone();
        let cancel = self.asked_pulls.stop.child_token();
        let now = watch::Sender::new((Arc::new(pull.clone()), None));
        let changes = now.subscribe();
        known.push_back(Known {
            id: id.clone(),
            now: now.clone(),
            cancel: cancel.clone(),
            ended: None,
            watchers: 1,
            detached: request.detach,
        });
        drop(known);
        self.events.publish(EventKind::Pull { pull: Arc::new(pull.clone()) });
        self.tasks.spawn(Arc::clone(self).see_pull(engine, pull, now, cancel));
        Ok(Watched { changes, core: Arc::clone(self), id })
    }

    /// Pulls, and tells how far it is.
    async fn see_pull(
        self: Arc<Self>,
        engine: Engine,
        mut pull: Pull,
        now: watch::Sender<PullNow>,
        cancel: CancellationToken,
    ) {
        let outcome = self.follow_pull(&engine, &mut pull, &now, &cancel).await;
        let mut failure = None;
        match outcome {
            Some(Ok(())) => {
                pull.state = PullState::Done;
                pull.message = format!("pulled {}", pull.image);
                pull.percent = Some(100);
                pull.current_bytes = pull.total_bytes;
                pull.layers
                    .iter_mut()
                    .for_each(|layer| "Pull complete".clone_into(&mut layer.status));
            }
            Some(Err(error)) => {
                pull.state = PullState::Failed;
                pull.message = format!("{} can't be pulled", pull.image);
                let (code, message) = (error.code.clone(), error.message.clone());
                pull.error = Some(PullFailure { code, message });
                failure = Some(error);
            }
            None => {
                pull.state = PullState::Cancelled;
                pull.message = format!("the pull of {} was cancelled", pull.image);
            }
        }
        pull.ended_at = Some(time::now());
        if let Some(known) =
            self.asked_pulls.known.lock().iter_mut().find(|known| known.id == pull.id)
        {
            known.ended = Some(Instant::now());
        }
        self.tell_pull(&now, &pull, failure);
    }

    /// Pulls, and tells at an even pace how far it is; `None` where it was cancelled.
    async fn follow_pull(
        &self,
        engine: &Engine,
        pull: &mut Pull,
        now: &watch::Sender<PullNow>,
        cancel: &CancellationToken,
    ) -> Option<Result<(), Failure>> {
        let image = pull.image.clone();
        let seen = Mutex::new(None);
        let work = async {
            // one that a container waits for goes first
            let _pulling = self.pulls.lock(&image).await;
            engine.pull(&image, |progress| *seen.lock() = Some(progress.clone())).await
        };
        let mut work = pin!(work);
        let mut pace = interval(PACE);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return None,
                outcome = &mut work => return Some(outcome.map_err(Failure::from)),
                _ = pace.tick() => {
                    if let Some(progress) = seen.lock().take() {
                        note(pull, &progress);
                        self.tell_pull(now, pull, None);
                    }
                }
            }
        }
    }

    fn tell_pull(&self, now: &watch::Sender<PullNow>, pull: &Pull, failure: Option<Failure>) {
        let pull = Arc::new(pull.clone());
        now.send_replace((Arc::clone(&pull), failure));
        self.events.publish(EventKind::Pull { pull });
    }

    /// Pulls under way and those that ended lately, newest first.
    pub(in crate::domain) fn pull_list(&self) -> PullList {
        let mut known = self.asked_pulls.known.lock();
        Pulls::tidy(&mut known);
        let pulls = known.iter().rev().map(|pull| (*pull.now.borrow().0).clone());
        PullList { pulls: pulls.collect() }
    }

    /// Cancels a pull and waits until the engine was told; one that has ended stays as it is.
    pub(in crate::domain) async fn cancel_pull(&self, id: &str) -> Result<Arc<Pull>, Failure> {
        let mut changes = {
            let known = self.asked_pulls.known.lock();
            let pull = known.iter().find(|pull| pull.id == id);
            let pull = pull.ok_or_else(|| failures::no_such_pull(id))?;
            pull.cancel.cancel();
            pull.now.subscribe()
        };
        let ended = changes.wait_for(|(pull, _)| pull.state != PullState::Pulling);
        match tokio::time::timeout(END, ended).await {
            Ok(Ok(now)) => Ok(Arc::clone(&now.0)),
            _ => Err(failures::internal("The pull does not end.")),
        }
    }
}

fn note(pull: &mut Pull, progress: &PullProgress) {
    pull.percent = progress.percent();
    (pull.current_bytes, pull.total_bytes) = (progress.current, progress.total);
    pull.layers.clone_from(&progress.layers);
}
