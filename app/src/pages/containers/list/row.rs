use super::usage::Lately;
use crate::types::Container;
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A container in the list. Each has signals of its own, so that a change touches its row alone.
#[derive(Clone)]
pub(super) struct Row {
    /// Another for each row, also where a container left the list and came back: what the page
    /// shows would go on to follow the old row's signals.
    pub(super) id: usize,
    pub(super) cuid: String,
    pub(super) container: ArcRwSignal<Container>,
    /// What it uses, as long as it runs.
    pub(super) usage: ArcRwSignal<Lately>,
    /// Whether it has been deleted, and is shown only so that nothing moves under the pointer.
    pub(super) gone: ArcRwSignal<bool>,
}

impl Row {
    pub(super) fn new(container: Container) -> Self {
        static IDS: AtomicUsize = AtomicUsize::new(0);
        Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            cuid: container.cuid.clone(),
            container: ArcRwSignal::new(container),
            usage: ArcRwSignal::default(),
            gone: ArcRwSignal::new(false),
        }
    }

    /// Shows a container as it is now.
    pub(super) fn show(&self, container: Container) {
        if self.container.with_untracked(|known| *known != container) {
            self.container.set(container);
        }
    }
}
