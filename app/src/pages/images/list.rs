use super::{
    empty::Empty, filter_bar::FilterBar, prune::PruneDialog, pull::PullDialog,
    remove::RemoveDialog, shelf::Shelf, table::Table, view::View,
};
use crate::{
    api::images::{list_images, list_pulls},
    components::{BusyButton, Icon, Load, Notice, Tone, When},
    focus::focus,
    live::Live,
    surroundings::Surroundings,
    tasks::{Doing, PullView, Tasks},
    text,
    types::{ApiError, Image, Pull},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::{collections::BTreeSet, sync::Arc};

/// The list of images.
#[component]
pub(crate) fn List() -> impl IntoView {
    let query = use_query_map();
    let view = Memo::new(move |_| query.with(View::of_address));
    let page = Resource::new(
        || (),
        |()| async {
            let images = list_images().await?.images;
            Ok::<_, ApiError>((images, list_pulls().await?.pulls))
        },
    );
    let pruning = RwSignal::new(false);
    let alive = Surroundings::get().alive;
    view! {
        <Title text="Images" />
        <div class="page-head">
            <h1 id="images" tabindex="-1">"Images"</h1>
            <div class="page-actions">
                <BusyButton
                    busy=false
                    unavailable=Signal::derive(move || !alive.get())
                    icon="clear"
                    label=Signal::stored("Clean up…".to_owned())
                    class="quiet"
                    on_press=Callback::new(move |()| pruning.set(true))
                />
                <a class="button primary" href=move || view.with(|view| view.with_pull(Some(String::new())).address())>
                    <Icon name="download" />
                    <span>"Pull an image"</span>
                </a>
            </div>
        </div>
        <noscript><p class="list-sum">"Pulling and removing images needs JavaScript."</p></noscript>
        <Load from=page elsewhere=("/ui/containers".to_owned(), "Go to the containers") let:page>
            <Loaded images=page.0 pulls=page.1 view pruning />
        </Load>
    }
    .into_any()
}

#[component]
fn Loaded(
    images: Vec<Image>,
    pulls: Vec<Pull>,
    view: Memo<View>,
    pruning: RwSignal<bool>,
) -> impl IntoView {
    let shelf = Shelf::new(images, view);
    Live::get().listen(move |event| shelf.follow(event));
    let doomed = RwSignal::new(Vec::new());
    let remove = Callback::new(move |images| doomed.set(images));
    let none = Memo::new(move |_| shelf.shown.with(Vec::is_empty));
    // where the row went that the focus was in
    let removed = Callback::new(move |()| {
        shelf.read_again();
        focus("#images");
    });
    view! {
        <Pulls first=pulls />
        <FilterBar shelf />
        {move || {
            shelf.failure.get().map(|error| {
                view! {
                    <Notice tone=Tone::Error>
                        <p>{error.message}</p>
                        <button type="button" class="button small" on:click=move |_| shelf.read_again()>
                            "Try again"
                        </button>
                    </Notice>
                }
            })
        }}
        <When is=none otherwise=move || {
            view! {
                <Sum shelf />
                <SelectionBar shelf remove />
                <Table shelf remove />
            }
        }>
            <Empty shelf />
        </When>
        <PullDialog shelf />
        <RemoveDialog doomed removed />
        <PruneDialog open=pruning removed />
    }
    .into_any()
}

/// Says how many there are, and how large they are.
#[component]
fn Sum(shelf: Shelf) -> impl IntoView {
    let words = move || {
        let size = shelf.shown.with(|all| all.iter().map(|image| image.size_bytes).sum());
        let count = match shelf.shown.with(Vec::len) {
            1 => "1 image".to_owned(),
            count => format!("{count} images"),
        };
        (count, text::bytes(size))
    };
    view! {
        <p class="list-sum" title="Layers that images share are counted with each of them.">
            <span role="status">{move || words().0}</span>
            <span>{move || format!("at most {}", words().1)}</span>
        </p>
    }
    .into_any()
}

/// Pulls that are under way or ended lately.
#[component]
fn Pulls(first: Vec<Pull>) -> impl IntoView {
    let tasks = Tasks::get();
    let first: Vec<Arc<Pull>> = first.into_iter().map(Arc::new).collect();
    let dismissed = RwSignal::new(BTreeSet::<String>::new());
    let pulls = Memo::new(move |_| {
        let mut all = tasks.pulls().unwrap_or_else(|| first.clone());
        dismissed.with(|dismissed| all.retain(|pull| !dismissed.contains(&pull.id)));
        all
    });
    let ids = Memo::new(move |_| {
        pulls.with(|all| all.iter().map(|pull| pull.id.clone()).collect::<Vec<_>>())
    });
    let some = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let forget = Callback::new(move |id: String| {
        dismissed.update(|dismissed| {
            dismissed.insert(id);
        });
        focus("#images");
    });
    view! {
        <When is=some>
            <section class="pulls" aria-label="Pulls">
                <For each=move || ids.get() key=Clone::clone let:id>
                    <PullView pulls id layers=true forget />
                </For>
            </section>
        </When>
    }
    .into_any()
}

/// What can be done with everything that is chosen.
#[component]
fn SelectionBar(shelf: Shelf, remove: Callback<Vec<Image>>) -> impl IntoView {
    let count = Memo::new(move |_| shelf.selection.count());
    let some = Memo::new(move |_| count.get() > 0);
    view! {
        <When is=some>
            <div class="selection-bar" role="toolbar" aria-label="Selection">
                <strong>{count}" selected"</strong>
                <button type="button" class="button small quiet danger-text" on:click=move |_| remove.run(shelf.chosen())>
                    <Icon name=Doing::RemoveImage.icon() />
                    <span>"Remove…"</span>
                </button>
                <button type="button" class="button small quiet" on:click=move |_| shelf.selection.clear()>
                    <Icon name="close" />
                    <span>"Clear selection"</span>
                </button>
            </div>
        </When>
        <p class="visually-hidden" role="status">{move || some.get().then(|| format!("{} selected", count.get()))}</p>
    }
    .into_any()
}
