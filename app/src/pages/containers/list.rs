use super::{delete::DeleteDialog, filter::Filter, fleet::Fleet, table::Table};
use crate::{
    api::containers::overview_containers,
    components::{Icon, Load, Notice, StatusIcon, Tone, When},
    live::Live,
    types::{ContainerOverview, Status},
};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The list of containers.
#[component]
pub(crate) fn List() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::of_address));
    let first = filter.get_untracked().query(None);
    let overview = Resource::new(|| (), move |()| overview_containers(first.clone()));
    view! {
        <Title text="Containers" />
        <div class="page-head">
            <h1 id="containers" tabindex="-1">"Containers"</h1>
            <a class="button primary" href="/ui/containers/new">
                <Icon name="plus" />
                <span>"New container"</span>
            </a>
        </div>
        <Load from=overview elsewhere=("/ui/containers", "Show all containers") let:overview>
            <Loaded overview filter />
        </Load>
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
        use wasm_bindgen::JsCast as _;
        let heading = document().get_element_by_id("containers");
        if let Some(heading) =
            heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = heading.focus();
        }
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
        <More fleet />
        <DeleteDialog doomed deleted />
    }
    .into_any()
}

/// How many there are in all statuses, or in those the filter names.
fn total(counts: &[(Status, usize)], filter: &Filter) -> usize {
    let named = |status: Status| {
        filter.status.is_empty()
            || filter.status.split(',').any(|word| word.trim() == status.as_str())
    };
    counts.iter().filter(|(status, _)| named(*status)).map(|(_, count)| count).sum()
}

/// Says how much of the list is shown, and shows more of it.
#[component]
fn More(fleet: Fleet) -> impl IntoView {
    let query = use_query_map();
    let shown = move || fleet.rows.with(Vec::len);
    let all = move || {
        let filter = query.with(Filter::of_address);
        fleet.counts.with(|counts| total(counts, &filter))
    };
    view! {
        <When is=Signal::derive(move || fleet.next.with(Option::is_some))>
            <p class="more">
                <span>{shown}" of "{all}" shown"</span>
                <button type="button" class="button" on:click=move |_| fleet.read_more()>
                    "Show more"
                </button>
            </p>
        </When>
    }
    .into_any()
}

/// Looks for text, and chooses a status. A form and links, so that they work without JavaScript.
#[component]
fn FilterBar(fleet: Fleet, filter: Memo<Filter>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let look_for = move |text: String| {
        let filter = Filter { text: text.trim().to_owned(), ..filter.get_untracked() };
        // every letter in the history would make going back tedious
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&filter.address(), options);
    };
    // the way back through the history changes the text too, but nothing is written over while typed
    Effect::new(move |_| {
        let text = filter.with(|filter| filter.text.clone());
        if let Some(input) = input.get()
            && document().active_element().as_ref() != Some(&**input)
        {
            input.set_value(&text);
        }
    });
    let status = move || filter.with(|filter| filter.status.clone());
    view! {
        <div class="filter-bar">
            <form
                class="search"
                role="search"
                method="get"
                action="/ui/containers"
                // what is typed has been looked for already
                on:submit=move |event| event.prevent_default()
            >
                <Icon name="search" />
                <input
                    node_ref=input
                    type="search"
                    name="q"
                    aria-label="Filter containers"
                    placeholder="Name, image, id or tag"
                    autocomplete="off"
                    spellcheck="false"
                    value=filter.get_untracked().text
                    on:input=move |event| look_for(event_target_value(&event))
                />
                {move || {
                    let status = status();
                    (!status.is_empty()).then(|| view! { <input type="hidden" name="status" value=status /> })
                }}
                <button type="submit" class="visually-hidden-focusable">"Search"</button>
            </form>
            <StatusLinks fleet filter />
        </div>
    }
    .into_any()
}

/// A link for each status, with how many there are; it narrows the list to them.
#[component]
fn StatusLinks(fleet: Fleet, filter: Memo<Filter>) -> impl IntoView {
    let link = move |status: Option<Status>| {
        let count = Memo::new(move |_| {
            fleet.counts.with(|counts| {
                counts
                    .iter()
                    .filter(|(of, _)| status.is_none_or(|status| status == *of))
                    .map(|(_, n)| n)
                    .sum::<usize>()
            })
        });
        let word = status.map_or("all", Status::as_str);
        let current = Memo::new(move |_| {
            filter.with(|filter| filter.status == status.map(Status::as_str).unwrap_or_default())
        });
        // the usual ones are always there, so that nothing moves when a container comes or goes
        let usual =
            matches!(status, None | Some(Status::Running | Status::Paused | Status::Exited));
        let shown = Memo::new(move |_| usual || current.get() || count.get() > 0);
        view! {
            <li hidden=move || !shown.get()>
                <a
                    href=move || filter.with(|filter| filter.with_status(status).address())
                    aria-current=move || current.get().then_some("true")
                >
                    {status.map(|status| view! { <StatusIcon status /> })}
                    <span>{word}</span>
                    <span class="count">{move || count.get()}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label="Filter by state">
            <ul class="status-links">
                {link(None)}
                {Status::ALL.map(|status| link(Some(status))).collect_view()}
            </ul>
        </nav>
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
