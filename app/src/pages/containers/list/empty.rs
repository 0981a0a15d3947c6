use super::{fleet::Fleet, view::View};
use crate::{components::Icon, fleet::Filter, parts};
use leptos::prelude::*;

/// What is shown where there is nothing to list.
#[component]
pub(super) fn Empty(
    /// The list.
    fleet: Fleet,
) -> impl IntoView {
    let narrowed =
        Memo::new(move |_| fleet.filter.with(Filter::is_on) || fleet.view.with(View::is_further));
    move || {
        if narrowed.get() {
            let all = move || fleet.view.with(|view| View::with_text(view, "").address());
            view! {
                <section class="blank">
                    <Icon name="search" />
                    <h2>"No container matches"</h2>
                    <p>"Every word has to match: leave one out, or choose another state."</p>
                    <p class="actions"><a class="button" href=all>"Clear the filter"</a></p>
                </section>
            }
            .into_any()
        } else {
            parts::beginning()
        }
    }
}

/// The ways to a first container.
#[component]
pub(crate) fn Beginning() -> impl IntoView {
    view! {
        <section class="blank">
            <img src="/assets/mark.svg" alt="" width="56" height="56" />
            <h2>"No containers yet"</h2>
            <p>"There are three ways to the first one. Whichever you take, it appears here at once."</p>
            <ul class="ways">
                <li>
                    <Icon name="plus" />
                    <h3>"Fill in a form"</h3>
                    <p>"Choose an image, and what it may use."</p>
                    <a class="button primary" href="/ui/containers/new">"Create a container"</a>
                </li>
                <li>
                    <Icon name="archive" />
                    <h3>"Drop a ZIP archive"</h3>
                    <p>"Here, on this page. It becomes a container that runs what is in it."</p>
                </li>
                <li>
                    <Icon name="terminal" />
                    <h3>"Call the API"</h3>
                    <p>"Send " <code>"POST /containers"</code> " from a program of yours."</p>
                    <a class="button" href="/docs" rel="external">"Read the API docs"</a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
