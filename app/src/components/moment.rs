use crate::{surroundings::Surroundings, text};
use leptos::prelude::*;

/// How long ago something happened; the exact moment is in its tooltip.
#[component]
pub(crate) fn Moment(
    /// When, RFC 3339.
    #[prop(into)]
    at: Signal<String>,
    /// Whether `ago` follows.
    #[prop(optional)]
    ago: bool,
) -> impl IntoView {
    let now = Surroundings::get().now;
    let age = move || {
        let at = at.get();
        match text::seconds(&at).map(|moment| text::since(moment, now.get())) {
            Some(age) if ago && age != "just now" => format!("{age} ago"),
            Some(age) => age,
            None => at,
        }
    };
    view! {
        <time datetime=move || at.get() title=move || text::exact(&at.get())>
            {age}
        </time>
    }
    .into_any()
}
