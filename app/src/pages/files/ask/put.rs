use crate::{
    api::files::list_files,
    components::Icon,
    pages::files::{desk::Desk, kind::few},
    reading::reading,
    text,
    types::{ApiError, FileEntry, FileKind, FileQuery},
};
use leptos::prelude::*;

/// Asks for the folder to move or copy something to: by going there, or by typing its path.
#[component]
pub(super) fn Put(
    /// The folder it is in.
    desk: Desk,
    /// What is moved or copied.
    entries: Vec<FileEntry>,
    /// Whether it goes from where it is.
    is_move: bool,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let verb = if is_move { "Move" } else { "Copy" };
    let heading = format!("{verb} {}", few(&entries));
    let target = RwSignal::new(desk.path());
    // what is listed stays where it is while somebody types
    let listed = RwSignal::new(desk.path());
    let go = move |path: String| {
        target.set(path.clone());
        listed.set(path);
    };
    let cuid = desk.cuid();
    let folders = reading(move || {
        let (cuid, path) = (cuid.clone(), listed.get());
        async move { folders(cuid, path).await }
    });
    let moving = StoredValue::new(entries);
    // a folder can't go into itself
    let within = move |path: &str| {
        moving.with_value(|moving| {
            moving
                .iter()
                .any(|entry| path == entry.path || path.starts_with(&format!("{}/", entry.path)))
        })
    };
    let list = move || {
        folders.get().map(|found| match found {
            Err(error) => view! { <p class="field-error"><Icon name="alert" />{error.message}</p> }.into_any(),
            Ok(found) => {
                let rows = found
                    .into_iter()
                    .filter(|path| !within(path))
                    .map(|path| {
                        let name = text::file_name(&path).to_owned();
                        view! {
                            <li>
                                <button type="button" class="button menu-entry" on:click=move |_| go(path.clone())>
                                    <Icon name="folder" />
                                    <span>{name}</span>
                                </button>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>();
                if rows.is_empty() {
                    view! { <p class="hint">"No folders in it."</p> }.into_any()
                } else {
                    view! { <ul aria-label="Folders">{rows}</ul> }.into_any()
                }
            }
        })
    };
    let up = move || listed.with_untracked(|path| text::parent(path).to_owned());
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                desk.put(moving.get_value(), target.get_untracked().trim_matches('/').to_owned(), is_move);
                desk.folder.selection.clear();
                close.run(());
            }
        >
            <h2 id="ask-heading">{heading}</h2>
            <div class="field">
                <label for="ask-target">"To the folder"</label>
                <input
                    id="ask-target"
                    class="code"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder="/app"
                    aria-describedby="ask-target-hint"
                    autofocus
                    prop:value=move || target.get()
                    on:input=move |event| target.set(event_target_value(&event))
                />
                <p class="hint" id="ask-target-hint">"In /app. A folder that is not there is made."</p>
            </div>
            <div class="folder-list">
                <button
                    type="button"
                    class="button menu-entry"
                    disabled=move || listed.with(String::is_empty)
                    on:click=move |_| go(up())
                >
                    <Icon name="up" />
                    <span>"Folder above"</span>
                </button>
                {list}
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button type="submit" class="button primary">
                    <Icon name=if is_move { "move" } else { "copy" } />
                    <span>{verb}" here"</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The folders in a folder: the first five hundred, which is more than somebody goes through.
async fn folders(cuid: String, path: String) -> Result<Vec<String>, ApiError> {
    let query = FileQuery {
        path: Some(path).filter(|path| !path.is_empty()),
        limit: Some("500".to_owned()),
        ..FileQuery::default()
    };
    let list = list_files(cuid, query).await?;
    let is_folder = |entry: &FileEntry| entry.kind == FileKind::Directory && !entry.name_lossy;
    Ok(list.files.into_iter().filter(is_folder).map(|entry| entry.path).collect())
}
