use crate::set::set;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is chosen of a list for what is done next, by the ids of its rows.
#[derive(Clone, Copy, Default)]
pub(crate) struct Selection {
    chosen: RwSignal<BTreeSet<String>>,
    /// Where a range begins.
    anchor: StoredValue<Option<String>>,
}

impl Selection {
    pub(crate) fn has(self, id: &str) -> bool {
        self.chosen.with(|chosen| chosen.contains(id))
    }

    /// The same without following what is chosen later.
    pub(crate) fn has_untracked(self, id: &str) -> bool {
        self.chosen.with_untracked(|chosen| chosen.contains(id))
    }

    pub(crate) fn count(self) -> usize {
        self.chosen.with(BTreeSet::len)
    }

    /// Chooses one more, or no longer.
    pub(crate) fn toggle(self, id: &str) {
        self.anchor.set_value(Some(id.to_owned()));
        self.chosen.update(|chosen| {
            if !chosen.remove(id) {
                chosen.insert(id.to_owned());
            }
        });
    }

    /// Chooses everything between the one that was chosen last and this one; `ids` are those of the
    /// list in its order.
    pub(crate) fn extend(self, ids: &[&str], to: &str) {
        let at = |id: &str| ids.iter().position(|other| *other == id);
        let from = self.anchor.with_value(|anchor| anchor.as_deref().and_then(at));
        let (Some(from), Some(to)) = (from.or_else(|| at(to)), at(to)) else { return };
        self.anchor.set_value(Some(ids[from].to_owned()));
        self.all(&ids[from.min(to)..=from.max(to)]);
    }

    /// Where a range begins that is not begun yet.
    pub(crate) fn begin(self, id: &str) {
        if self.chosen.with_untracked(BTreeSet::is_empty) {
            self.anchor.set_value(Some(id.to_owned()));
        }
    }

    /// Chooses these and nothing else.
    pub(crate) fn all(self, ids: &[&str]) {
        self.chosen.set(set(ids.iter().map(|id| (*id).to_owned())));
    }

    pub(crate) fn clear(self) {
        if self.chosen.with_untracked(|chosen| !chosen.is_empty()) {
            self.chosen.set(BTreeSet::new());
        }
    }

    /// Forgets what is no longer there.
    pub(crate) fn keep(self, ids: &[&str]) {
        if self.chosen.with_untracked(BTreeSet::is_empty) {
            return;
        }
        let there = set(ids.iter().copied());
        let is_there = |id: &String| there.contains(&**id);
        if self.chosen.with_untracked(|chosen| !chosen.iter().all(is_there)) {
            self.chosen.update(|chosen| chosen.retain(is_there));
        }
    }
}
