use super::{
    shelf::Shelf,
    view::{Kind, View},
};
use crate::components::SearchBox;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Narrows the list by what is typed, and by use. A form and links, so that they work without
/// JavaScript.
#[component]
pub(super) fn FilterBar(
    /// What is shown.
    shelf: Shelf,
) -> impl IntoView {
    let view = shelf.view;
    let text = Memo::new(move |_| view.with(|view| view.text.clone()));
    let navigate = use_navigate();
    let look_for = Callback::new(move |text: String| {
        let wanted = view.with_untracked(|view| view.with_text(&text));
        if wanted != view.get_untracked() {
            // every letter in the history would make going back tedious
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&wanted.address(), options);
        }
    });
    let hidden = move |name: &'static str, value: &'static str| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })
    };
    view! {
        <div class="filter-bar">
            <form
                class="search"
                role="search"
                method="get"
                action="/ui/images"
                // what is typed has been looked for already
                on:submit=move |event| event.prevent_default()
            >
                <SearchBox label="Filter images" placeholder="Name, id or container" text look_for />
                {move || hidden("use", view.with(View::kind_word))}
                {move || hidden("sort", view.with(View::sort_word))}
                {move || hidden("order", view.with(View::order_word))}
                <button type="submit" class="visually-hidden-focusable">"Search"</button>
            </form>
            <nav aria-label="Filter by use">
                <ul class="status-links">{Kind::ALL.map(|kind| view! { <KindLink shelf kind /> }).collect_view()}</ul>
            </nav>
        </div>
    }
    .into_any()
}

/// A link for each kind, with how many there are.
#[component]
fn KindLink(shelf: Shelf, kind: Kind) -> impl IntoView {
    let view = shelf.view;
    let count =
        Memo::new(move |_| view.with(|view| shelf.images.with(|images| view.count(images, kind))));
    view! {
        <li>
            <a
                href=move || view.with(|view| view.with_kind(kind).address())
                aria-current=move || view.with(|view| view.kind == kind).then_some("true")
            >
                <span>{kind.label()}</span>
                <span class="count">{count}</span>
            </a>
        </li>
    }
    .into_any()
}
