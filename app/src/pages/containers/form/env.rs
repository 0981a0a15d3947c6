use super::{Draft, draft::EnvRow};
use crate::{
    components::{BusyButton, FieldError, Icon, When, at, hint_and_error},
    focus::focus_soon,
    text,
};
use leptos::prelude::*;

/// The variables, a row each. `NAME=value` lines pasted into a name become rows.
#[component]
pub(super) fn EnvFields(draft: Draft) -> impl IntoView {
    let all = at(draft.errors, || "env".to_owned());
    let hidden = RwSignal::new(false);
    let some = Signal::derive(move || draft.env.with(|rows| !rows.is_empty()));
    view! {
        <fieldset class="rows" class:masked=move || hidden.get()>
            <legend>"Environment"</legend>
            <p class="hint" id="env-hint">"Paste lines like " <code>"NAME=value"</code> " into a name: each becomes a row."</p>
            <FieldError id="env" error=all />
            <ul>
                <For each=move || draft.env.get() key=|row| row.id let:row>
                    <EnvRowFields draft row />
                </For>
            </ul>
            <div class="row-actions">
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| {
                        let id = draft.add_env(String::new(), String::new());
                        focus_soon(format!("#env-name-{id}"));
                    }
                >
                    <Icon name="plus" />
                    <span>"Add variable"</span>
                </button>
                <When is=some>
                    <button
                        type="button"
                        class="button small quiet"
                        aria-pressed=move || hidden.get().to_string()
                        on:click=move |_| hidden.update(|hidden| *hidden = !*hidden)
                    >
                        <Icon name=Signal::derive(move || if hidden.get() { "eye" } else { "eye-off" }) />
                        <span>"Hide values"</span>
                    </button>
                </When>
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn EnvRowFields(draft: Draft, row: EnvRow) -> impl IntoView {
    let id = row.id;
    let name = RwSignal::from(row.name);
    let value = RwSignal::from(row.value);
    let error = at(draft.errors, move || name.with(|name| format!("env.{}", name.trim())));
    let error_id = format!("env-name-{id}");
    let wrong = move || error.with(Option::is_some);
    let which = move || {
        name.with(|name| if name.is_empty() { "new variable".to_owned() } else { name.clone() })
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        let pasted =
            event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        let mut variables = text::variables(&pasted).into_iter();
        let Some((first_name, first_value)) = variables.next() else { return };
        event.prevent_default();
        name.set(first_name);
        value.set(first_value);
        for (name, value) in variables {
            draft.add_env(name, value);
        }
    };
    view! {
        <li>
            <div class="row">
                <input
                    id=format!("env-name-{id}")
                    class="code"
                    type="text"
                    placeholder="NAME"
                    aria-label="Variable name"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || wrong().then_some("true")
                    aria-describedby=move || hint_and_error(&format!("env-name-{id}"), false, wrong())
                    value=name.get_untracked()
                    bind:value=name
                    on:paste=paste
                />
                // more than one line is possible in a value, and must not be lost
                <textarea
                    class="code"
                    rows="1"
                    placeholder="value"
                    aria-label=move || format!("Value of {}", which())
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    bind:value=value
                >
                    {value.get_untracked()}
                </textarea>
                <BusyButton
                    busy=false
                    icon="close"
                    label=Signal::stored("Remove".to_owned())
                    name=Signal::derive(move || format!("Remove {}", which()))
                    class="quiet"
                    compact=true
                    on_press=Callback::new(move |()| draft.env.update(|rows| rows.retain(|row| row.id != id)))
                />
            </div>
            <FieldError id=error_id error />
        </li>
    }
    .into_any()
}
