use leptos::prelude::*;

/// A choice of the person at this browser about how things look, by its name. A cookie remembers it
/// for a year: the server reads it too, so that the first paint is right already.
pub(crate) struct Preference(pub(crate) &'static str);

impl Preference {
    /// What was chosen; `None` where nothing was yet.
    pub(crate) fn get(&self) -> Option<String> {
        cookies()?
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(name, value)| (name == self.0).then(|| value.to_owned()))
    }

    /// Remembers a choice; a word of letters, digits and `.-_`.
    pub(crate) fn set(&self, value: &str) {
        use wasm_bindgen::JsCast as _;
        let cookie = format!("{}={value}; path=/; max-age=31536000; samesite=lax", self.0);
        let _ = document().unchecked_into::<web_sys::HtmlDocument>().set_cookie(&cookie);
    }
}

#[cfg(feature = "ssr")]
fn cookies() -> Option<String> {
    let parts = use_context::<axum::http::request::Parts>()?;
    Some(parts.headers.get(axum::http::header::COOKIE)?.to_str().ok()?.to_owned())
}

#[cfg(not(feature = "ssr"))]
fn cookies() -> Option<String> {
    use wasm_bindgen::JsCast as _;
    document().unchecked_into::<web_sys::HtmlDocument>().cookie().ok()
}
