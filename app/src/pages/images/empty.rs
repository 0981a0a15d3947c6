use super::{
    shelf::Shelf,
    view::{Kind, View},
};
use crate::components::Icon;
use leptos::prelude::*;

/// What is shown where there is nothing to list.
#[component]
pub(super) fn Empty(
    /// The list.
    shelf: Shelf,
) -> impl IntoView {
    let narrowed = Memo::new(move |_| shelf.view.with(View::is_narrowed));
    let all = move || shelf.view.with(|view| view.with_text("").with_kind(Kind::All).address());
    let pull = move || shelf.view.with(|view| view.with_pull(Some(String::new())).address());
    move || {
        if narrowed.get() {
            view! {
                <section class="blank">
                    <Icon name="search" />
                    <h2>"No image matches"</h2>
                    <p>"A name, an id or a container that uses it has to contain the text."</p>
                    <p class="actions"><a class="button" href=all>"Clear the filter"</a></p>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="blank">
                    <Icon name="image" />
                    <h2>"No images yet"</h2>
                    <p>"An image is what a container is made from. It is pulled when a container needs it, or ahead of time here."</p>
                    <p class="actions">
                        <a class="button primary" href=pull>"Pull an image"</a>
                        <a class="button" href="/ui/containers/new">"Create a container"</a>
                    </p>
                </section>
            }
            .into_any()
        }
    }
}
