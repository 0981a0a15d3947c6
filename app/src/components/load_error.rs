use super::Icon;
use crate::{
    session,
    types::{ApiError, ErrorKind},
};
use leptos::prelude::*;

/// What is shown in place of something that could not be read: what happened, what to do, and the
/// request's id for whoever looks into the log.
#[component]
pub(crate) fn LoadError(
    /// Why.
    error: ApiError,
    /// Where to go from here, beside trying again.
    href: String,
    /// What is there.
    link: &'static str,
) -> impl IntoView {
    let (found, heading, icon) = match (error.status, error.error) {
        (404, _) => (false, "Not found", "missing"),
        (_, ErrorKind::EngineUnavailable) => {
            (true, "The container engine does not answer", "alert")
        }
        _ => (true, "This could not be loaded", "alert"),
    };
    let heals = error.error == ErrorKind::EngineUnavailable;
    let activity = format!("/ui/activity?q={}", error.request_id);
    let again = leptos_router::hooks::use_url().get_untracked();
    let again = format!("{}?{}", again.path(), again.search().trim_start_matches('?'));
    Effect::new({
        let error = error.clone();
        move |_| {
            session::ended(&error);
        }
    });
    view! {
        <section class="blank" role="alert">
            <Icon name=icon />
            <h1>{heading}</h1>
            <p>{error.message}</p>
            {heals.then(|| view! { <p>"This page tries again by itself as soon as it is back."</p> })}
            <p class="actions">
                {found.then(|| view! { <a class="button" href=again rel="external">"Try again"</a> })}
                // what could not be read may be on this very page
                <a class="button" href=href rel="external">{link}</a>
            </p>
            {(!error.request_id.is_empty())
                .then(|| view! { <p class="hint">"Request " <a href=activity rel="external"><code>{error.request_id}</code></a></p> })}
        </section>
    }
    .into_any()
}
