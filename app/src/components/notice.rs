use super::Icon;
use leptos::prelude::*;

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Info,
    Warning,
    Error,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice-info",
            Self::Warning => "notice notice-warning",
            Self::Error => "notice notice-error",
        }
    }

    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning | Self::Error => "alert",
        }
    }
}

/// Something to know about what is beneath it.
#[component]
pub(crate) fn Notice(
    /// How grave it is.
    tone: Tone,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=if tone == Tone::Error { "alert" } else { "status" }>
            <Icon name=tone.icon() />
            <div>{children()}</div>
        </div>
    }
    .into_any()
}
