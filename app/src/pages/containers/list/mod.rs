//! The list of containers.

mod columns;
mod delete_many;
mod empty;
mod filter_bar;
mod fleet;
mod gauge;
mod keys;
mod row;
mod selection_bar;
mod suggestions;
mod table;
mod usage;
mod view;
mod window;

use super::{delete::DeleteDialog, from_zip::FromZip};
use crate::{
    api::containers::list_containers,
    components::{Icon, Load, Notice, Tone, When},
    fleet::Filter,
    focus::focus,
    live::Live,
    types::{Container, FleetPage},
};
use columns::Layout;
use delete_many::DeleteMany;
pub(crate) use empty::Beginning;
use empty::Empty;
use filter_bar::FilterBar;
use fleet::Fleet;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use selection_bar::SelectionBar;
use table::Table;
use view::View;
use window::Window;

/// The list of containers.
#[component]
pub(crate) fn List() -> impl IntoView {
    let query = use_query_map();
    let view = Memo::new(move |_| query.with(View::of_address));
    let first = view.get_untracked().query();
    let page = Resource::new(|| (), move |()| list_containers(first.clone()));
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
            <Load from=page elsewhere=("/ui/containers".to_owned(), "Show all containers") let:page>
                <Loaded page view />
            </Load>
        </FromZip>
    }
    .into_any()
}

#[component]
fn Loaded(page: FleetPage, view: Memo<View>) -> impl IntoView {
    let fleet = Fleet::new(page, view);
    let layout = Layout::remembered();
    let window = Window::new(fleet, layout);
    Live::get().listen(move |event| fleet.follow(event));
    usage::follow(fleet, window);
    Effect::new(move |before: Option<View>| {
        let view = view.get();
        if before.is_some_and(|before| before != view) {
            fleet.rank(true);
            fleet.arrange(true);
        }
        view
    });
    let doomed = RwSignal::new(None::<Container>);
    let many = RwSignal::new(Vec::new());
    let delete = Callback::new(move |mut meant: Vec<Container>| match meant.len() {
        1 => doomed.set(meant.pop()),
        _ => many.set(meant),
    });
    keys::listen(fleet, window, delete);
    let none = Memo::new(move |_| fleet.shown.with(Vec::is_empty));
    // where the row went that the focus was in
    let deleted = Callback::new(move |cuid: String| {
        fleet.forget(&cuid);
        focus("#containers");
    });
    view! {
        <FilterBar fleet layout />
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
        <When is=none otherwise=move || {
            view! {
                <Sum fleet />
                <SelectionBar fleet delete />
                <Table fleet window layout delete />
            }
        }>
            <Empty fleet />
        </When>
        <More fleet />
        <DeleteDialog doomed deleted />
        <DeleteMany doomed=many />
    }
    .into_any()
}

/// Says how many there are, and what would change were nobody in the list. Always there, so that
/// nothing moves.
#[component]
fn Sum(fleet: Fleet) -> impl IntoView {
    let narrowed = Memo::new(move |_| fleet.filter.with(Filter::is_on));
    let words = move || match (fleet.total.get(), narrowed.get()) {
        (1, false) => "1 container".to_owned(),
        (count, false) => format!("{count} containers"),
        (1, true) => "1 container matches".to_owned(),
        (count, true) => format!("{count} containers match"),
    };
    let waiting = Memo::new(move |_| fleet.waiting.get() > 0);
    let change = move || match fleet.waiting.get() {
        1 => "1 change waits until you leave the list".to_owned(),
        count => format!("{count} changes wait until you leave the list"),
    };
    view! {
        <p class="list-sum">
            <span role="status">{words}</span>
            <When is=waiting>
                <span>{change}</span>
                <button type="button" class="button small quiet" on:click=move |_| fleet.arrange(true)>"Show now"</button>
            </When>
        </p>
    }
    .into_any()
}

/// Leads to the next rows where there is no JavaScript to bring them.
#[component]
fn More(fleet: Fleet) -> impl IntoView {
    let shown = move || fleet.shown.with(Vec::len);
    let all = move || fleet.total.get();
    let last = move || fleet.shown.with(|rows| rows.last().map(|row| row.cuid.clone()));
    let href = move || fleet.view.with(|view| view.after(last().unwrap_or_default()).address());
    view! {
        <When is=fleet.more>
            <p class="more">
                <span>{shown}" of "{all}" shown"</span>
                <a class="button" href=href>"Show more"</a>
            </p>
        </When>
    }
    .into_any()
}
