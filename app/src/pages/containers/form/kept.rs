use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};

/// What was filled in and not sent yet: this tab of the browser keeps it, so that it is there again
/// after a reload or another page.
#[derive(Clone)]
pub(in super::super) struct Kept(String);

impl Kept {
    /// Under that name.
    pub(in super::super) fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// What was kept.
    pub(in super::super) fn get<T: DeserializeOwned>(&self) -> Option<T> {
        let storage = window().session_storage().ok()??;
        serde_json::from_str(&storage.get_item(&self.0).ok()??).ok()
    }

    /// Keeps it; without a word where the browser keeps nothing.
    pub(in super::super) fn set<T: Serialize>(&self, value: &T) {
        if let (Ok(Some(storage)), Ok(text)) =
            (window().session_storage(), serde_json::to_string(value))
        {
            let _ = storage.set_item(&self.0, &text);
        }
    }

    /// Forgets it.
    pub(in super::super) fn clear(&self) {
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.remove_item(&self.0);
        }
    }
}
