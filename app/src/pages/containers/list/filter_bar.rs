use super::{
    columns::{Layout, LayoutMenu},
    fleet::Fleet,
    suggestions::FilterBox,
    view::View,
};
use crate::{
    components::{Icon, StatusIcon},
    fleet::Filter,
    types::Status,
};
use leptos::prelude::*;

/// Narrows the list by what is typed, and by state. A form and links, so that they work without
/// JavaScript.
#[component]
pub(super) fn FilterBar(
    /// What is shown.
    fleet: Fleet,
    /// How it looks.
    layout: Layout,
) -> impl IntoView {
    let view = fleet.view;
    let hidden = move |name: &'static str, value: &'static str| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })
    };
    let problems = Memo::new(move |_| fleet.filter.with(Filter::problems));
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
                <FilterBox fleet />
                {move || hidden("sort", view.with(View::sort_word))}
                {move || hidden("order", view.with(View::order_word))}
                <button type="submit" class="visually-hidden-focusable">"Search"</button>
            </form>
            <div class="layout-choice"><LayoutMenu layout /></div>
            <StatusLinks fleet />
        </div>
        <div id="filter-problems" role="status">
            {move || {
                problems
                    .get()
                    .into_iter()
                    .map(|problem| view! { <p class="filter-problem"><Icon name="info" /><span>{problem}</span></p> })
                    .collect_view()
            }}
        </div>
    }
    .into_any()
}

/// A link for each status, with how many there are; it narrows the list to them.
#[component]
fn StatusLinks(fleet: Fleet) -> impl IntoView {
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
            fleet.filter.with(|filter| match status {
                Some(_) => filter.status() == status,
                None => !filter.has_status(),
            })
        });
        // the usual ones are always there, so that nothing moves when a container comes or goes
        let usual =
            matches!(status, None | Some(Status::Running | Status::Paused | Status::Exited));
        let shown = Memo::new(move |_| usual || current.get() || count.get() > 0);
        view! {
            <li hidden=move || !shown.get()>
                <a
                    href=move || fleet.view.with(|view| view.with_status(status).address())
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
