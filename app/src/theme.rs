use crate::cookies;
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
        if let Some(root) = document().document_element() {
            // both only fail on invalid names, which these are not
            let _ = root.set_attribute("data-theme", self.as_str());
        }
        cookies::remember(COOKIE, self.as_str());
    }
}

#[cfg(feature = "ssr")]
fn remembered() -> Option<String> {
    cookies::remembered(COOKIE)
}

#[cfg(not(feature = "ssr"))]
fn remembered() -> Option<String> {
    document().document_element()?.get_attribute("data-theme")
}
