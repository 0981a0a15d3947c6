use super::{Draft, env::EnvFields, ports::PortFields};
use crate::{
    components::{Field, FieldError, Notice, Select, Tone, at, hint_and_error},
    focus::focus,
    text,
    types::HostFacts,
};
use leptos::prelude::*;

/// How many images are suggested at once; all of them are in the list that the field offers.
const SUGGESTIONS: usize = 8;

/// All fields.
#[component]
pub(in super::super) fn Fields(
    /// What is filled in.
    draft: Draft,
    /// What the host has to give.
    host: HostFacts,
) -> impl IntoView {
    let cpus = match host.cpus {
        0 => "Cores, such as 0.5.".to_owned(),
        cpus => format!("0.01 to {cpus}: this host has {cpus} cores."),
    };
    let memory = match host.memory_bytes {
        0 => "At least 6m, such as 512m or 1.5g.".to_owned(),
        memory => format!("Such as 512m or 1.5g; this host has {}.", text::bytes(memory)),
    };
    view! {
        <div class="form-main">
            <section class="form-part">
                <ImageField draft images=host.images />
                <Field id="name" label="Name" value=draft.name errors=draft.errors path="name" hint=Signal::stored("Without one it is named after its image.".to_owned()) />
                <TagsField draft />
            </section>
            <section class="form-part"><PortFields draft /></section>
            <section class="form-part"><EnvFields draft /></section>
        </div>
        <div class="form-side">
            <section class="form-part">
                <fieldset>
                    <legend>"Limits"</legend>
                    <div class="columns">
                        <Field id="cpus" label="CPUs" value=draft.cpus errors=draft.errors path="resources.cpus" hint=Signal::stored(cpus) input_mode="decimal" placeholder="no limit" />
                        <Field id="memory" label="Memory" value=draft.memory errors=draft.errors path="resources.memory" hint=Signal::stored(memory) placeholder="no limit" />
                        <Field id="pids" label="Processes" value=draft.pids errors=draft.errors path="resources.pids" hint=Signal::stored("Processes and threads at once.".to_owned()) input_mode="numeric" placeholder="no limit" />
                    </div>
                </fieldset>
            </section>
            <section class="form-part">
                <fieldset>
                    <legend>"Running"</legend>
                    <Select
                        id="restart"
                        label="Restart policy"
                        value=draft.restart
                        errors=draft.errors
                        path="restart"
                        options=vec![
                            ("no", "No: it stays as it ended"),
                            ("on-failure", "On failure: when it ends with an error"),
                            ("always", "Always: whenever it ends, and when the engine starts"),
                            ("unless-stopped", "Unless stopped: always, but what was stopped stays so"),
                        ]
                    />
                    <CommandField draft />
                    <Field id="user" label="User" value=draft.user errors=draft.errors path="user" hint=Signal::stored("uid, uid:gid or a name, instead of the image's own.".to_owned()) placeholder="1000:1000" code=true />
                </fieldset>
            </section>
        </div>
    }
    .into_any()
}

/// The image, with those that the engine has as suggestions.
#[component]
pub(in super::super) fn ImageField(
    /// The form.
    draft: Draft,
    /// What the engine has.
    images: Vec<String>,
) -> impl IntoView {
    let options =
        images.iter().map(|image| view! { <option value=image.clone()></option> }).collect_view();
    let chips = images
        .into_iter()
        .take(SUGGESTIONS)
        .map(|image| {
            let chosen = Memo::new({
                let image = image.clone();
                move |_| draft.image.with(|typed| typed.trim() == image)
            });
            view! {
                <li>
                    <button
                        type="button"
                        class="chip"
                        aria-pressed=move || chosen.get().to_string()
                        on:click={
                            let image = image.clone();
                            move |_| draft.image.set(image.clone())
                        }
                    >
                        {image.clone()}
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let some = !chips.is_empty();
    view! {
        <Field id="image" label="Image" value=draft.image errors=draft.errors path="image" list="images" placeholder="python:3.12-slim" required=true code=true hint=Signal::stored("Pulled first where the engine does not have it.".to_owned()) />
        <datalist id="images">{options}</datalist>
        {some.then(|| view! { <ul class="chips" aria-label="Images on this engine">{chips}</ul> })}
    }
    .into_any()
}

#[component]
fn TagsField(draft: Draft) -> impl IntoView {
    let error = at(draft.errors, || "tags[".to_owned());
    view! {
        <div class="field">
            <label for="tags">"Tags"</label>
            <input
                id="tags"
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="web, production"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || hint_and_error("tags", true, error.with(Option::is_some))
                value=draft.tags.get_untracked()
                bind:value=draft.tags
            />
            <p class="hint" id="tags-hint">"Separated by commas. Changing them later restarts nothing."</p>
            <FieldError id="tags" error />
        </div>
    }
    .into_any()
}

#[component]
fn CommandField(draft: Draft) -> impl IntoView {
    let error = at(draft.errors, || "command[".to_owned());
    // what the quotes come to, since a mistake there shows only when the container runs
    let arguments = move || draft.command.with(|line| text::split(line)).unwrap_or_default();
    view! {
        <div class="field">
            <label for="command">"Command"</label>
            <textarea
                id="command"
                class="code"
                rows="1"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="python -m http.server 8000"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || hint_and_error("command", true, error.with(Option::is_some))
                bind:value=draft.command
            >
                {draft.command.get_untracked()}
            </textarea>
            <p class="hint" id="command-hint">
                "Instead of the image's own and of a boot file. Quotes hold words together; no shell reads it."
            </p>
            <FieldError id="command" error />
            <ol class="arguments" aria-label="Arguments">
                {move || arguments().into_iter().map(|argument| view! { <li><code>{argument}</code></li> }).collect_view()}
            </ol>
        </div>
    }
    .into_any()
}

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

/// What is wrong, at the top of the form.
#[component]
pub(in super::super) fn Summary(
    /// The form.
    draft: Draft,
) -> impl IntoView {
    let text = move || {
        let failure = draft.failure.get();
        let errors = draft.errors.get();
        match (failure, errors.as_slice()) {
            (Some(failure), _) => Some(vec![failure]),
            (None, []) => None,
            (None, errors) => {
                let line = |error: &crate::types::FieldError| {
                    format!("{}: {}", label(&error.field), error.message)
                };
                Some(errors.iter().map(line).collect())
            }
        }
    };
    view! {
        <div class="form-summary" tabindex="-1">
            {move || {
                text()
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
