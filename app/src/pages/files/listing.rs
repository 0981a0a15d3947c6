use super::{
    ask::Asking,
    crumbs::Crumbs,
    desk::Desk,
    folder::Folder,
    keys,
    place::Place,
    receive,
    table::Table,
    toolbar::{SelectionBar, Toolbar},
};
use crate::{
    api::files::list_files,
    components::{Icon, Load, LoadError, When},
    live::Live,
    types::{EventKind, FileList},
    uploads::{DropZone, Uploads},
};
use leptos::prelude::*;

/// A folder.
#[component]
pub(super) fn Listing(
    /// Which.
    place: Memo<Place>,
) -> impl IntoView {
    let first = place.get_untracked();
    let elsewhere = (first.tab(), "Go to the first folder");
    let list = Resource::new(
        || (),
        move |()| {
            let place = first.clone();
            async move { list_files(place.cuid.clone(), place.query()).await }
        },
    );
    view! {
        <Load from=list elsewhere let:list>
            <Loaded list place />
        </Load>
    }
    .into_any()
}

#[component]
fn Loaded(list: FileList, place: Memo<Place>) -> impl IntoView {
    let folder = Folder::new(list, place);
    let desk = Desk::new(folder);
    keys::listen(desk);
    receive::listen(desk);
    let received = Callback::new(move |picked| receive::take(desk, picked));
    Live::get().listen(move |event| {
        if *event == EventKind::Gap {
            folder.read_again();
        }
    });
    let done = Uploads::get().done;
    Effect::new(move |before: Option<usize>| {
        let done = done.get();
        if before.is_some_and(|before| before != done) {
            folder.read_again();
        }
        done
    });
    let none = Memo::new(move |_| folder.entries.with(Vec::is_empty));
    view! {
        <DropZone label="Files" hint="Drop to upload into this folder" received>
            <Toolbar desk><Crumbs place /></Toolbar>
            <SelectionBar desk />
            {move || match folder.failure.get() {
                Some(error) => {
                    let href = place.with(Place::tab);
                    view! { <LoadError error href link="Go to the first folder" /> }.into_any()
                }
                None => {
                    view! {
                        <When is=none otherwise=move || view! { <Table desk /> }>
                            <Empty place />
                        </When>
                        <More folder />
                    }
                    .into_any()
                }
            }}
        </DropZone>
        <Asking desk />
    }
    .into_any()
}

/// Says how much of the folder is shown, and shows more of it: without JavaScript as a page of its
/// own.
#[component]
fn More(folder: Folder) -> impl IntoView {
    let shown = move || folder.entries.with(Vec::len);
    let href = move || folder.place.with(|place| place.from(folder.next.get()).address());
    view! {
        <When is=Signal::derive(move || folder.next.with(Option::is_some))>
            <p class="more">
                <span>{shown}" of "{move || folder.total.get()}" shown"</span>
                <a
                    class="button"
                    href=href
                    on:click=move |event| {
                        event.prevent_default();
                        folder.read_more();
                    }
                >
                    "Show more"
                </a>
            </p>
        </When>
    }
    .into_any()
}

/// What is shown where there is nothing to list.
#[component]
fn Empty(place: Memo<Place>) -> impl IntoView {
    move || {
        let place = place.get();
        if place.text.is_empty() {
            view! {
                <section class="blank">
                    <Icon name="upload" />
                    <h2>"Nothing here yet"</h2>
                    <p>"Drop files, folders or a ZIP archive here, or use the buttons above."</p>
                    {place
                        .path
                        .is_empty()
                        .then(|| {
                            view! {
                                <p>
                                    "A " <code>"boot.py"</code> ", " <code>"boot.js"</code> " or " <code>"boot.sh"</code>
                                    " is what the container runs when it starts."
                                </p>
                            }
                        })}
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="blank">
                    <Icon name="search" />
                    <h2>"No name matches"</h2>
                    <p>"Only this folder is searched."</p>
                    <p class="actions">
                        <a class="button" href=place.with_text("").address()>"Show the whole folder"</a>
                    </p>
                </section>
            }
            .into_any()
        }
    }
}
