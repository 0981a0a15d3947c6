use super::Tasks;
use crate::{
    api::images::{list_pulls, pull_image},
    session,
    types::{ApiError, Pull, PullState},
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// The pulls of images that the server knows.
#[derive(Clone, Copy, Default)]
pub(super) struct Pulls {
    /// Newest first.
    known: RwSignal<Vec<Arc<Pull>>>,
    /// Whether they have been read.
    read: RwSignal<bool>,
    /// The ids of those that began here and have not ended yet.
    mine: StoredValue<BTreeSet<String>>,
}

impl Tasks {
    /// Pulls under way and those that ended lately, newest first; `None` until they have been read.
    pub(crate) fn pulls(self) -> Option<Vec<Arc<Pull>>> {
        self.pulls.read.get().then(|| self.pulls.known.get())
    }

    /// Those that are under way.
    pub(super) fn pulling(self) -> Vec<Arc<Pull>> {
        let goes_on = |pull: &&Arc<Pull>| pull.state == PullState::Pulling;
        self.pulls.known.with(|all| all.iter().filter(goes_on).cloned().collect())
    }

    /// Begins to pull an image, or joins who pulls it already. Its end is told wherever one is then.
    pub(crate) async fn pull(self, image: String) -> Result<(), ApiError> {
        let pull = Arc::new(pull_image(image).await?);
        self.pulls.mine.update_value(|mine| {
            mine.insert(pull.id.clone());
        });
        // events are newer than the answer
        let known = self.pulls.known.with_untracked(|all| find(all, &pull.id).cloned());
        self.pull_goes_on(&known.unwrap_or(pull));
        Ok(())
    }

    pub(super) fn pull_goes_on(self, pull: &Arc<Pull>) {
        self.pulls.known.update(|all| match all.iter_mut().find(|known| known.id == pull.id) {
            Some(known) => *known = Arc::clone(pull),
            None => all.insert(0, Arc::clone(pull)),
        });
        let mine = self
            .pulls
            .mine
            .try_update_value(|mine| pull.state != PullState::Pulling && mine.remove(&pull.id));
        if mine == Some(true) {
            self.tell_pull(pull);
        }
    }

    /// Says how a pull ended, where no page shows it.
    fn tell_pull(self, pull: &Pull) {
        if location().pathname().is_ok_and(|path| path == "/ui/images") {
            return;
        }
        match (pull.state, &pull.error) {
            (PullState::Done, _) => self.toasts.success(format!("{} pulled", pull.image)),
            (PullState::Failed, Some(error)) => {
                self.toasts.warning(format!("{} was not pulled: {}", pull.image, error.message));
            }
            _ => {}
        }
    }

    pub(super) fn read_pulls(self) {
        leptos::task::spawn_local(async move {
            match list_pulls().await {
                Ok(list) => {
                    let ended = self.pulls.known.with_untracked(|all| {
                        let ended = |pull: &&Arc<Pull>| pull.state != PullState::Pulling;
                        all.iter().filter(ended).cloned().collect::<Vec<_>>()
                    });
                    // an end that was told meanwhile is newer than the answer
                    let newest = |pull: Pull| {
                        find(&ended, &pull.id).cloned().unwrap_or_else(|| Arc::new(pull))
                    };
                    self.pulls.known.set(list.pulls.into_iter().map(newest).collect());
                    self.pulls.read.set(true);
                }
                // what is shown meanwhile is the last known
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    }
}

fn find<'a>(all: &'a [Arc<Pull>], id: &str) -> Option<&'a Arc<Pull>> {
    all.iter().find(|pull| pull.id == id)
}
