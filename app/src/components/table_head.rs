use super::Icon;
use crate::surroundings::Surroundings;
use leptos::prelude::*;

/// The head of a column that a list can be sorted by: a link, so that it works without JavaScript.
#[component]
pub(crate) fn SortHead(
    /// The class of the column.
    class: &'static str,
    /// What is in it.
    label: &'static str,
    /// `ascending` or `descending` where the list is sorted by it, as ARIA has them.
    sorted: ArcMemo<Option<&'static str>>,
    /// Where the list is sorted by it, or the other way round. Not owned by the list: when the address
    /// leads elsewhere, the head may be told so after the list has gone.
    href: ArcSignal<String>,
) -> impl IntoView {
    let way = sorted.clone();
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=move || way.get()>
            <a href=move || href.get()>
                {label}
                {move || sorted.get().map(|way| view! { <Icon name=if way == "ascending" { "up" } else { "down" } /> })}
            </a>
        </th>
    }
    .into_any()
}

/// The head of the column in which rows are chosen.
#[component]
pub(crate) fn SelectAllHead(
    /// Whether all are chosen.
    all: Memo<bool>,
    /// Called to choose all, or none.
    choose: Callback<bool>,
) -> impl IntoView {
    let alive = Surroundings::get().alive;
    view! {
        <th role="columnheader" scope="col" class="col-check">
            <input
                type="checkbox"
                aria-label="Select all"
                disabled=move || !alive.get()
                prop:checked=move || all.get()
                on:change=move |_| choose.run(!all.get_untracked())
            />
        </th>
    }
    .into_any()
}
