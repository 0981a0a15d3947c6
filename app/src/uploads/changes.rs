use crate::{
    components::{BusyButton, Icon, Notice, Tone},
    text,
    types::{ApiError, Change, ChangeKind, Upload, UploadMode},
};
use leptos::prelude::*;

/// What came of an archive, in words: `3 added, 1 changed`.
pub(crate) fn counts(upload: &Upload) -> String {
    let all = [(upload.added, "added"), (upload.changed, "changed"), (upload.removed, "removed")];
    let some: Vec<_> = all
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if some.is_empty() { "nothing changed".to_owned() } else { some.join(", ") }
}

/// Asks whether an archive is to be unpacked, and what becomes of files that are there already.
#[component]
pub(crate) fn Question(
    /// What becomes of other files.
    mode: RwSignal<UploadMode>,
    /// Whether it is being unpacked.
    #[prop(into)]
    busy: Signal<bool>,
    /// Unpacks.
    unpack: Callback<()>,
    /// Closes the dialog.
    close: Callback<()>,
    /// What would change, and further answers.
    children: Children,
) -> impl IntoView {
    let choice = move |of: UploadMode, label: &'static str, means: &'static str| {
        view! {
            <label class="check choice">
                <input
                    type="radio"
                    name="unpack-mode"
                    prop:checked=move || mode.get() == of
                    on:change=move |_| mode.set(of)
                />
                <span>{label}<span class="hint">{means}</span></span>
            </label>
        }
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                if !busy.get_untracked() {
                    unpack.run(());
                }
            }
        >
            <fieldset class="choices">
                <legend>"Other files there"</legend>
                {choice(UploadMode::Merge, "Merge", "Files that the archive does not have stay.")}
                {choice(UploadMode::Replace, "Replace", "Files that the archive does not have are removed.")}
            </fieldset>
            {children()}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <BusyButton busy icon="archive" label=Signal::stored("Unpack here".to_owned()) class="primary" kind="submit" />
            </div>
        </form>
    }
    .into_any()
}

/// What unpacking would change.
#[component]
pub(crate) fn Changes(
    /// What the server says to it; `None` while it looks.
    outcome: Signal<Option<Result<Upload, ApiError>>>,
) -> impl IntoView {
    let shown = move || match outcome.get() {
        None => view! { <p class="hint">"Looking what would change…"</p> }.into_any(),
        Some(Err(error)) => {
            view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> }.into_any()
        }
        Some(Ok(upload)) => {
            let sum = format!("{}; {} unpacked.", counts(&upload), text::bytes(upload.bytes));
            let rest = if upload.truncated { "And more." } else { "" };
            let rows = upload.changes.unwrap_or_default().into_iter().map(line).collect::<Vec<_>>();
            view! {
                <p><strong>"Unpacking: "</strong>{sum}</p>
                {(!rows.is_empty())
                    .then(|| {
                        view! {
                            <ul class="changes" aria-label="Changes" tabindex="0">{rows}</ul>
                            <p class="hint">{rest}</p>
                        }
                    })}
            }
            .into_any()
        }
    };
    view! { <div aria-live="polite">{shown}</div> }.into_any()
}

fn line(change: Change) -> impl IntoView {
    let (icon, word, tone) = match change.change {
        ChangeKind::Added => ("plus", "added", "good"),
        ChangeKind::Changed => ("edit", "changed", "warn"),
        ChangeKind::Removed => ("delete", "removed", "bad"),
    };
    view! {
        <li>
            <span data-tone=tone><Icon name=icon /> " " {word}</span>
            <span class="name">{change.path}</span>
            <span class="hint">{text::bytes(change.bytes)}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::counts;
    use crate::types::Upload;

    #[test]
    fn only_what_happened_is_told() {
        let upload =
            |added, changed, removed| Upload { added, changed, removed, ..Upload::default() };
        for (upload, words) in [
            (upload(0, 0, 0), "nothing changed"),
            (upload(3, 0, 1), "3 added, 1 removed"),
            (upload(1, 2, 3), "1 added, 2 changed, 3 removed"),
        ] {
            assert_eq!(counts(&upload), words);
        }
    }
}
