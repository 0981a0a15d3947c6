//! The command palette: pages, containers and actions, found by a few letters.

mod dialog;
mod entry;
mod fuzzy;
mod recent;

pub(crate) use dialog::{PaletteButton, PaletteDialog};

use leptos::prelude::*;

/// Whether the palette is open, known to all pages.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    open: RwSignal<bool>,
}

impl Palette {
    /// Makes it known.
    pub(crate) fn provide() {
        provide_context(Self { open: RwSignal::new(false) });
    }

    /// That of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Opens it, or closes it again.
    pub(crate) fn toggle(self) {
        self.open.update(|open| *open = !*open);
    }
}
