use crate::{
    components::{BusyButton, Field},
    pages::files::desk::Desk,
    session, text,
    types::{ApiError, FieldError, FileEntry},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What gets a name.
#[derive(Clone)]
pub(super) enum Named {
    NewFolder,
    NewFile,
    Entry(FileEntry),
}

/// Asks for a name.
#[component]
pub(super) fn Name(
    /// The folder.
    desk: Desk,
    /// What gets it.
    what: Named,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let (heading, verb, before) = match &what {
        Named::NewFolder => ("New folder".to_owned(), "Create", String::new()),
        Named::NewFile => ("New file".to_owned(), "Create", String::new()),
        Named::Entry(entry) => (format!("Rename {}", entry.name), "Rename", entry.name.clone()),
    };
    let name = RwSignal::new(before);
    let busy = RwSignal::new(false);
    let errors = RwSignal::new(Vec::new());
    let navigate = use_navigate();
    let refuse = move |message: String| {
        errors.try_set(vec![FieldError {
            field: "name".to_owned(),
            code: "INVALID_INPUT".to_owned(),
            message,
            provided: serde_json::Value::Null,
        }]);
    };
    let submit = move || {
        let wanted = name.get_untracked().trim().to_owned();
        if busy.get_untracked() {
            return;
        }
        if let Some(fault) = fault(&wanted) {
            return refuse(fault.to_owned());
        }
        let (what, navigate) = (what.clone(), navigate.clone());
        if matches!(what, Named::NewFile) {
            // it is made when it is saved
            let place = desk.folder.place.get_untracked();
            let path = text::beneath(&place.path, &wanted);
            close.run(());
            return navigate(&place.create(&path).address(), NavigateOptions::default());
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = match what {
                Named::Entry(entry) => desk.rename(entry, wanted).await,
                Named::NewFolder | Named::NewFile => desk.make_folder(wanted).await,
            };
            busy.try_set(false);
            match outcome {
                Ok(()) => close.run(()),
                Err(error) if session::ended(&error) => {}
                Err(error) => refuse(words(&error)),
            }
        });
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <h2 id="ask-heading">{heading}</h2>
            <Field id="ask-name" label="Name" value=name errors path="name" code=true autofocus=true />
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <BusyButton busy icon="check" label=Signal::stored(verb.to_owned()) class="primary" kind="submit" />
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong with a name, before the server is asked.
fn fault(name: &str) -> Option<&'static str> {
    match name {
        "" => Some("Type a name."),
        "." | ".." => Some("This name means a folder itself or the one above. Choose another."),
        name if name.contains('/') => {
            Some("A name has no slash in it. To move it, use “Move to…”.")
        }
        _ => None,
    }
}

fn words(error: &ApiError) -> String {
    match error.code.as_str() {
        "FILE_EXISTS" => "There is something of this name already. Choose another.".to_owned(),
        _ => error.message.clone(),
    }
}
