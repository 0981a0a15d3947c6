use super::{filter::Filter, fleet::Fleet};
use crate::{
    components::{Icon, StatusIcon},
    types::Status,
};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Looks for text, and chooses a status. A form and links, so that they work without JavaScript.
#[component]
pub(super) fn FilterBar(
    /// What is shown.
    fleet: Fleet,
    /// What is looked for.
    filter: Memo<Filter>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let look_for = move |text: String| {
        let filter = filter.with_untracked(|filter| filter.with_text(&text));
        // every letter in the history would make going back tedious
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&filter.address(), options);
    };
    // the way back through the history changes the text too; the echo of what was typed does not,
    // since more may have been typed meanwhile
    let typed = StoredValue::new(Vec::<String>::new());
    Effect::new(move |before: Option<()>| {
        let text = filter.with(|filter| filter.text.clone());
        if before.is_none() {
            return;
        }
        let echo = typed.try_update_value(|typed| {
            let at = typed.iter().position(|sent| *sent == text);
            typed.drain(..at.map_or(typed.len(), |at| at + 1));
            at.is_some()
        });
        if echo == Some(false)
            && let Some(input) = input.get_untracked()
        {
            input.set_value(&text);
        }
    });
    let status = move || filter.with(|filter| filter.status.clone());
    view! {
        <div class="filter-bar">
            <form
                class="search"
                role="search"
                method="get"
                action="/ui/containers"
                // what is typed has been looked for already
                on:submit=move |event| event.prevent_default()
            >
                <Icon name="search" />
                <input
                    node_ref=input
                    type="search"
                    name="q"
                    aria-label="Filter containers"
                    placeholder="Name, image, id or tag"
                    autocomplete="off"
                    spellcheck="false"
                    value=filter.get_untracked().text
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.update_value(|typed| typed.push(text.trim().to_owned()));
                        look_for(text);
                    }
                />
                {move || {
                    let status = status();
                    (!status.is_empty()).then(|| view! { <input type="hidden" name="status" value=status /> })
                }}
                <button type="submit" class="visually-hidden-focusable">"Search"</button>
            </form>
            <StatusLinks fleet filter />
        </div>
    }
    .into_any()
}

/// A link for each status, with how many there are; it narrows the list to them.
#[component]
fn StatusLinks(fleet: Fleet, filter: Memo<Filter>) -> impl IntoView {
    let link = move |status: Option<Status>| {
        let count = Memo::new(move |_| {
            fleet.counts.with(|counts| {
                counts
                    .iter()
                    .filter(|(of, _)| status.is_none_or(|status| status == *of))
                    .map(|(_, n)| n)
                    .sum::<usize>()
            })
        });
        let word = status.map_or("all", Status::as_str);
        let current = Memo::new(move |_| {
            filter.with(|filter| filter.status == status.map(Status::as_str).unwrap_or_default())
        });
        // the usual ones are always there, so that nothing moves when a container comes or goes
        let usual =
            matches!(status, None | Some(Status::Running | Status::Paused | Status::Exited));
        let shown = Memo::new(move |_| usual || current.get() || count.get() > 0);
        view! {
            <li hidden=move || !shown.get()>
                <a
                    href=move || filter.with(|filter| filter.with_status(status).address())
                    aria-current=move || current.get().then_some("true")
                >
                    {status.map(|status| view! { <StatusIcon status /> })}
                    <span>{word}</span>
                    <span class="count">{move || count.get()}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label="Filter by state">
            <ul class="status-links">
                {link(None)}
                {Status::ALL.map(|status| link(Some(status))).collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}
