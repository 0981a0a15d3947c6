//! What the keyboard does on every page, and the sheet that tells it.

mod sheet;

pub(crate) use sheet::ShortcutSheet;

use crate::{focus::focus, palette::Palette, preference::Preference, tasks::Tasks};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast as _;

/// How long after the first of two keys the second may come.
const TOGETHER: std::time::Duration = std::time::Duration::from_millis(1500);

const LETTERS: Preference = Preference("letters");

/// What a key does, by its name.
pub(crate) type Lines = &'static [(&'static str, &'static str)];

const EVERYWHERE: Lines = &[
    ("Ctrl K", "Find a container, a page or an action"),
    ("?", "Show this list"),
    ("/", "Go to the filter"),
    ("n", "New container"),
    ("g c", "Go to the containers"),
    ("g i", "Go to the images"),
    ("g a", "Go to the activity"),
    ("g s", "Go to the system"),
    ("g d", "Go to the API docs"),
    ("t", "Show or hide the tasks"),
];

/// Where the second key after `g` leads.
const PLACES: [(&str, &str); 5] = [
    ("c", "/ui/containers"),
    ("i", "/ui/images"),
    ("a", "/ui/activity"),
    ("s", "/ui/system"),
    ("d", "/docs"),
];

/// The keyboard's shortcuts.
#[derive(Clone, Copy)]
pub(crate) struct Shortcuts {
    /// Whether the sheet is shown.
    pub(crate) open: RwSignal<bool>,
    /// Whether single letters do something. Those who speak to their browser type them by chance, so
    /// that they can be turned off (WCAG 2.1.4).
    letters: RwSignal<bool>,
    /// What the page explains beside what holds everywhere.
    sections: RwSignal<Vec<(&'static str, Lines)>>,
}

impl Shortcuts {
    /// Makes them known to all pages, and listens in the browser.
    pub(crate) fn provide() {
        let shortcuts = Self {
            open: RwSignal::new(false),
            letters: RwSignal::new(LETTERS.get().as_deref() != Some("off")),
            sections: RwSignal::default(),
        };
        provide_context(shortcuts);
        let palette = Palette::get();
        let tasks = Tasks::get();
        let navigate = use_navigate();
        Effect::new(move |_| {
            let began = StoredValue::new(false);
            let navigate = navigate.clone();
            let go = move |to: &str| navigate(to, NavigateOptions::default());
            let listening = window_event_listener(ev::keydown, move |event| {
                if event.default_prevented() || event.alt_key() {
                    return;
                }
                let key = event.key();
                let done = if event.ctrl_key() || event.meta_key() {
                    let wanted = key.eq_ignore_ascii_case("k") && !event.shift_key();
                    if wanted {
                        palette.toggle();
                    }
                    wanted
                } else if !shortcuts.letters.get_untracked() || takes_letters(&event) {
                    false
                } else if began.get_value() {
                    began.set_value(false);
                    let place = PLACES.iter().find(|(second, _)| *second == key);
                    match place {
                        // a page of the server's own
                        Some((_, "/docs")) => location().assign("/docs").is_ok(),
                        Some((_, to)) => {
                            go(to);
                            true
                        }
                        None => false,
                    }
                } else {
                    match key.as_str() {
                        "?" => shortcuts.open.set(true),
                        "n" => go("/ui/containers/new"),
                        "t" => tasks.open.update(|open| *open = !*open),
                        "g" => {
                            began.set_value(true);
                            set_timeout(move || began.set_value(false), TOGETHER);
                        }
                        "/" if focus(".search input") => {}
                        _ => return,
                    }
                    true
                };
                if done {
                    event.prevent_default();
                }
            });
            on_cleanup(move || listening.remove());
        });
    }

    /// Those of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Adds what keys do in a part of the page to the sheet, as long as the component is shown that
    /// calls it.
    pub(crate) fn explain(self, place: &'static str, lines: Lines) {
        // the server renders no sheet, and the first render in the browser has to be the same
        Effect::new(move |_| self.sections.update(|all| all.push((place, lines))));
        on_cleanup(move || {
            self.sections.try_update(|all| all.retain(|(other, _)| *other != place));
        });
    }

    fn set_letters(self, on: bool) {
        self.letters.set(on);
        LETTERS.set(if on { "on" } else { "off" });
    }
}

/// Whether the key belongs to something that letters are typed into, or to a question.
fn takes_letters(event: &web_sys::KeyboardEvent) -> bool {
    let Some(at) = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let takes =
        "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog";
    at.closest(takes).ok().flatten().is_some()
}
