use super::{Composer, docker_run::understand};
use crate::components::{BusyButton, Dialog, FieldError, hint_and_error};
use leptos::prelude::*;

/// Asks for a `docker run` line.
#[component]
pub(super) fn PasteDialog(
    /// The form that it fills in.
    composer: Composer,
) -> impl IntoView {
    view! {
        <Dialog
            open=composer.pasting
            labelled_by="paste-heading"
            class="paste-dialog"
            on_close=Callback::new(move |()| composer.pasting.set(false))
        >
            <h2 id="paste-heading">"Paste docker run"</h2>
            <Line composer />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Line(composer: Composer) -> impl IntoView {
    let line = RwSignal::new(String::new());
    let understood = Memo::new(move |_| line.with(|line| understand(line)));
    let empty = move || line.with(|line| line.trim().is_empty());
    let error = Signal::derive(move || understood.get().err().filter(|_| !empty()));
    let unavailable = Signal::derive(move || understood.with(Result::is_err));
    let notes = move || understood.get().map(|understood| understood.notes).unwrap_or_default();
    let fill = move || {
        if let Ok(understood) = understood.get_untracked() {
            composer.take_line(understood);
            composer.pasting.set(false);
        }
    };
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                fill();
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    fill();
                }
            }
        >
            <div class="field">
                <label for="docker-run">"Line"</label>
                <textarea
                    id="docker-run"
                    class="code"
                    rows="5"
                    autofocus
                    placeholder="docker run -d --name web -p 8080:80 nginx:alpine"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || hint_and_error("docker-run", true, error.with(Option::is_some))
                    bind:value=line
                ></textarea>
                <p class="hint" id="docker-run-hint">
                    "It fills in the form and is not run. Lines that end with a backslash go on."
                </p>
                <FieldError id="docker-run" error />
            </div>
            <ul class="paste-notes" aria-label="Not taken over" aria-live="polite">
                {move || notes().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| composer.pasting.set(false)>"Cancel"</button>
                <BusyButton
                    busy=false
                    unavailable
                    icon="check"
                    label=Signal::stored("Fill in the form".to_owned())
                    class="primary"
                    kind="submit"
                />
            </div>
        </form>
    }
    .into_any()
}
