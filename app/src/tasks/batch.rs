use super::Tasks;
use crate::{
    action,
    api::{
        containers::{control_container, delete_container},
        images::remove_image,
    },
    session,
    types::Action,
};
use leptos::prelude::*;

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

/// How many calls are on their way at once. A browser has six connections to one server by HTTP/1.1;
/// two of them are streams of events, and the page goes on to read.
const SIDE_BY_SIDE: usize = 3;
/// How many batches are remembered once they have ended.
const KEPT: usize = 5;

/// What is done to each container, or to each image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Control(Action),
    Delete,
    RemoveImage,
}

impl Doing {
    /// As a button says it, and once it is done.
    pub(crate) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Control(action) => {
                let (verb, _, done) = action::words(action);
                (verb, done)
            }
            Self::Delete => ("Delete", "deleted"),
            Self::RemoveImage => ("Remove", "removed"),
        }
    }

    /// What so many are that it is done to.
    const fn what(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::RemoveImage, 1) => "image",
            (Self::RemoveImage, _) => "images",
            (_, 1) => "container",
            (..) => "containers",
        }
    }

    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Control(action) => action.as_str(),
            Self::Delete | Self::RemoveImage => "delete",
        }
    }
}

/// A container or an image that something is done to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its id; a name of an image.
    pub(crate) cuid: String,
    pub(crate) name: String,
    /// Whether it is to be stopped where it has to be before it is deleted; of an image, whether it
    /// goes though containers were made from it.
    pub(crate) force: bool,
}

/// How far one container of a batch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Running,
    Done,
    Failed(String),
    /// Somebody stopped the batch before its turn.
    LeftOut,
}

/// One container of a batch.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) target: Target,
    pub(super) state: ArcRwSignal<State>,
}

/// The same done to many containers.
#[derive(Clone)]
pub(super) struct Batch {
    pub(super) id: usize,
    pub(super) doing: Doing,
    pub(super) steps: Vec<Step>,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) all: usize,
    pub(super) waiting: usize,
    pub(super) running: usize,
    pub(super) done: usize,
    pub(super) failed: usize,
    pub(super) left_out: usize,
}

impl Sum {
    pub(super) const fn has_ended(self) -> bool {
        self.waiting + self.running == 0
    }

    /// How far it is: `Stop 12 containers: 3 stopped`, `11 of 12 containers stopped, 1 failed`.
    pub(super) fn words(self, doing: Doing) -> String {
        let (verb, done) = doing.words();
        let containers = doing.what(self.all);
        let mut words = if self.has_ended() {
            format!("{} of {} {containers} {done}", self.done, self.all)
        } else {
            format!("{verb} {} {containers}: {} {done}", self.all, self.done)
        };
        for (count, word) in [(self.failed, "failed"), (self.left_out, "left out")] {
            if count > 0 {
                // writing to a string cannot fail
                let _ = write!(words, ", {count} {word}");
            }
        }
        words
    }
}

impl Batch {
    pub(super) fn sum(&self) -> Sum {
        self.steps.iter().fold(Sum::default(), |mut sum, step| {
            sum.all += 1;
            match step.state.get_untracked() {
                State::Waiting => sum.waiting += 1,
                State::Running => sum.running += 1,
                State::Done => sum.done += 1,
                State::Failed(_) => sum.failed += 1,
                State::LeftOut => sum.left_out += 1,
            }
            sum
        })
    }
}

impl Tasks {
    /// Does the same to many containers, and shows how far it is.
    pub(crate) fn begin(self, doing: Doing, targets: Vec<Target>) {
        static IDS: AtomicUsize = AtomicUsize::new(0);
        if targets.is_empty() {
            return;
        }
        let step = |target| Step { target, state: ArcRwSignal::new(State::Waiting) };
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let batch = Batch { id, doing, steps: targets.into_iter().map(step).collect() };
        self.batches.update(|batches| {
            while batches.len() >= KEPT
                && let Some(at) = batches.iter().position(|batch| batch.sum().has_ended())
            {
                batches.remove(at);
            }
            batches.push(batch);
        });
        self.open.set(true);
        self.go_on();
    }

    /// Whether a container waits for its turn, or is being worked on by a batch.
    pub(super) fn is_in_batch(self, cuid: &str) -> bool {
        self.batches.with_untracked(|batches| {
            batches.iter().flat_map(|batch| &batch.steps).any(|step| {
                step.target.cuid == cuid
                    && matches!(step.state.get_untracked(), State::Waiting | State::Running)
            })
        })
    }

    pub(super) fn has_waiting(self) -> bool {
        self.steps.track();
        self.batches.with(|batches| batches.iter().any(|batch| batch.sum().waiting > 0))
    }

    /// Tries what failed once more: one container, or all that did.
    pub(super) fn try_again(self, id: usize, cuid: Option<&str>) {
        let again = |step: &&Step| {
            matches!(step.state.get_untracked(), State::Failed(_))
                && cuid.is_none_or(|cuid| step.target.cuid == cuid)
        };
        self.change(id, again, &State::Waiting);
        self.go_on();
    }

    /// Leaves out what has not begun.
    pub(super) fn stop(self, id: usize) {
        self.change(id, |step| step.state.get_untracked() == State::Waiting, &State::LeftOut);
    }

    /// Forgets what has ended.
    pub(super) fn forget(self, id: usize) {
        self.batches.update(|batches| batches.retain(|batch| batch.id != id));
    }

    fn change(self, id: usize, which: impl Fn(&&Step) -> bool, to: &State) {
        self.batches.with_untracked(|batches| {
            let steps =
                batches.iter().filter(|batch| batch.id == id).flat_map(|batch| &batch.steps);
            for step in steps.filter(which) {
                step.state.set(to.clone());
            }
        });
        self.note();
    }

    fn note(self) {
        self.steps.update(|count| *count = count.wrapping_add(1));
    }

    /// Begins as many of those that wait as may go on side by side.
    fn go_on(self) {
        let waiting = |step: &&Step| step.state.get_untracked() == State::Waiting;
        while self.calls.get_value() < SIDE_BY_SIDE {
            let next = self.batches.with_untracked(|batches| {
                batches.iter().find_map(|batch| {
                    let step = batch.steps.iter().find(waiting)?.clone();
                    Some((batch.id, batch.doing, step))
                })
            });
            let Some((id, doing, step)) = next else { break };
            step.state.set(State::Running);
            self.calls.update_value(|calls| *calls += 1);
            leptos::task::spawn_local(async move {
                let Target { cuid, force, .. } = step.target.clone();
                let outcome = match doing {
                    Doing::Control(action) => control_container(cuid, action).await.map(drop),
                    Doing::Delete => delete_container(cuid, force).await.map(drop),
                    Doing::RemoveImage => remove_image(cuid, force).await.map(drop),
                };
                step.state.set(match outcome {
                    // somebody else was quicker
                    Err(error) if !matches!(doing, Doing::Control(_)) && error.status == 404 => {
                        State::Done
                    }
                    Err(error) => {
                        session::ended(&error);
                        State::Failed(error.message)
                    }
                    Ok(()) => State::Done,
                });
                self.calls.update_value(|calls| *calls -= 1);
                self.note();
                self.tell_end(id);
                self.go_on();
            });
        }
        self.note();
    }

    /// Says how a batch went once it has ended, where nobody sees it in the drawer.
    fn tell_end(self, id: usize) {
        let find = |batches: &Vec<Batch>| batches.iter().find(|batch| batch.id == id).cloned();
        let Some(batch) = self.batches.with_untracked(find) else { return };
        let sum = batch.sum();
        if sum.has_ended() && !self.open.get_untracked() {
            self.toasts.offer(sum.words(batch.doing), "Show", move || self.open.set(true));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Doing, Sum};
    use crate::types::Action;

    #[test]
    fn how_far_it_is_in_words() {
        let stop = Doing::Control(Action::Stop);
        let sum = Sum { all: 12, waiting: 5, running: 4, done: 3, ..Sum::default() };
        assert_eq!(sum.words(stop), "Stop 12 containers: 3 stopped");
        let sum = Sum { all: 12, done: 10, failed: 1, left_out: 1, ..Sum::default() };
        assert_eq!(sum.words(stop), "10 of 12 containers stopped, 1 failed, 1 left out");
        let sum = Sum { all: 1, done: 1, ..Sum::default() };
        assert_eq!(sum.words(Doing::Delete), "1 of 1 container deleted");
        assert_eq!(sum.words(Doing::RemoveImage), "1 of 1 image removed");
    }
}
