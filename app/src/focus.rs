use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Gives the first element that matches the focus; tells whether there is one.
pub(crate) fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return false;
    };
    element.focus().is_ok()
}

/// The same for what is about to be in the document.
pub(crate) fn focus_soon(selector: String) {
    request_animation_frame(move || {
        focus(&selector);
    });
}
