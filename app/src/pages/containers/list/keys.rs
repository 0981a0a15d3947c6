use super::{fleet::Fleet, window::Window};
use crate::{
    focus::focus,
    shortcuts::{Lines, Shortcuts},
    types::Container,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// What the keyboard does in the list, for those who ask.
const HELP: Lines = &[
    ("↑ ↓ PgUp PgDn Home End", "Go through the list; with Shift, select on the way"),
    ("Enter", "Open the container"),
    ("Space", "Select or no longer"),
    ("Ctrl A", "Select all that match"),
    ("Esc", "Select nothing"),
    ("Delete", "Delete what is selected, or the container at hand"),
    ("/", "Go to the filter"),
];

/// How many rows a page of the keyboard has.
const PAGE: usize = 10;

/// Makes the keyboard work in the list, wherever the focus is but in a field, a menu or a dialog.
pub(super) fn listen(fleet: Fleet, window: Window, delete: Callback<Vec<Container>>) {
    let shortcuts = Shortcuts::get();
    shortcuts.explain("In the list of containers", HELP);
    Effect::new(move |_| {
        let listening = window_event_listener(ev::keydown, move |event| {
            if event.default_prevented() || event.alt_key() || is_elsewhere(&event) {
                return;
            }
            let done = if event.ctrl_key() || event.meta_key() {
                let all = event.key().eq_ignore_ascii_case("a");
                if all {
                    fleet.with_ids(|ids| fleet.selection.all(ids));
                }
                all
            } else {
                plain(fleet, window, shortcuts, delete, &event)
            };
            if done {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Whether the key belongs to something that takes keys itself.
fn is_elsewhere(event: &web_sys::KeyboardEvent) -> bool {
    let Some(at) = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let takes = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, .menu, .top, .uploads, .tasks";
    at.closest(takes).ok().flatten().is_some()
}

fn plain(
    fleet: Fleet,
    window: Window,
    shortcuts: Shortcuts,
    delete: Callback<Vec<Container>>,
    event: &web_sys::KeyboardEvent,
) -> bool {
    let count = fleet.shown.with_untracked(Vec::len);
    let Some(last) = count.checked_sub(1) else { return false };
    let at = window.current();
    let go = |to: usize| {
        if event.shift_key() {
            fleet.with_ids(|ids| {
                if let Some(from) = at.and_then(|at| ids.get(at)) {
                    fleet.selection.begin(from);
                }
                if let Some(to) = ids.get(to) {
                    fleet.selection.extend(ids, to);
                }
            });
        }
        window.go_to(to);
        true
    };
    let on_link = document().active_element().is_some_and(|at| at.tag_name() == "A");
    match event.key().as_str() {
        "ArrowDown" => go(at.map_or_else(|| window.first_seen(), |at| at + 1).min(last)),
        "ArrowUp" => {
            go(at.map_or_else(|| window.first_seen(), |at| at.saturating_sub(1)).min(last))
        }
        // they scroll the page where nobody is in the list
        "PageDown" => at.is_some_and(|at| go((at + PAGE).min(last))),
        "PageUp" => at.is_some_and(|at| go(at.saturating_sub(PAGE))),
        "Home" => at.is_some() && go(0),
        "End" => at.is_some() && go(last),
        " " if on_link => at.is_some_and(|at| {
            fleet.with_ids(|ids| fleet.selection.toggle(ids[at]));
            true
        }),
        "Escape" => {
            fleet.selection.clear();
            true
        }
        "Delete" => {
            let mut meant = fleet.chosen();
            if meant.is_empty()
                && let Some(at) = at
            {
                let row = fleet.shown.with_untracked(|rows| rows.get(at).cloned());
                meant.extend(row.map(|row| row.container.get_untracked()));
            }
            let some = !meant.is_empty();
            if some {
                delete.run(meant);
            }
            some
        }
        // letters mean something in the list only where single ones are turned off
        "/" if at.is_some() => focus(".search input"),
        "?" if at.is_some() => {
            shortcuts.open.set(true);
            true
        }
        _ => false,
    }
}
