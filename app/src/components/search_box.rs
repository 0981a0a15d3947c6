use super::Icon;
use leptos::prelude::*;

/// Where a text is typed that narrows what the page shows. The text is in the address; within a form
/// it works without JavaScript.
#[component]
pub(crate) fn SearchBox(
    /// What it is for, for those who see no picture.
    label: &'static str,
    /// What may be typed.
    placeholder: &'static str,
    /// The text in the address.
    text: Memo<String>,
    /// Called with what is typed.
    look_for: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(text.get_untracked());
    // by a link, or by going back
    Effect::new(move |_| {
        let text = text.get();
        if typed.with_untracked(|typed| typed.trim() != text) {
            typed.set(text);
        }
    });
    view! {
        <Icon name="search" />
        <input
            type="search"
            name="q"
            aria-label=label
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            value=typed.get_untracked()
            prop:value=typed
            on:input=move |event| {
                let text = event_target_value(&event);
                typed.set(text.clone());
                look_for.run(text);
            }
        />
    }
    .into_any()
}
