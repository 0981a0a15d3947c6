use super::{Draft, draft::EnvRow};
use crate::{
    components::{BusyButton, FieldError, Icon, When, at, hint_and_error},
    focus::focus_soon,
    text,
};
use leptos::prelude::*;

/// The variables, a row each. `NAME=value` lines become rows, pasted into a name or all at once.
#[component]
pub(super) fn EnvFields(draft: Draft) -> impl IntoView {
    let all = at(draft.errors, || "env".to_owned());
    let some = Signal::derive(move || draft.env.with(|rows| !rows.is_empty()));
    let pasting = RwSignal::new(false);
    view! {
        <fieldset class="rows" class:masked=move || draft.covered.get()>
            <legend>"Environment"</legend>
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
                <button
                    type="button"
                    class="button small"
                    aria-expanded=move || pasting.get().to_string()
                    on:click=move |_| {
                        pasting.update(|pasting| *pasting = !*pasting);
                        focus_soon("#env-file".to_owned());
                    }
                >
                    <Icon name="paste" />
                    <span>"Paste .env"</span>
                </button>
                <When is=some>
                    <button
                        type="button"
                        class="button small quiet"
                        aria-pressed=move || (!draft.covered.get()).to_string()
                        on:click=move |_| draft.covered.update(|covered| *covered = !*covered)
                    >
                        <Icon name=Signal::derive(move || if draft.covered.get() { "eye" } else { "eye-off" }) />
                        <span>"Show values"</span>
                    </button>
                </When>
            </div>
            <When is=pasting>
                <EnvFile draft pasting />
            </When>
        </fieldset>
    }
    .into_any()
}

/// Where all lines of a `.env` file are pasted at once.
#[component]
fn EnvFile(draft: Draft, pasting: RwSignal<bool>) -> impl IntoView {
    let lines = RwSignal::new(String::new());
    let found = Memo::new(move |_| lines.with(|lines| text::variables(lines)));
    let count = Signal::derive(move || found.with(Vec::len));
    let add = move || {
        for (name, value) in found.get_untracked() {
            draft.set_env(name, value);
        }
        pasting.set(false);
    };
    view! {
        <div class="field env-file">
            <label for="env-file">"Lines of a .env file"</label>
            <textarea
                id="env-file"
                class="code"
                rows="4"
                placeholder="NAME=value"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby="env-file-hint"
                bind:value=lines
            ></textarea>
            <p class="hint" id="env-file-hint">
                "Comments are left out, quotes taken off. A variable that is there already gets the new value."
            </p>
            <div class="row-actions">
                <BusyButton
                    busy=false
                    unavailable=Signal::derive(move || count.get() == 0)
                    icon="check"
                    label=Signal::derive(move || match count.get() {
                        1 => "Add 1 variable".to_owned(),
                        count => format!("Add {count} variables"),
                    })
                    class="small"
                    on_press=Callback::new(move |()| add())
                />
                <button type="button" class="button small quiet" on:click=move |_| pasting.set(false)>"Cancel"</button>
            </div>
        </div>
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
            draft.set_env(name, value);
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
