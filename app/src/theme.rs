use leptos::prelude::*;

/// The name of the cookie that remembers the choice; the server reads it, so that the first paint
/// is right already.
const COOKIE: &str = "theme";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the operating system has it.
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the person at the browser chose.
    pub(crate) fn chosen() -> Self {
        let name = remembered().unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.as_str() == name).unwrap_or(Self::System)
    }

    /// Applies the choice and remembers it for a year.
    pub(crate) fn choose(self) {
        use wasm_bindgen::JsCast as _;
        let document = document();
        if let Some(root) = document.document_element() {
            // both only fail on invalid names, which these are not
            let _ = root.set_attribute("data-theme", self.as_str());
        }
        let cookie = format!("{COOKIE}={}; path=/; max-age=31536000; samesite=lax", self.as_str());
        let _ = document.unchecked_into::<web_sys::HtmlDocument>().set_cookie(&cookie);
    }
}

#[cfg(feature = "ssr")]
fn remembered() -> Option<String> {
    let parts = use_context::<axum::http::request::Parts>()?;
    let cookies = parts.headers.get(axum::http::header::COOKIE)?.to_str().ok()?;
    cookies
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then(|| value.to_owned()))
}

#[cfg(not(feature = "ssr"))]
fn remembered() -> Option<String> {
    document().document_element()?.get_attribute("data-theme")
}
