use super::{
    delete::DeleteDialog, filter::Filter, filter_bar::FilterBar, fleet::Fleet, from_zip::FromZip,
    table::Table,
};
use crate::{
    api::containers::list_containers,
    components::{Icon, Load, Notice, Tone, When},
    focus::focus,
    live::Live,
    types::ContainerOverview,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The list of containers.
#[component]
pub(crate) fn List() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::of_address));
    let first = filter.get_untracked().query();
    let overview = Resource::new(|| (), move |()| list_containers(first.clone()));
    view! {
        <Title text="Containers" />
        <div class="page-head">
            <h1 id="containers" tabindex="-1">"Containers"</h1>
            <a class="button primary" href="/ui/containers/new">
                <Icon name="plus" />
                <span>"New container"</span>
            </a>
        </div>
        <FromZip>
            <Load from=overview elsewhere=("/ui/containers".to_owned(), "Show all containers") let:overview>
                <Loaded overview filter />
            </Load>
        </FromZip>
    }
    .into_any()
}

#[component]
fn Loaded(overview: ContainerOverview, filter: Memo<Filter>) -> impl IntoView {
    let fleet = Fleet::new(overview, filter);
    Live::get().listen(move |event| fleet.follow(event));
    Effect::new(move |before: Option<Filter>| {
        let filter = filter.get();
        if before.is_some_and(|before| before != filter) {
            fleet.read_again();
        }
        filter
    });
    let doomed = RwSignal::new(None);
    let none = Memo::new(move |_| fleet.rows.with(Vec::is_empty));
    // where the row went that the focus was in
    let deleted = Callback::new(|()| {
        focus("#containers");
    });
    view! {
        <FilterBar fleet filter />
        {move || {
            fleet.failure.get().map(|error| {
                view! {
                    <Notice tone=Tone::Error>
                        <p>{error.message}</p>
                        <button type="button" class="button small" on:click=move |_| fleet.read_again()>
                            "Try again"
                        </button>
                    </Notice>
                }
            })
        }}
        <When is=none otherwise=move || view! { <Table fleet doomed /> }>
            <Empty filter />
        </When>
        <More fleet filter />
        <DeleteDialog doomed deleted />
    }
    .into_any()
}

/// Says how much of the list is shown, and shows more of it: without JavaScript as a page of its own.
#[component]
fn More(fleet: Fleet, filter: Memo<Filter>) -> impl IntoView {
    let shown = move || fleet.rows.with(Vec::len);
    let all = move || fleet.total.get();
    let href = move || filter.with(|filter| filter.from(fleet.next.get()).address());
    view! {
        <When is=Signal::derive(move || fleet.next.with(Option::is_some))>
            <p class="more">
                <span>{shown}" of "{all}" shown"</span>
                <a
                    class="button"
                    href=href
                    on:click=move |event| {
                        event.prevent_default();
                        fleet.read_more();
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
fn Empty(filter: Memo<Filter>) -> impl IntoView {
    move || {
        if filter.with(Filter::is_on) {
            view! {
                <section class="blank">
                    <Icon name="search" />
                    <h2>"No container matches"</h2>
                    <p>"Try another word or state."</p>
                    <p class="actions"><a class="button" href="/ui/containers">"Show all containers"</a></p>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="blank">
                    <img src="/assets/mark.svg" alt="" width="56" height="56" />
                    <h2>"No containers yet"</h2>
                    <p>"Create the first one here, or by "<code>"POST /containers"</code>": it appears in this list at once."</p>
                    <p>"Or drop a ZIP archive here: it becomes a container that runs what is in it."</p>
                    <p class="actions">
                        <a class="button primary" href="/ui/containers/new">
                            <Icon name="plus" />
                            <span>"Create a container"</span>
                        </a>
                        <a class="button" href="/docs" rel="external">"Read the API docs"</a>
                    </p>
                </section>
            }
            .into_any()
        }
    }
}
