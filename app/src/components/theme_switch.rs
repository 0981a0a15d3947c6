use super::Icon;
use crate::{surroundings::Surroundings, theme::Theme};
use leptos::prelude::*;

/// Chooses between the system's way, light and dark.
#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let chosen = Theme::chosen();
    let alive = Surroundings::get().alive;
    let choice = |theme: Theme| {
        let (icon, label) = match theme {
            Theme::System => ("system", "System"),
            Theme::Light => ("sun", "Light"),
            Theme::Dark => ("moon", "Dark"),
        };
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    value=theme.as_str()
                    checked=theme == chosen
                    on:change=move |_| theme.choose()
                />
                <Icon name=icon />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="theme-switch" disabled=move || !alive.get()>
            <legend>"Theme"</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}
