use crate::{
    api::files::chmod_file,
    components::{BusyButton, FieldError},
    pages::files::{desk::Desk, kind::few},
    session,
    types::{ChmodRequest, FileEntry, FileKind},
};
use leptos::prelude::*;

/// Who a bit is for, and how far left it stands.
const WHO: [(&str, u32); 3] = [("Owner", 6), ("Group", 3), ("Others", 0)];
const WHAT: [(&str, u32); 3] = [("read", 4), ("write", 2), ("execute", 1)];

/// Asks who may read, write and execute.
#[component]
pub(super) fn Permissions(
    /// The folder.
    desk: Desk,
    /// What it is about.
    entries: Vec<FileEntry>,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let heading = format!("Permissions of {}", few(&entries));
    let first = entries.first().and_then(|entry| read(&entry.mode)).unwrap_or(0o644);
    let mode = RwSignal::new(first);
    let octal = RwSignal::new(write(first));
    let recursive = RwSignal::new(false);
    let has_folder = entries.iter().any(|entry| entry.kind == FileKind::Directory);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let entries = StoredValue::new(entries);
    let set = move |bits: u32| {
        mode.set(bits);
        octal.set(write(bits));
    };
    let submit = move || {
        let Some(bits) = read(&octal.get_untracked()) else {
            return problem.set(Some("Three or four digits from 0 to 7, such as 0644.".to_owned()));
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (mode, recursive, cuid) = (write(bits), recursive.get_untracked(), desk.cuid());
        leptos::task::spawn_local(async move {
            let mut failed = None;
            for entry in entries.get_value() {
                let recursive = recursive && entry.kind == FileKind::Directory;
                let request = ChmodRequest { path: entry.path, mode: mode.clone(), recursive };
                if let Err(error) = chmod_file(cuid.clone(), request).await {
                    failed = Some(error);
                }
            }
            busy.try_set(false);
            desk.refresh();
            match failed {
                None => close.run(()),
                Some(error) if session::ended(&error) => {}
                Some(error) => {
                    problem.try_set(Some(error.message));
                }
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
            <Bits mode set=Callback::new(set) />
            <div class="field">
                <label for="ask-mode">"Octal"</label>
                <input
                    id="ask-mode"
                    class="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="4"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=move || problem.with(Option::is_some).then_some("ask-mode-error")
                    prop:value=move || octal.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        problem.set(None);
                        if let Some(bits) = read(&text) {
                            mode.set(bits);
                        }
                        octal.set(text);
                    }
                />
                <FieldError id="ask-mode" error=problem.into() />
            </div>
            {has_folder
                .then(|| {
                    view! {
                        <label class="check">
                            <input type="checkbox" bind:checked=recursive />
                            <span>"Everything inside too"</span>
                        </label>
                    }
                })}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <BusyButton busy icon="check" label=Signal::stored("Apply".to_owned()) class="primary" kind="submit" />
            </div>
        </form>
    }
    .into_any()
}

/// A box for each bit.
#[component]
fn Bits(
    /// Those that are set.
    mode: RwSignal<u32>,
    /// Sets others.
    set: Callback<u32>,
) -> impl IntoView {
    let row = move |(who, shift): (&'static str, u32)| {
        let bits = WHAT.map(|(what, bit)| {
            let bit = bit << shift;
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        aria-label=format!("{who} may {what}")
                        prop:checked=move || mode.get() & bit != 0
                        on:change=move |_| set.run(mode.get_untracked() ^ bit)
                    />
                    <span>{what}</span>
                </label>
            }
        });
        view! { <fieldset class="bits"><legend>{who}</legend>{bits}</fieldset> }
    };
    WHO.map(row).into_any()
}

/// The bits that an octal text stands for; those of set-uid, set-gid and sticky are not offered.
fn read(text: &str) -> Option<u32> {
    let text = text.trim();
    let is_octal =
        matches!(text.len(), 3 | 4) && text.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    u32::from_str_radix(text, 8).ok().filter(|bits| is_octal && *bits <= 0o777)
}

fn write(bits: u32) -> String {
    format!("{bits:04o}")
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn octal_is_read_and_written() {
        for (text, bits) in [
            ("0644", Some(0o644)),
            ("755", Some(0o755)),
            ("4755", None),
            ("0888", None),
            ("7", None),
            ("+644", None),
        ] {
            assert_eq!(read(text), bits, "{text}");
        }
        assert_eq!(write(0o7), "0007");
    }
}
