use crate::types::FileEntry;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The entries of a folder that are chosen for what is done next.
#[derive(Clone, Copy, Default)]
pub(super) struct Selection {
    paths: RwSignal<BTreeSet<String>>,
    /// Where a range begins.
    anchor: StoredValue<Option<String>>,
}

impl Selection {
    pub(super) fn has(self, path: &str) -> bool {
        self.paths.with(|paths| paths.contains(path))
    }

    pub(super) fn count(self) -> usize {
        self.paths.with(BTreeSet::len)
    }

    /// Those of these that are chosen, in their order.
    pub(super) fn of(self, entries: &[FileEntry]) -> Vec<FileEntry> {
        self.paths.with_untracked(|paths| {
            entries.iter().filter(|entry| paths.contains(&entry.path)).cloned().collect()
        })
    }

    /// Chooses one more, or no longer.
    pub(super) fn toggle(self, path: &str) {
        self.anchor.set_value(Some(path.to_owned()));
        self.paths.update(|paths| {
            if !paths.remove(path) {
                paths.insert(path.to_owned());
            }
        });
    }

    /// Chooses everything between the one that was chosen last and this one.
    pub(super) fn extend(self, entries: &[FileEntry], to: &str) {
        let at = |path: &str| entries.iter().position(|entry| entry.path == path);
        let from = self.anchor.with_value(|anchor| anchor.as_deref().and_then(at));
        let (Some(from), Some(to)) = (from.or_else(|| at(to)), at(to)) else { return };
        let range = &entries[from.min(to)..=from.max(to)];
        self.anchor.set_value(Some(entries[from].path.clone()));
        self.paths.set(range.iter().map(|entry| entry.path.clone()).collect());
    }

    /// Where a range begins that is not begun yet.
    pub(super) fn begin(self, path: &str) {
        if self.paths.with_untracked(BTreeSet::is_empty) {
            self.anchor.set_value(Some(path.to_owned()));
        }
    }

    pub(super) fn all(self, entries: &[FileEntry]) {
        self.paths.set(entries.iter().map(|entry| entry.path.clone()).collect());
    }

    pub(super) fn clear(self) {
        if self.paths.with_untracked(|paths| !paths.is_empty()) {
            self.paths.set(BTreeSet::new());
        }
    }

    /// Forgets what is no longer there.
    pub(super) fn keep(self, entries: &[FileEntry]) {
        let is_there = |path: &String| entries.iter().any(|entry| entry.path == *path);
        if self.paths.with_untracked(|paths| !paths.iter().all(is_there)) {
            self.paths.update(|paths| paths.retain(is_there));
        }
    }
}
