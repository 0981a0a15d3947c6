use crate::{
    components::{BusyButton, Dialog},
    parts::part,
    tasks::{Doing, Target, Tasks},
    types::Container,
};
use leptos::prelude::*;

/// How many names are told.
const TOLD: usize = 8;

/// Asks whether several containers are really to be deleted, and deletes them.
#[component]
pub(super) fn DeleteMany(
    /// Which; none closes the dialog.
    doomed: RwSignal<Vec<Container>>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || doomed.with(|doomed| !doomed.is_empty()))
            labelled_by="delete-many-heading"
            on_close=Callback::new(move |()| doomed.set(Vec::new()))
        >
            {move || {
                let asked = doomed.get();
                (!asked.is_empty()).then(|| question_of_many(asked, doomed))
            }}
        </Dialog>
    }
    .into_any()
}

part! {
    /// The question, and what it takes to say yes.
    question_of_many: Question { asked: Vec<Container>, doomed: RwSignal<Vec<Container>> }
}

#[component]
fn Question(asked: Vec<Container>, doomed: RwSignal<Vec<Container>>) -> impl IntoView {
    let tasks = Tasks::get();
    let count = asked.len();
    let phrase = format!("delete {count}");
    let running = asked.iter().filter(|container| container.status.is_alive()).count();
    let stopped = match running {
        0 => "",
        1 => " 1 of them is running: it is stopped first.",
        _ => " Those that are running are stopped first.",
    };
    let names = asked.iter().take(TOLD).map(|container| container.name.clone());
    let names = names.map(|name| view! { <li class="name">{name}</li> }).collect_view();
    let more = count.saturating_sub(TOLD);
    let typed = RwSignal::new(String::new());
    let unsure = Memo::new({
        let phrase = phrase.clone();
        move |_| typed.with(|typed| typed.trim() != phrase)
    });
    let asked = StoredValue::new(asked);
    let delete = move || {
        if unsure.get_untracked() {
            return;
        }
        let target = |container: Container| Target {
            force: container.status.is_alive(),
            cuid: container.cuid,
            name: container.name,
        };
        tasks.begin(Doing::Delete, asked.get_value().into_iter().map(target).collect());
        doomed.set(Vec::new());
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                delete();
            }
        >
            <h2 id="delete-many-heading">"Delete "{count}" containers?"</h2>
            <p>"Their files in /app are deleted with them. This can't be undone."{stopped}</p>
            <ul class="doomed">
                {names}
                {(more > 0).then(|| view! { <li class="hint">"and "{more}" more"</li> })}
            </ul>
            <div class="field">
                <label for="delete-phrase">"Type " <strong>{phrase}</strong> " to confirm"</label>
                <input
                    id="delete-phrase"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    autofocus
                    bind:value=typed
                />
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| doomed.set(Vec::new())>"Cancel"</button>
                <BusyButton
                    busy=false
                    unavailable=unsure
                    icon="delete"
                    label=Signal::stored(format!("Delete {count} containers"))
                    class="danger"
                    kind="submit"
                />
            </div>
        </form>
    }
    .into_any()
}
