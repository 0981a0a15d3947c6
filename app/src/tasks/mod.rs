//! Whatever takes longer than a second: what is done to many containers at once, and the operations
//! and pulls that are under way on the server, whoever began them.

mod batch;
mod drawer;
mod operations;
mod pull_view;
mod pulls;

pub(crate) use batch::{Doing, Target};
pub(crate) use drawer::{TaskButton, TaskDrawer};
pub(crate) use pull_view::PullView;

use crate::{components::Toasts, leaving::Leaving};
use batch::Batch;
use leptos::prelude::*;
use operations::Underway;
use pulls::Pulls;

/// The tasks, known to all pages.
#[derive(Clone, Copy)]
pub(crate) struct Tasks {
    /// Whether the drawer is shown.
    pub(crate) open: RwSignal<bool>,
    /// What is done to many containers, the latest last.
    batches: RwSignal<Vec<Batch>>,
    /// How many calls of batches are on their way.
    calls: StoredValue<usize>,
    /// Changes whenever a step of a batch does.
    steps: RwSignal<u32>,
    /// The operations that are under way, as the event stream tells them, by the container's id.
    underway: RwSignal<Vec<Underway>>,
    pulls: Pulls,
    toasts: Toasts,
}

impl Tasks {
    /// Makes them known to all pages.
    pub(crate) fn provide() -> Self {
        let tasks = Self {
            open: RwSignal::new(false),
            batches: RwSignal::default(),
            calls: StoredValue::new(0),
            steps: RwSignal::new(0),
            underway: RwSignal::default(),
            pulls: Pulls::default(),
            toasts: Toasts::get(),
        };
        provide_context(tasks);
        // what the server has begun goes on; what it was not asked for yet would be lost
        Leaving::ask_while(Signal::derive(move || tasks.has_waiting()));
        tasks
    }

    /// Those of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }
}
