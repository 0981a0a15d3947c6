use super::{desk::Desk, terminal::Terminal};
use crate::components::{Icon, When};
use leptos::prelude::*;

/// Searches in the terminal that is shown.
#[component]
pub(super) fn Search(
    /// Where.
    desk: Desk,
) -> impl IntoView {
    view! { <When is=desk.searching><Bar desk /></When> }.into_any()
}

#[component]
fn Bar(desk: Desk) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let find = move |forward: bool, incremental: bool| {
        if let Some(terminal) = desk.shown()
            && let Some(xterm) = terminal.xterm()
        {
            if text.with_untracked(String::is_empty) {
                terminal.found.set(None);
                xterm.end_search();
            } else {
                text.with_untracked(|text| xterm.find(text, forward, incremental));
            }
        }
    };
    let found = move || {
        let found = desk.following().and_then(|terminal| terminal.found.get());
        match found.filter(|_| text.with(|text| !text.is_empty())) {
            None => String::new(),
            Some((_, 0)) => "Nothing found".to_owned(),
            Some((index, count)) if index < 0 => format!("{count} found"),
            Some((index, count)) => format!("{} of {count}", index + 1),
        }
    };
    on_cleanup(move || {
        if let Some(xterm) = desk.shown().and_then(Terminal::xterm) {
            xterm.end_search();
        }
    });
    view! {
        <form
            class="terminal-search"
            role="search"
            aria-label="In the terminal"
            on:submit=move |event| {
                event.prevent_default();
                find(false, false);
            }
            on:keydown=move |event| match (event.key().as_str(), event.shift_key()) {
                ("Escape", _) => {
                    event.prevent_default();
                    desk.end_search();
                }
                ("Enter", true) => {
                    event.prevent_default();
                    find(true, false);
                }
                _ => {}
            }
        >
            <input
                type="search"
                aria-label="Search text"
                placeholder="Search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    find(false, true);
                }
            />
            <span class="hint" role="status">{found}</span>
            <button type="submit" class="button icon-button quiet small" aria-label="Previous" title="Previous (Enter)">
                <Icon name="up" />
            </button>
            <button
                type="button"
                class="button icon-button quiet small"
                aria-label="Next"
                title="Next (Shift Enter)"
                on:click=move |_| find(true, false)
            >
                <Icon name="down" />
            </button>
            <button
                type="button"
                class="button icon-button quiet small"
                aria-label="Close search"
                title="Close search (Esc)"
                on:click=move |_| desk.end_search()
            >
                <Icon name="close" />
            </button>
        </form>
    }
    .into_any()
}
