//! What the browser remembers of terminals: the sessions of one of its tabs as long as that is open,
//! and how terminals are shown for good.

use super::{launch::Launch, xterm::Size};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use web_sys::Storage;

/// A terminal that was left and can be come back to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Left {
    /// The kept session.
    pub(super) session: String,
    pub(super) launch: Launch,
    /// The name that its program gave itself.
    pub(super) title: Option<String>,
    pub(super) watch: bool,
    /// Whether it was the one that was shown.
    pub(super) active: bool,
    /// What was on the screen; none where there was no room to remember it.
    pub(super) screen: Option<Screen>,
}

/// A screen as it was left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Screen {
    /// Output that draws it.
    pub(super) content: String,
    pub(super) cols: u32,
    pub(super) rows: u32,
    /// The place in the session's output that it shows, in bytes.
    pub(super) offset: u64,
}

impl Screen {
    pub(super) const fn size(&self) -> Size {
        Size { cols: self.cols, rows: self.rows }
    }
}

fn key(cuid: &str) -> String {
    format!("terminals {cuid}")
}

/// The terminals of a container that this tab of the browser has left.
pub(super) fn left(cuid: &str) -> Vec<Left> {
    let text = storage().and_then(|storage| storage.get_item(&key(cuid)).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Remembers one of them, in the place that it has had. Where the screens of all are too much for the
/// browser, sessions alone: the server keeps the end of their output.
pub(super) fn keep(cuid: &str, terminal: Left) {
    let mut all = left(cuid);
    match all.iter_mut().find(|other| other.session == terminal.session) {
        Some(known) => *known = terminal,
        None => all.push(terminal),
    }
    if !store(cuid, &all) {
        for terminal in &mut all {
            terminal.screen = None;
        }
        store(cuid, &all);
    }
}

/// Forgets one.
pub(super) fn forget(cuid: &str, session: &str) {
    let mut all = left(cuid);
    all.retain(|terminal| terminal.session != session);
    store(cuid, &all);
}

fn store(cuid: &str, terminals: &[Left]) -> bool {
    let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(terminals)) else {
        return true;
    };
    storage.set_item(&key(cuid), &text).is_ok()
}

/// What was kept for good under a name.
pub(super) fn lasting<T: DeserializeOwned>(name: &str) -> Option<T> {
    let storage = window().local_storage().ok()??;
    serde_json::from_str(&storage.get_item(name).ok()??).ok()
}

/// Keeps something for good; without a word where the browser keeps nothing.
pub(super) fn keep_lasting<T: Serialize>(name: &str, value: &T) {
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(value))
    {
        let _ = storage.set_item(name, &text);
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
