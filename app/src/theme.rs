use crate::preference::Preference;
use leptos::prelude::*;

const REMEMBERED: Preference = Preference("theme");

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
        let name = REMEMBERED.get().unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.as_str() == name).unwrap_or(Self::System)
    }

    /// Applies the choice and remembers it.
    pub(crate) fn choose(self) {
        if let Some(root) = document().document_element() {
            // fails on invalid names only
            let _ = root.set_attribute("data-theme", self.as_str());
        }
        REMEMBERED.set(self.as_str());
    }
}
