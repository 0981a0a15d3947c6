use leptos::prelude::window;

/// Where the browser remembers it; the server has no use for it.
const PLACE: &str = "palette";
/// How many are remembered.
const MOST: usize = 8;

/// The ids of what was chosen last, the latest first.
pub(super) fn recent() -> Vec<String> {
    let stored = || window().local_storage().ok()??.get_item(PLACE).ok()?;
    stored().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Remembers that this was chosen.
pub(super) fn remember(id: &str) {
    let mut all = recent();
    all.retain(|other| other != id);
    all.insert(0, id.to_owned());
    all.truncate(MOST);
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(&all)) {
        // a browser that keeps nothing for us offers nothing first
        let _ = storage.set_item(PLACE, &text);
    }
}
