use leptos::{html, prelude::*};

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
    /// What it uses.
    Stats,
    /// What can be changed about it.
    Settings,
}

impl Tab {
    /// Every tab, in the order in which they are shown.
    const ALL: [Self; 6] =
        [Self::Overview, Self::Terminal, Self::Files, Self::Logs, Self::Stats, Self::Settings];

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
            Self::Stats => Some("stats"),
            Self::Settings => Some("settings"),
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Files => "Files",
            Self::Terminal => "Terminal",
            Self::Logs => "Logs",
            Self::Stats => "Stats",
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
    let node = NodeRef::<html::Nav>::new();
    // on a narrow screen not all of them fit
    Effect::new(move |_| {
        tab.track();
        let shown = node.get().and_then(|nav| nav.query_selector("[aria-current]").ok().flatten());
        if let Some(shown) = shown {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            shown.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        <nav class="tabs" aria-label="Container" node_ref=node>
            {Tab::ALL.map(link).collect_view()}
        </nav>
    }
    .into_any()
}
