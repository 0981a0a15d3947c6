use crate::{
    api::containers::delete_container,
    components::{BusyButton, Dialog, Notice, Toasts, Tone},
    parts::part,
    types::{ApiError, Container},
};
use leptos::prelude::*;

/// Asks whether a container is really to be deleted, and deletes it.
#[component]
pub(super) fn DeleteDialog(
    /// Which; none closes the dialog.
    doomed: RwSignal<Option<Container>>,
    /// Called with its id when it is gone.
    deleted: Callback<String>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || doomed.with(Option::is_some))
            labelled_by="delete-heading"
            on_close=Callback::new(move |()| doomed.set(None))
        >
            {move || doomed.get().map(|container| question(container, doomed, deleted))}
        </Dialog>
    }
    .into_any()
}

/// What is lost, in words.
fn loss(container: &Container) -> &'static str {
    if container.status.is_alive() {
        "It is running: it will be stopped and its files deleted. This can't be undone."
    } else if container.state.started_at.is_some() {
        "Its files in /app are deleted with it. This can't be undone."
    } else {
        "It never ran. Files uploaded to it are deleted with it."
    }
}

part! {
    /// The question, and what it takes to say yes.
    question: Question { container: Container, doomed: RwSignal<Option<Container>>, deleted: Callback<String> }
}

#[component]
fn Question(
    container: Container,
    doomed: RwSignal<Option<Container>>,
    deleted: Callback<String>,
) -> impl IntoView {
    let toasts = Toasts::get();
    let force = container.status.is_alive();
    // whatever ran may have left something in its files: that is not deleted by a slip of the hand
    let certain = force || container.state.started_at.is_some();
    let text = loss(&container);
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let name = StoredValue::new(container.name);
    let cuid = StoredValue::new(container.cuid);
    let unsure = Memo::new(move |_| certain && name.with_value(|name| typed.get().trim() != name));
    let delete = move || {
        if busy.get_untracked() || unsure.get_untracked() {
            return;
        }
        busy.set(true);
        let (name, cuid) = (name.get_value(), cuid.get_value());
        leptos::task::spawn_local(async move {
            let outcome = delete_container(cuid, force).await;
            busy.try_set(false);
            match outcome {
                Ok(gone) => {
                    toasts.success(format!("{name} deleted"));
                    // unless another question is asked by now
                    let here = |doomed: &Option<Container>| {
                        doomed.as_ref().is_some_and(|c| c.cuid == gone.cuid)
                    };
                    if doomed.try_with_untracked(here) == Some(true) {
                        doomed.set(None);
                        deleted.run(gone.cuid);
                    }
                }
                Err(error) if problem.is_disposed() => {
                    toasts.failure(&format!("{name} was not deleted"), &error);
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                delete();
            }
        >
            <h2 id="delete-heading">"Delete "<span class="name">{name.get_value()}</span>"?"</h2>
            <p>{text}</p>
            <p class="hint"><code>{cuid.get_value()}</code></p>
            {certain
                .then(|| {
                    view! {
                        <div class="field">
                            <label for="delete-name">
                                "Type " <strong class="name">{name.get_value()}</strong> " to confirm"
                            </label>
                            <input
                                id="delete-name"
                                type="text"
                                autocomplete="off"
                                autocapitalize="off"
                                spellcheck="false"
                                autofocus
                                bind:value=typed
                            />
                        </div>
                    }
                })}
            {move || {
                problem
                    .get()
                    .map(|error| view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> })
            }}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| doomed.set(None)>"Cancel"</button>
                <BusyButton
                    busy
                    unavailable=unsure
                    icon="delete"
                    label=Signal::stored(if force { "Stop and delete" } else { "Delete" }.to_owned())
                    class="danger"
                    kind="submit"
                />
            </div>
        </form>
    }
    .into_any()
}
