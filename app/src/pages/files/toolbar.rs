use super::{
    ask::Ask,
    desk::{Desk, download_address},
    kind::few,
    place::Place,
};
use crate::{
    components::{Icon, Menu, When},
    shortcuts::Shortcuts,
    surroundings::Surroundings,
    uploads::{PickButton, Picking},
};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Where one is, and what can be done there.
#[component]
pub(super) fn Toolbar(
    /// The folder.
    desk: Desk,
    /// The way to it.
    children: Children,
) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let shortcuts = Shortcuts::get();
    let clip =
        Memo::new(move |_| desk.clip.with(|clip| clip.as_ref().map(|clip| few(&clip.entries))));
    let picked = Callback::new(move |picked| super::receive::take(desk, picked));
    view! {
        <div class="files-bar">
            {children()}
            <SearchBox desk />
            <fieldset class="bare files-actions" disabled=move || !alive.get()>
                {move || {
                    clip.get()
                        .map(|what| {
                            view! {
                                <button type="button" class="button" on:click=move |_| desk.paste()>
                                    <Icon name="paste" />
                                    <span>"Paste "{what}</span>
                                </button>
                            }
                        })
                }}
                <PickButton what=Picking::Files picked />
                <Menu label=Signal::stored("New and more".to_owned()) icon="plus" class="outlined">
                    <button type="button" class="button menu-entry" on:click=move |_| desk.ask(Ask::NewFile)>
                        <Icon name="file" />
                        <span>"New file…"</span>
                    </button>
                    <button type="button" class="button menu-entry" on:click=move |_| desk.ask(Ask::NewFolder)>
                        <Icon name="folder" />
                        <span>"New folder…"</span>
                    </button>
                    <PickButton what=Picking::Folder picked />
                    <button type="button" class="button menu-entry" on:click=move |_| desk.refresh()>
                        <Icon name="restart" />
                        <span>"Refresh"</span>
                    </button>
                    <button type="button" class="button menu-entry" on:click=move |_| shortcuts.open.set(true)>
                        <Icon name="keyboard" />
                        <span>"Keyboard shortcuts"</span>
                    </button>
                </Menu>
            </fieldset>
        </div>
    }
    .into_any()
}

/// Narrows the folder to names with a text in them; a form, so that it works without JavaScript.
#[component]
fn SearchBox(desk: Desk) -> impl IntoView {
    let place = desk.folder.place;
    let navigate = use_navigate();
    let input = NodeRef::<html::Input>::new();
    let text = Memo::new(move |_| place.with(|place| place.text.clone()));
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        if before.is_some()
            && let Some(input) = input.get_untracked()
            && input.value().trim() != text
        {
            input.set_value(&text);
        }
    });
    view! {
        <form
            class="search"
            role="search"
            method="get"
            action=move || place.with(Place::tab)
            on:submit=move |event| event.prevent_default()
        >
            <Icon name="search" />
            <input type="hidden" name="path" value=move || place.with(|place| place.path.clone()) />
            <input
                node_ref=input
                type="search"
                name="q"
                aria-label="Search in this folder"
                placeholder="Search in this folder"
                autocomplete="off"
                spellcheck="false"
                value=text.get_untracked()
                on:input=move |event| {
                    let place = place.with_untracked(|place| place.with_text(&event_target_value(&event)));
                    // every letter in the history would make going back tedious
                    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                    navigate(&place.address(), options);
                }
            />
            <button type="submit" class="visually-hidden-focusable">"Search"</button>
        </form>
    }
    .into_any()
}

/// What can be done with everything that is chosen.
#[component]
pub(super) fn SelectionBar(
    /// The folder.
    desk: Desk,
) -> impl IntoView {
    let folder = desk.folder;
    let count = Memo::new(move |_| folder.selection.count());
    let some = Memo::new(move |_| count.get() > 0);
    let href = move || {
        count.track();
        folder.entries.track();
        download_address(&desk.cuid(), &desk.chosen())
    };
    let action = move |icon: &'static str, label: &'static str, act: fn(Desk)| {
        view! {
            <button type="button" class="button small quiet" on:click=move |_| act(desk)>
                <Icon name=icon />
                <span>{label}</span>
            </button>
        }
    };
    view! {
        <When is=some>
            <div class="selection-bar" role="toolbar" aria-label="Selection">
                <strong>{move || count.get()}" selected"</strong>
                <a class="button small quiet" href=href rel="external" download>
                    <Icon name="download" />
                    <span>"Download"</span>
                </a>
                {action("move", "Move to…", |desk| desk.ask(Ask::Put(desk.chosen(), true)))}
                {action("copy", "Copy to…", |desk| desk.ask(Ask::Put(desk.chosen(), false)))}
                {action("lock", "Permissions…", |desk| desk.ask(Ask::Permissions(desk.chosen())))}
                {action("delete", "Delete", |desk| desk.delete(desk.chosen()))}
                {action("close", "Clear selection", |desk| desk.folder.selection.clear())}
            </div>
        </When>
    }
    .into_any()
}
