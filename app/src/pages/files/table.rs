use super::{
    ask::Ask,
    desk::{Desk, download_address},
    folder::paths,
    kind::{Content, content, look},
};
use crate::{
    components::{Icon, Menu, Moment, SelectAllHead, SortHead},
    surroundings::Surroundings,
    text,
    types::{FileEntry, FileKind, FileSort},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// What is in the folder, a row each.
#[component]
pub(super) fn Table(
    /// The folder.
    desk: Desk,
) -> impl IntoView {
    let folder = desk.folder;
    let place = folder.place;
    let column = move |by: FileSort, class: &'static str, label: &'static str| {
        let sorted = ArcMemo::new(move |_| place.with(|place| place.sorted(by)));
        let href = ArcSignal::derive(move || place.with(|place| place.with_sort(by).address()));
        view! { <SortHead class label sorted href /> }
    };
    let all = Memo::new(move |_| {
        folder
            .entries
            .with(|entries| !entries.is_empty() && entries.len() == folder.selection.count())
    });
    let choose = Callback::new(move |all| {
        if all {
            folder.entries.with_untracked(|entries| folder.selection.all(&paths(entries)));
        } else {
            folder.selection.clear();
        }
    });
    let name = move || {
        let path = place.with(|place| place.path.clone());
        if path.is_empty() { "Files".to_owned() } else { format!("Files in {path}") }
    };
    view! {
        <table class="files" role="table" aria-label=name>
            <thead role="rowgroup">
                <tr role="row">
                    <SelectAllHead all choose />
                    {column(FileSort::Name, "col-name", "Name")}
                    {column(FileSort::Size, "col-size", "Size")}
                    {column(FileSort::Modified, "col-age", "Changed")}
                    <th role="columnheader" scope="col" class="col-mode">"Mode"</th>
                    <th role="columnheader" scope="col" class="col-actions">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For
                    each=move || folder.entries.get()
                    key=|entry| (entry.path.clone(), entry.modified.clone(), entry.size, entry.mode.clone(), entry.kind)
                    let:entry
                >
                    <Row entry desk />
                </For>
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(entry: FileEntry, desk: Desk) -> impl IntoView {
    let folder = desk.folder;
    let alive = Surroundings::get().alive;
    let path = StoredValue::new(entry.path.clone());
    let selected = Memo::new(move |_| path.with_value(|path| folder.selection.has(path)));
    let cut = Memo::new(move |_| {
        desk.clip.with(|clip| {
            clip.as_ref().is_some_and(|clip| {
                clip.cut
                    && path.with_value(|path| clip.entries.iter().any(|entry| entry.path == *path))
            })
        })
    });
    let (icon, what) = look(&entry);
    let size = (entry.kind == FileKind::File).then(|| text::bytes(entry.size));
    let exact = (entry.kind == FileKind::File).then(|| format!("{} bytes", entry.size));
    let owner = format!("Owner {}:{}", entry.uid, entry.gid);
    let label = format!("Select {}", entry.name);
    let modified = entry.modified.clone();
    let mode = entry.mode.clone();
    view! {
        <tr role="row" class:cut=move || cut.get() aria-selected=move || selected.get().to_string()>
            <td role="cell" class="col-check">
                <input
                    type="checkbox"
                    aria-label=label
                    disabled=move || !alive.get() || entry.name_lossy
                    prop:checked=move || selected.get()
                    on:click=move |event| {
                        let path = path.get_value();
                        if event.unchecked_ref::<web_sys::MouseEvent>().shift_key() {
                            folder.entries.with_untracked(|entries| folder.selection.extend(&paths(entries), &path));
                        } else {
                            folder.selection.toggle(&path);
                        }
                    }
                />
            </td>
            <th role="rowheader" scope="row" class="col-name">
                <Icon name=icon />
                <span class="visually-hidden">{what}" "</span>
                <Name entry=entry.clone() desk />
            </th>
            <td role="cell" class="col-size" title=exact>{size}</td>
            <td role="cell" class="col-age"><Moment at=Signal::stored(modified) /></td>
            <td role="cell" class="col-mode" title=owner><code>{mode}</code></td>
            <td role="cell" class="col-actions">
                {(!entry.name_lossy).then(|| view! { <RowMenu entry desk /> })}
            </td>
        </tr>
    }
    .into_any()
}

/// The name, which opens what it names.
#[component]
fn Name(entry: FileEntry, desk: Desk) -> impl IntoView {
    let target =
        entry.target.clone().map(|target| view! { <span class="hint">" → "{target}</span> });
    let place = desk.folder.place.get_untracked();
    let href = match entry.kind {
        _ if entry.name_lossy => None,
        FileKind::Directory => Some(place.folder(&entry.path).address()),
        // where a link leads is seen when it is opened
        FileKind::File | FileKind::Symlink => Some(place.open(&entry.path).address()),
        _ => None,
    };
    let hint = entry
        .name_lossy
        .then_some("This name is not UTF-8: rename it inside the container to work with it.");
    view! {
        <span class="entry-name" title=hint>
            {match href {
                Some(href) => view! { <a href=href>{entry.name}</a> }.into_any(),
                None => view! { <span>{entry.name}</span> }.into_any(),
            }}
            {target}
        </span>
    }
    .into_any()
}

/// What can be done with one entry.
#[component]
fn RowMenu(entry: FileEntry, desk: Desk) -> impl IntoView {
    let name = entry.name.clone();
    let href = download_address(&desk.cuid(), std::slice::from_ref(&entry));
    let readable = matches!(entry.kind, FileKind::File | FileKind::Directory | FileKind::Symlink);
    let archive = entry.kind == FileKind::File && content(&entry.path) == Content::Archive;
    let link = entry.kind == FileKind::Symlink;
    let entry = StoredValue::new(entry);
    let item = move |icon: &'static str, label: &'static str, act: fn(Desk, FileEntry)| {
        let name = entry.with_value(|entry| entry.name.clone());
        view! {
            <button type="button" class="button menu-entry" on:click=move |_| act(desk, entry.get_value())>
                <Icon name=icon />
                <span>{label} <span class="visually-hidden">" "{name}</span></span>
            </button>
        }
    };
    view! {
        <Menu label=Signal::stored(format!("More actions for {name}")) icon="more" class="quiet">
            {readable
                .then(|| {
                    view! {
                        <a class="button menu-entry" href=href rel="external" download>
                            <Icon name="download" />
                            <span>"Download" <span class="visually-hidden">" "{name}</span></span>
                        </a>
                    }
                })}
            {archive.then(|| item("archive", "Unpack here…", |desk, entry| desk.ask(Ask::Unpack(entry))))}
            {item("edit", "Rename…", |desk, entry| desk.ask(Ask::Rename(entry)))}
            {item("move", "Move to…", |desk, entry| desk.ask(Ask::Put(vec![entry], true)))}
            {item("copy", "Copy to…", |desk, entry| desk.ask(Ask::Put(vec![entry], false)))}
            {(!link).then(|| item("lock", "Permissions…", |desk, entry| desk.ask(Ask::Permissions(vec![entry]))))}
            {item("delete", "Delete", |desk, entry| desk.delete(vec![entry]))}
        </Menu>
    }
    .into_any()
}
