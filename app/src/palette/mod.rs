//! The command palette: pages, containers and actions, found by a few letters.

mod dialog;
mod entry;
mod fuzzy;
mod recent;

pub(crate) use dialog::{PaletteButton, PaletteDialog};

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Whether the palette is open, known to all pages.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    open: RwSignal<bool>,
    /// What is looked for.
    typed: RwSignal<String>,
    /// Whether what shows it has been fetched.
    fetched: StoredValue<bool>,
    /// Whether the first of what is found is to be chosen as soon as all is known.
    entered: RwSignal<bool>,
}

impl Palette {
    /// Makes it known.
    pub(crate) fn provide() {
        provide_context(Self {
            open: RwSignal::new(false),
            typed: RwSignal::default(),
            fetched: StoredValue::new(false),
            entered: RwSignal::new(false),
        });
    }

    /// That of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Opens it, or closes it again.
    pub(crate) fn toggle(self) {
        self.typed.set(String::new());
        self.entered.set(false);
        self.open.update(|open| *open = !*open);
    }

    /// Takes in what is typed before there is a field for it, the first time.
    fn type_ahead(self, event: &web_sys::KeyboardEvent) {
        let on_button = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| target.tag_name() == "BUTTON");
        // the only button is that which tries to fetch it again
        if !self.open.get_untracked() || self.fetched.get_value() || on_button {
            return;
        }
        let key = event.key();
        if key == "Enter" {
            self.entered.set(true);
            event.prevent_default();
        } else if key == "Backspace" {
            self.typed.update(|typed| {
                typed.pop();
            });
        } else if key.chars().count() == 1
            && !(event.ctrl_key() || event.meta_key() || event.alt_key())
        {
            self.typed.update(|typed| typed.push_str(&key));
            event.prevent_default();
        }
    }
}
