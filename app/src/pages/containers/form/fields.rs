use super::{Draft, Ground, ImageField, env::EnvFields, limits::LimitFields, ports::PortFields};
use crate::{
    components::{Field, FieldError, Select, at, hint_and_error},
    text,
    types::ImageDetails,
};
use leptos::prelude::*;

/// All fields.
#[component]
pub(in super::super) fn Fields(
    /// What is filled in.
    draft: Draft,
    /// What it is filled in against.
    ground: Ground,
    /// The image that is filled in, where the engine has it.
    details: RwSignal<Option<ImageDetails>>,
    /// Called with what is pasted as an image; `true` where it is dealt with.
    #[prop(optional, into)]
    on_paste: Option<Callback<String, bool>>,
) -> impl IntoView {
    let about = Signal::derive(move || details.with(|details| details.as_ref().map(runs)));
    let on_paste = on_paste.unwrap_or_else(|| Callback::new(|_| false));
    let taken = StoredValue::new(ground.promised.ports.clone());
    view! {
        <section class="form-part">
            <ImageField draft images=ground.images.clone() about on_paste />
            <div class="columns">
                <Field id="name" label="Name" value=draft.name errors=draft.errors path="name" hint=Signal::stored("Without one it is named after its image.".to_owned()) />
                <TagsField draft />
            </div>
        </section>
        <section class="form-part"><PortFields draft taken details /></section>
        <section class="form-part"><EnvFields draft /></section>
        <section class="form-part"><LimitFields draft ground /></section>
        <section class="form-part">
            <fieldset>
                <legend>"Running"</legend>
                <CommandField draft />
                <div class="columns">
                    <Field id="user" label="User" value=draft.user errors=draft.errors path="user" hint=Signal::stored("uid, uid:gid or a name, instead of the image's own.".to_owned()) placeholder="1000:1000" code=true />
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
                </div>
            </fieldset>
        </section>
    }
    .into_any()
}

/// What an image runs by itself, in words.
fn runs(image: &ImageDetails) -> String {
    let program: Vec<_> = image.entrypoint.iter().chain(&image.command).cloned().collect();
    let user = image.user.as_deref().unwrap_or("root");
    match program.as_slice() {
        [] => "It needs a command.".to_owned(),
        program => format!("Runs {} as {user}.", text::join(program)),
    }
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
