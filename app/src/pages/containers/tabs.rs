use leptos::prelude::*;

/// The parts of a container's page, each with an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// What there is to know about it.
    Overview,
    /// Its files.
    Files,
    /// Its terminals.
    Terminal,
    /// What it has written.
    Logs,
    /// What can be changed about it.
    Settings,
}

impl Tab {
    /// Every tab, in the order in which they are shown.
    const ALL: [Self; 5] =
        [Self::Overview, Self::Terminal, Self::Files, Self::Logs, Self::Settings];

    /// The one that the last part of the address names; `None` where it names nothing.
    pub(super) fn of_address(segment: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.segment() == segment)
    }

    const fn segment(self) -> Option<&'static str> {
        match self {
            Self::Overview => None,
            Self::Files => Some("files"),
            Self::Terminal => Some("terminal"),
            Self::Logs => Some("logs"),
            Self::Settings => Some("settings"),
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Files => "Files",
            Self::Terminal => "Terminal",
            Self::Logs => "Logs",
            Self::Settings => "Settings",
        }
    }
}

/// Leads from one part of a container's page to another.
#[component]
pub(super) fn Tabs(
    /// Of this container.
    cuid: String,
    /// The one that is shown.
    tab: Memo<Tab>,
) -> impl IntoView {
    let link = move |of: Tab| {
        let href = match of.segment() {
            None => format!("/ui/containers/{cuid}"),
            Some(segment) => format!("/ui/containers/{cuid}/{segment}"),
        };
        view! {
            <a href=href aria-current=move || (tab.get() == of).then_some("page")>{of.label()}</a>
        }
    };
    view! { <nav class="tabs" aria-label="Container">{Tab::ALL.map(link).collect_view()}</nav> }
        .into_any()
}
