use super::shelf::Shelf;
use crate::{
    components::{BusyButton, Dialog, Field, Notice, Tone},
    session,
    tasks::Tasks,
    types::{ApiError, FieldError},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Well known images, for a first one.
const KNOWN: [&str; 8] = [
    "alpine:latest",
    "busybox:latest",
    "debian:stable-slim",
    "nginx:alpine",
    "node:22-slim",
    "postgres:alpine",
    "python:3.12-slim",
    "redis:alpine",
];

/// Asks which image is to be pulled. It is open while the address says so.
#[component]
pub(super) fn PullDialog(
    /// The images that are there already.
    shelf: Shelf,
) -> impl IntoView {
    let view = shelf.view;
    let open = Memo::new(move |_| view.with(|view| view.pull.is_some()));
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        if open.get_untracked() {
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&view.with_untracked(|view| view.with_pull(None).address()), options);
        }
    });
    view! {
        <Dialog open labelled_by="pull-heading" on_close=close>
            <Question shelf close />
        </Dialog>
    }
    .into_any()
}

/// What is wrong with a name, where that can be said without asking.
fn fault(image: &str) -> Option<&'static str> {
    if image.is_empty() {
        Some("Name an image, such as python:3.12-slim.")
    } else if image.contains("://") {
        Some("Leave out the scheme: ghcr.io/owner/name:tag.")
    } else if image.contains(char::is_whitespace) {
        Some("A name has no spaces. One image at a time.")
    } else {
        None
    }
}

#[component]
fn Question(shelf: Shelf, close: Callback<()>) -> impl IntoView {
    let tasks = Tasks::get();
    let first = shelf.view.with_untracked(|view| view.pull.clone()).unwrap_or_default();
    let image = RwSignal::new(first);
    let busy = RwSignal::new(false);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let problem = RwSignal::new(None::<ApiError>);
    let is_there = Memo::new(move |_| {
        let typed = image.with(|image| image.trim().to_owned());
        shelf.images.with(|all| all.iter().any(|image| image.tags.contains(&typed)))
    });
    let hint = Signal::derive(move || {
        if is_there.get() {
            "It is here already. Pulling it again brings what has changed.".to_owned()
        } else {
            "Without a tag it is latest; without a registry it comes from Docker Hub.".to_owned()
        }
    });
    let refuse = move |message: &str| {
        errors.set(vec![FieldError {
            field: "image".to_owned(),
            code: "INVALID_IMAGE".to_owned(),
            message: message.to_owned(),
            provided: serde_json::Value::Null,
        }]);
    };
    let submit = move || {
        let wanted = image.with_untracked(|image| image.trim().to_owned());
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        if let Some(fault) = fault(&wanted) {
            return refuse(fault);
        }
        errors.set(Vec::new());
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = tasks.pull(wanted).await;
            if busy.try_set(false).is_some() {
                // the dialog is gone
                return;
            }
            match outcome {
                Ok(()) => close.run(()),
                Err(error) if session::ended(&error) => {}
                Err(error) => match error.field_errors() {
                    fields if fields.is_empty() => problem.set(Some(error)),
                    fields => errors.set(fields),
                },
            }
        });
    };
    let suggested = move || {
        let mut all: Vec<String> = shelf
            .images
            .with_untracked(|images| images.iter().flat_map(|image| image.tags.clone()).collect());
        all.extend(KNOWN.map(str::to_owned));
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <h2 id="pull-heading">"Pull an image"</h2>
            <Field
                id="pull-image"
                label="Image"
                value=image
                errors
                path="image"
                hint
                placeholder="python:3.12-slim"
                list="pull-images"
                required=true
                code=true
                autofocus=true
            />
            <datalist id="pull-images">{suggested()}</datalist>
            {move || problem.get().map(|error| view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> })}
            <p class="hint">"How far it is shows in the list and in the tasks, whatever page you go to."</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <BusyButton
                    busy
                    icon="download"
                    label=Signal::stored("Pull".to_owned())
                    class="primary"
                    kind="submit"
                />
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_is_no_name_is_told_at_once() {
        for name in ["", "https://hub.docker.com/_/nginx", "nginx redis"] {
            assert!(fault(name).is_some(), "{name}");
        }
        assert_eq!(fault("127.0.0.1:5000/a/b:1"), None);
    }
}
