use crate::components::Icon;
use leptos::prelude::*;
use leptos_meta::Title;

/// What is shown at an address that leads nowhere.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <main id="main">
            <NothingHere />
        </main>
    }
    .into_any()
}

/// The same within a page.
#[component]
pub(crate) fn NothingHere() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page not found" />
        <section class="blank">
            <Icon name="missing" />
            <h1>"Page not found"</h1>
            <p>"There is nothing at this address. The link may be old, or have a letter too many. These pages are there:"</p>
            <p class="actions">
                <a class="button primary" href="/ui/containers" rel="external">"Go to the containers"</a>
                <a class="button" href="/ui/images" rel="external">"Images"</a>
                <a class="button" href="/ui/activity" rel="external">"Activity"</a>
            </p>
        </section>
    }
    .into_any()
}
