use super::memory;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How large text is unless somebody chooses otherwise, in CSS pixels.
const USUAL: u32 = 14;
/// How small and how large it can be.
const SIZES: std::ops::RangeInclusive<u32> = 8..=32;
/// Where the browser remembers it.
const KEY: &str = "terminal";

/// How terminals are shown in this browser.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    /// How large text is, in CSS pixels.
    pub(super) size: RwSignal<u32>,
    /// Whether what is on the screen is there as text for screen readers, and new lines are read out.
    pub(super) reader: RwSignal<bool>,
}

#[derive(Serialize, Deserialize)]
struct Remembered {
    size: u32,
    reader: bool,
}

impl Settings {
    /// Those that somebody has chosen in this browser.
    pub(super) fn remembered() -> Self {
        let settings = Self { size: RwSignal::new(USUAL), reader: RwSignal::new(false) };
        Effect::new(move |_| {
            if let Some(Remembered { size, reader }) = memory::lasting(KEY) {
                settings.size.set(size.clamp(*SIZES.start(), *SIZES.end()));
                settings.reader.set(reader);
            }
        });
        settings
    }

    /// Makes text larger or smaller by so many pixels.
    pub(super) fn enlarge(self, by: i32) {
        let size = self.size.get_untracked().saturating_add_signed(by);
        self.size.set(size.clamp(*SIZES.start(), *SIZES.end()));
        self.remember();
    }

    /// Makes text as large as it usually is.
    pub(super) fn reset_size(self) {
        self.size.set(USUAL);
        self.remember();
    }

    pub(super) fn toggle_reader(self) {
        self.reader.update(|reader| *reader = !*reader);
        self.remember();
    }

    fn remember(self) {
        let (size, reader) = (self.size.get_untracked(), self.reader.get_untracked());
        memory::keep_lasting(KEY, &Remembered { size, reader });
    }
}
