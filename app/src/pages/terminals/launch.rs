use super::desk::Desk;
use crate::{
    components::{BusyButton, Dialog, Field},
    text,
    types::FieldError,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a terminal runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Launch {
    /// The program and its arguments; none for the container's shell.
    pub(super) command: Vec<String>,
    /// As whom; the container's own user where none is given.
    pub(super) user: Option<String>,
}

impl Launch {
    /// What it is called until the program gives itself a name.
    pub(super) fn name(&self) -> String {
        let program = self.command.first().map_or("Shell", |program| text::file_name(program));
        match &self.user {
            Some(user) => format!("{program} ({user})"),
            None => program.to_owned(),
        }
    }
}

/// Asks what another terminal is to run.
#[component]
pub(super) fn Chooser(
    /// Where it opens.
    desk: Desk,
    /// Whether it is asked.
    open: RwSignal<bool>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open labelled_by="launch-heading" on_close=close>
            <Form desk close />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(desk: Desk, close: Callback<()>) -> impl IntoView {
    let command = RwSignal::new(String::new());
    let user = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::new());
    let submit = move || match text::split(&command.get_untracked()) {
        Ok(command) => {
            let user = user.with_untracked(|user| user.trim().to_owned());
            close.run(());
            desk.open(Launch { command, user: (!user.is_empty()).then_some(user) });
        }
        Err(message) => errors.set(vec![FieldError {
            field: "command".to_owned(),
            code: "INVALID_INPUT".to_owned(),
            message,
            provided: serde_json::Value::Null,
        }]),
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <h2 id="launch-heading">"Open a terminal"</h2>
            <Field
                id="launch-command"
                label="Command"
                value=command
                errors
                path="command"
                hint=Signal::stored("A program with its arguments; quotes hold words together. Empty: bash, or sh where there is none.".to_owned())
                placeholder="python3 -i"
                list="launch-commands"
                code=true
                autofocus=true
            />
            <datalist id="launch-commands">
                {["bash", "sh", "python3", "node", "top"]
                    .map(|command| view! { <option value=command></option> })
                    .into_iter()
                    .collect_view()}
            </datalist>
            <Field
                id="launch-user"
                label="User"
                value=user
                errors
                path="user"
                hint=Signal::stored("A name, uid or uid:gid. Empty: the container's own user.".to_owned())
                placeholder="root"
                code=true
            />
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <BusyButton busy=false icon="terminal" label=Signal::stored("Open".to_owned()) class="primary" kind="submit" />
            </div>
        </form>
    }
    .into_any()
}
