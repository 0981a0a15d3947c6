use super::{feed::address, log::Log, settings::Settings, wanted::Wanted};
use crate::{
    components::{Icon, Menu},
    surroundings::Surroundings,
    types::LogQuery,
};
use leptos::prelude::*;

/// What the keyboard does, for those who ask.
const KEYS: [(&str, &str); 7] = [
    ("/", "Look for text"),
    ("↑ ↓ PgUp PgDn", "Go through the lines"),
    ("Home", "Older lines"),
    ("End", "The end, and what comes"),
    ("→ ←", "Unfold JSON or a long line, fold it"),
    ("C", "Copy the line"),
    ("L", "Point at the line: the address leads to it"),
];

/// How lines are shown, and what is done with all of them.
#[component]
pub(super) fn Actions(log: Log, settings: Settings, go: Callback<Wanted>) -> impl IntoView {
    let alive = Surroundings::get().alive;
    view! {
        <fieldset class="bare log-actions" disabled=move || !alive.get()>
            <Setting label="Timestamps" icon="clock" is=settings.times settings />
            <Setting label="Wrap" icon="wrap" is=settings.wraps settings />
            <button
                type="button"
                class="button small quiet"
                title="Hide everything up to now; the log itself stays as it is"
                on:click=move |_| {
                    let since = log.after_last();
                    go.run(Wanted { since, line: None, ..log.wanted.get_untracked() });
                }
            >
                <Icon name="clear" />
                <span>"Clear"</span>
            </button>
            <Download log />
            <Menu label=Signal::stored("Keyboard shortcuts".to_owned()) icon="keyboard" class="small quiet">
                <dl class="log-keys">
                    {KEYS.map(|(keys, what)| view! { <dt><kbd>{keys}</kbd></dt><dd>{what}</dd> }).collect_view()}
                </dl>
            </Menu>
        </fieldset>
    }
    .into_any()
}

/// A way lines are shown that is remembered.
#[component]
fn Setting(
    label: &'static str,
    icon: &'static str,
    is: RwSignal<bool>,
    settings: Settings,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button small quiet"
            aria-pressed=move || is.get().to_string()
            on:click=move |_| {
                is.update(|is| *is = !*is);
                settings.keep();
            }
        >
            <Icon name=icon />
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// All lines that match, as a file.
#[component]
fn Download(log: Log) -> impl IntoView {
    let href = move || {
        log.container.track();
        let query = log.query();
        log.wanted.with(|wanted| {
            address(&wanted.cuid, &LogQuery { timestamps: true, download: true, ..query })
        })
    };
    let has_levels = Memo::new(move |_| log.wanted.with(|wanted| !wanted.levels.is_empty()));
    view! {
        <a
            class="button small quiet"
            href=href
            rel="external"
            download
            title=move || {
                if has_levels.get() {
                    "What is chosen, of every level, with timestamps"
                } else {
                    "What is chosen, with timestamps"
                }
            }
        >
            <Icon name="download" />
            <span>"Download"</span>
        </a>
    }
    .into_any()
}
