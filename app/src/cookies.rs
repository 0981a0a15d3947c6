//! What the browser remembers for the server, so that the first paint is right already.

use leptos::prelude::*;

/// What is remembered under that name.
pub(crate) fn remembered(name: &str) -> Option<String> {
    all()?
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(other, value)| (other == name).then(|| value.to_owned()))
}

/// Remembers a word for a year.
pub(crate) fn remember(name: &str, word: &str) {
    use wasm_bindgen::JsCast as _;
    let cookie = format!("{name}={word}; path=/; max-age=31536000; samesite=lax");
    // fails only in documents without an address
    let _ = document().unchecked_into::<web_sys::HtmlDocument>().set_cookie(&cookie);
}

#[cfg(feature = "ssr")]
fn all() -> Option<String> {
    let parts = use_context::<axum::http::request::Parts>()?;
    parts.headers.get(axum::http::header::COOKIE)?.to_str().ok().map(str::to_owned)
}

#[cfg(not(feature = "ssr"))]
fn all() -> Option<String> {
    use wasm_bindgen::JsCast as _;
    document().unchecked_into::<web_sys::HtmlDocument>().cookie().ok()
}
