//! What is asked before something is done, a dialog at a time.

mod name;
mod permissions;
mod put;
mod unpack;

use super::desk::Desk;
use crate::{
    components::Dialog,
    types::FileEntry,
    uploads::{Archive, Preview},
};
use leptos::prelude::*;
use name::{Name, Named};
use permissions::Permissions;
use put::Put;
use unpack::Unpack;

/// What is asked.
#[derive(Clone)]
pub(super) enum Ask {
    /// The name of a new folder.
    NewFolder,
    /// The name of a new file.
    NewFile,
    /// Another name.
    Rename(FileEntry),
    /// The folder to move (true) or copy these to.
    Put(Vec<FileEntry>, bool),
    /// Who may do what with these.
    Permissions(Vec<FileEntry>),
    /// Whether to unpack an archive that lies here.
    Unpack(FileEntry),
    /// Whether to unpack an archive on its way here.
    Archive(Archive),
}

/// The dialog that is open.
#[component]
pub(super) fn Asking(
    /// The folder.
    desk: Desk,
) -> impl IntoView {
    let close = Callback::new(move |()| desk.ask.set(None));
    let shown = move || {
        desk.ask.get().map(|ask| match ask {
            Ask::NewFolder => view! { <Name desk what=Named::NewFolder close /> }.into_any(),
            Ask::NewFile => view! { <Name desk what=Named::NewFile close /> }.into_any(),
            Ask::Rename(entry) => view! { <Name desk what=Named::Entry(entry) close /> }.into_any(),
            Ask::Put(entries, is_move) => view! { <Put desk entries is_move close /> }.into_any(),
            Ask::Permissions(entries) => view! { <Permissions desk entries close /> }.into_any(),
            Ask::Unpack(entry) => view! { <Unpack desk entry close /> }.into_any(),
            Ask::Archive(archive) => view! { <Preview archive close /> }.into_any(),
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || desk.ask.with(Option::is_some))
            labelled_by="ask-heading"
            on_close=close
        >
            {shown}
        </Dialog>
    }
    .into_any()
}
