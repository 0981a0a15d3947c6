use crate::leaving::Leaving;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Texts that were changed, not saved, and left: they are there again when their file is opened.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    all: RwSignal<BTreeMap<(String, String), Draft>>,
}

/// A text that was not saved.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) text: String,
    /// The tag of the file that it was made of; `None` where there was no file.
    pub(super) etag: Option<String>,
}

impl Drafts {
    /// Makes them known to all pages.
    pub(crate) fn provide() {
        let drafts = Self { all: RwSignal::default() };
        provide_context(drafts);
        Leaving::ask_while(Signal::derive(move || drafts.all.with(|all| !all.is_empty())));
    }

    pub(super) fn get() -> Self {
        expect_context()
    }

    pub(super) fn keep(self, cuid: String, path: String, draft: Draft) {
        self.all.update(|all| {
            all.insert((cuid, path), draft);
        });
    }

    pub(super) fn take(self, cuid: &str, path: &str) -> Option<Draft> {
        self.all.try_update(|all| all.remove(&(cuid.to_owned(), path.to_owned()))).flatten()
    }
}
