use super::picked::{self, Picked};
use crate::components::Icon;
use leptos::{html, prelude::*};

/// What a button picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picking {
    /// Any number of files.
    Files,
    /// A folder with everything in it; an entry of a menu.
    Folder,
}

/// A button that lets somebody pick files or a folder.
#[component]
pub(crate) fn PickButton(
    /// What is picked.
    what: Picking,
    /// Called with it.
    picked: Callback<Vec<Picked>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let folder = what == Picking::Folder;
    let (label, class) =
        if folder { ("Upload folder…", "button menu-entry") } else { ("Upload files", "button") };
    view! {
        <button
            type="button"
            class=class
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            <Icon name=if folder { "folder" } else { "upload" } />
            <span>{label}</span>
        </button>
        <input
            node_ref=input
            type="file"
            hidden
            aria-label=label
            multiple=!folder
            prop:webkitdirectory=folder
            on:change=move |_| {
                if let Some(input) = input.get_untracked() {
                    let all = picked::picked(&input);
                    // so that the same file can be picked again
                    input.set_value("");
                    if !all.is_empty() {
                        picked.run(all);
                    }
                }
            }
        />
    }
    .into_any()
}
