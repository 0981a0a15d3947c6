use super::Draft;
use crate::{
    components::{Notice, Tone},
    focus::focus,
};
use leptos::prelude::*;

/// What a field of a request is called in the form.
fn label(path: &str) -> String {
    if let Some(name) = path.strip_prefix("env.") {
        return format!("Variable {name}");
    }
    if let Some((at, _)) = path.strip_prefix("ports[").and_then(|rest| rest.split_once(']')) {
        return match at.parse::<usize>() {
            Ok(at) => format!("Port {}", at + 1),
            Err(_) => "Ports".to_owned(),
        };
    }
    let label = match path.split('[').next().unwrap_or(path) {
        "image" => "Image",
        "name" => "Name",
        "tags" => "Tags",
        "env" => "Environment",
        "ports" => "Ports",
        "resources.cpus" => "CPUs",
        "resources.memory" => "Memory",
        "resources.pids" => "Processes",
        "command" => "Command",
        "user" => "User",
        "restart" => "Restart policy",
        other => other,
    };
    label.to_owned()
}

/// What is wrong, at the top of a form that was sent and refused.
#[component]
pub(in super::super) fn Summary(
    /// The form.
    draft: Draft,
) -> impl IntoView {
    let text = Memo::new(move |_| {
        if !draft.refused.get() {
            return None;
        }
        let line = |error: &crate::types::FieldError| {
            format!("{}: {}", label(&error.field), error.message)
        };
        match draft.failure.get() {
            Some(failure) => Some(vec![failure]),
            None => draft.errors.with(|errors| {
                (!errors.is_empty()).then(|| errors.iter().map(line).collect::<Vec<_>>())
            }),
        }
    });
    view! {
        <div class="form-summary" tabindex="-1">
            {move || {
                text.get()
                    .map(|lines| {
                        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                        view! {
                            <Notice tone=Tone::Error>
                                <ul>{lines}</ul>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Leads to the first field that is wrong, or to the summary where no field is.
pub(in super::super) fn focus_first_error() {
    request_animation_frame(|| {
        if !focus("main form [aria-invalid=true]") {
            focus(".form-summary");
        }
    });
}
