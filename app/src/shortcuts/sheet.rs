use super::{EVERYWHERE, Lines, Shortcuts};
use crate::{components::Dialog, parts::part};
use leptos::prelude::*;

/// The sheet that tells what the keyboard does.
#[component]
pub(crate) fn ShortcutSheet() -> impl IntoView {
    let shortcuts = Shortcuts::get();
    let close = Callback::new(move |()| shortcuts.open.set(false));
    view! {
        <Dialog open=shortcuts.open labelled_by="shortcuts-heading" on_close=close>
            {sheet(shortcuts, close)}
        </Dialog>
    }
    .into_any()
}

part! {
    /// What is on the sheet.
    sheet: Sheet { shortcuts: Shortcuts, close: Callback<()> }
}

#[component]
fn Sheet(shortcuts: Shortcuts, close: Callback<()>) -> impl IntoView {
    let section = |(place, lines): (&'static str, Lines)| {
        let lines = lines
            .iter()
            .map(|(keys, does)| {
                let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view();
                view! { <dt>{keys}</dt><dd>{*does}</dd> }
            })
            .collect_view();
        view! {
            <h3>{place}</h3>
            <dl class="shortcuts">{lines}</dl>
        }
    };
    view! {
        <h2 id="shortcuts-heading">"Keyboard shortcuts"</h2>
            {section(("Everywhere", EVERYWHERE))}
            {move || shortcuts.sections.get().into_iter().map(section).collect_view()}
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || shortcuts.letters.get()
                    on:change=move |event| shortcuts.set_letters(event_target_checked(&event))
                />
                <span>"Single letters do something" <span class="hint">"Turn this off where you speak to your browser. What works in lists goes on to."</span></span>
            </label>
            <div class="dialog-actions">
                <button type="button" class="button" autofocus on:click=move |_| close.run(())>"Close"</button>
            </div>
    }
    .into_any()
}
