use crate::preference::Preference;
use leptos::prelude::*;

/// How lines are shown, as it was chosen last.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    /// Whether with the moment they were written at.
    pub(super) times: RwSignal<bool>,
    /// Whether long ones go on below.
    pub(super) wraps: RwSignal<bool>,
}

const REMEMBERED: Preference = Preference("logs");
const NO_TIMES: &str = "no-times";
const NO_WRAP: &str = "no-wrap";

impl Settings {
    /// Those that are remembered.
    pub(super) fn get() -> Self {
        let words = SharedValue::new(|| REMEMBERED.get()).into_inner().unwrap_or_default();
        let has = |word: &str| words.split('.').any(|other| other == word);
        Self { times: RwSignal::new(!has(NO_TIMES)), wraps: RwSignal::new(!has(NO_WRAP)) }
    }

    /// Remembers them.
    pub(super) fn keep(self) {
        let times = (!self.times.get_untracked()).then_some(NO_TIMES);
        let wraps = (!self.wraps.get_untracked()).then_some(NO_WRAP);
        let words: Vec<_> = times.into_iter().chain(wraps).collect();
        REMEMBERED.set(&words.join("."));
    }
}
