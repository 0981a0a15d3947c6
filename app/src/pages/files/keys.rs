use super::{
    ask::Ask,
    desk::Desk,
    folder::{focus_row, paths},
};
use crate::{focus::focus, shortcuts::Shortcuts, text, types::FileEntry};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast as _;

/// What the keyboard does, for those who ask.
const HELP: [(&str, &str); 10] = [
    ("↑ ↓ Home End", "Go through the list; with Shift, select on the way"),
    ("Enter", "Open"),
    ("Backspace", "Go to the folder above"),
    ("Space", "Select or no longer"),
    ("Ctrl A, Esc", "Select all, nothing"),
    ("F2", "Rename"),
    ("Delete", "Delete, with a way back"),
    ("Ctrl C, Ctrl X", "Copy, cut"),
    ("Ctrl V", "Paste here: entries, or files from the clipboard"),
    ("/", "Search in this folder"),
];

/// Makes the keyboard work in a folder, wherever the focus is but in a field, a menu or a dialog.
pub(super) fn listen(desk: Desk) {
    let shortcuts = Shortcuts::get();
    shortcuts.explain("In the list of files", &HELP);
    let navigate = use_navigate();
    let up = move || {
        let (path, href) = desk.folder.place.with_untracked(|place| {
            (place.path.clone(), place.folder(text::parent(&place.path)).address())
        });
        if !path.is_empty() {
            desk.folder.focus_on(path);
            navigate(&href, NavigateOptions::default());
        }
    };
    let listening = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.alt_key() || is_elsewhere(&event) {
            return;
        }
        let done = if event.ctrl_key() || event.meta_key() {
            with_control(desk, &event.key())
        } else if event.key() == "Backspace" {
            up();
            true
        } else {
            plain(desk, shortcuts, &event)
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}

/// Whether the key belongs to something that takes keys itself.
fn is_elsewhere(event: &web_sys::KeyboardEvent) -> bool {
    let Some(at) = element(event) else { return false };
    let takes = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, .menu, .top, .uploads";
    at.closest(takes).ok().flatten().is_some()
}

fn element(event: &web_sys::KeyboardEvent) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Where in the list the focus is.
fn focused() -> Option<usize> {
    let row = document().active_element()?.closest(".files tbody tr").ok()??;
    let before = |row: &web_sys::Element| row.previous_element_sibling();
    Some(std::iter::successors(before(&row), before).count())
}

/// What is meant: what is chosen, or else what has the focus.
fn meant(desk: Desk) -> Vec<FileEntry> {
    let chosen = desk.chosen();
    if !chosen.is_empty() {
        return chosen;
    }
    let entry = desk.folder.entries.with_untracked(|entries| entries.get(focused()?).cloned());
    entry.filter(|entry| !entry.name_lossy).into_iter().collect()
}

fn with_control(desk: Desk, key: &str) -> bool {
    // text that is selected on the page is what is to be copied
    let is_text = || {
        let selection = window().get_selection().ok().flatten();
        selection.is_some_and(|selection| !selection.is_collapsed())
    };
    match key {
        "a" => {
            desk.folder
                .entries
                .with_untracked(|entries| desk.folder.selection.all(&paths(entries)));
        }
        "c" if !is_text() => desk.keep(meant(desk), false),
        "x" if !is_text() => desk.keep(meant(desk), true),
        "v" if desk.clip.with_untracked(Option::is_some) => desk.paste(),
        _ => return false,
    }
    true
}

fn plain(desk: Desk, shortcuts: Shortcuts, event: &web_sys::KeyboardEvent) -> bool {
    let folder = desk.folder;
    let at = focused();
    let count = folder.entries.with_untracked(Vec::len);
    let go = |to: usize| {
        if event.shift_key() {
            folder.entries.with_untracked(|entries| {
                if let Some(from) = at.and_then(|at| entries.get(at)) {
                    folder.selection.begin(&from.path);
                }
                if let Some(to) = entries.get(to) {
                    folder.selection.extend(&paths(entries), &to.path);
                }
            });
        }
        focus_row(to)
    };
    let on_link = element(event).is_some_and(|at| at.tag_name() == "A");
    match event.key().as_str() {
        "ArrowDown" => go(at.map_or(0, |at| (at + 1).min(count.saturating_sub(1)))),
        "ArrowUp" => go(at.map_or(0, |at| at.saturating_sub(1))),
        "Home" if at.is_some() => go(0),
        "End" if at.is_some() => go(count.saturating_sub(1)),
        " " if on_link => {
            folder.entries.with_untracked(|entries| {
                if let Some(entry) = at.and_then(|at| entries.get(at)) {
                    folder.selection.toggle(&entry.path);
                }
            });
            at.is_some()
        }
        "Escape" => {
            folder.selection.clear();
            desk.clip.set(None);
            true
        }
        "F2" => match meant(desk).as_slice() {
            [entry] => {
                desk.ask(Ask::Rename(entry.clone()));
                true
            }
            _ => false,
        },
        "Delete" => {
            desk.delete(meant(desk));
            true
        }
        // letters mean something in the list only: those who speak to their browser type by chance
        "/" if at.is_some() => focus(".search input[type=search]"),
        "?" if at.is_some() => {
            shortcuts.open.set(true);
            true
        }
        _ => false,
    }
}
