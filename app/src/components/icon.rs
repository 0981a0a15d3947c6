use leptos::prelude::*;

/// Every picture there is, as symbols to be shown by [`Icon`]. They come with the page: fetched on
/// their own they would appear late, or not at all while the server is away.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn IconSprite() -> impl IntoView {
    view! { <div hidden inner_html=include_str!("icons.svg")></div> }
}

/// A picture from `icons.svg`, in the colour of the text around it. It says nothing that is not said
/// in words beside it.
#[component]
pub(crate) fn Icon(
    /// Its name: the symbol's id without `icon-`.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=move || format!("#icon-{}", name.get())></use>
        </svg>
    }
    .into_any()
}
