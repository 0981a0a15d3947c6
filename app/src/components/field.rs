use super::Icon;
use crate::types;
use leptos::prelude::*;

/// What is wrong, field by field.
pub(crate) type Errors = RwSignal<Vec<types::FieldError>>;

/// What is wrong at that path, or at one beneath it where it ends with `[` or `.`.
pub(crate) fn at(
    errors: Errors,
    path: impl Fn() -> String + Send + Sync + 'static,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let path = path();
        let here = |error: &&types::FieldError| {
            error.field == path
                || (path.ends_with(['[', '.']) && error.field.starts_with(&path))
                || (path.ends_with('[') && error.field == path[..path.len() - 1])
        };
        errors.with(|errors| {
            let found: Vec<_> =
                errors.iter().filter(here).map(|error| error.message.as_str()).collect();
            (!found.is_empty()).then(|| found.join(" "))
        })
    })
}

/// The value of `aria-describedby` for a field with these two.
pub(crate) fn hint_and_error(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

/// What is wrong with the field of that id.
#[component]
pub(crate) fn FieldError(
    /// The field's id.
    #[prop(into)]
    id: String,
    /// What is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    move || {
        error.get().map(|message| {
            view! {
                <p class="field-error" id=format!("{}-error", id.get_value())>
                    <Icon name="alert" />
                    <span>{message}</span>
                </p>
            }
        })
    }
}

/// A line of text with its label, a hint and what is wrong with it.
#[component]
pub(crate) fn Field(
    /// Its id.
    id: &'static str,
    /// What to fill in.
    label: &'static str,
    /// What is filled in.
    value: RwSignal<String>,
    /// What is wrong, and at which path of the request this field stands.
    errors: Errors,
    path: &'static str,
    /// What helps to fill it in.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// An example.
    #[prop(optional)]
    placeholder: &'static str,
    /// The id of a list of suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Which keys a phone shows.
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// Whether it can't be left empty.
    #[prop(optional)]
    required: bool,
    /// Whether what is filled in is for machines, such as a command.
    #[prop(optional)]
    code: bool,
    /// Whether it has the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let error = at(errors, move || path.to_owned());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                class:code=code
                autofocus=autofocus
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                list=list
                inputmode=input_mode
                placeholder=placeholder
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || {
                    hint_and_error(id, hint.is_some(), error.with(Option::is_some))
                }
                value=value.get_untracked()
                bind:value=value
            />
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{move || hint.get()}</p> })}
            <FieldError id error />
        </div>
    }
    .into_any()
}

/// A choice of a few, with its label and what is wrong with it.
#[component]
pub(crate) fn Select(
    /// Its id.
    id: &'static str,
    /// What to choose.
    label: &'static str,
    /// What is chosen.
    value: RwSignal<String>,
    /// What is wrong, and at which path of the request this field stands.
    errors: Errors,
    path: &'static str,
    /// What can be chosen: value and words.
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let error = at(errors, move || path.to_owned());
    let options = options
        .into_iter()
        .map(|(word, label)| {
            view! { <option value=word selected=move || value.get() == word>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select
                id=id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || hint_and_error(id, false, error.with(Option::is_some))
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
            <FieldError id error />
        </div>
    }
    .into_any()
}
