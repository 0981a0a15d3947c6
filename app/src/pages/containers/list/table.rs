use super::{
    columns::{COLUMNS, Layout},
    fleet::Fleet,
    gauge::{Gauge, Measure},
    row::Row,
    window::Window,
};
use crate::{
    components::{
        Icon, Menu, Moment, OperationProgress, SelectAllHead, SortHead, StatusBadge, When,
    },
    pages::containers::{controls::Controls, ports::Ports, short, tags::Tags},
    surroundings::Surroundings,
    types::{Container, FleetSort, Status},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// The containers, a row each; on a narrow screen a card each.
#[component]
pub(super) fn Table(
    /// What is shown.
    fleet: Fleet,
    /// The part of it that is laid out.
    window: Window,
    /// How it looks.
    layout: Layout,
    /// Asks whether these are to be deleted.
    delete: Callback<Vec<Container>>,
) -> impl IntoView {
    let column = move |by: FleetSort, class: &'static str, label: &'static str| {
        let sorted = ArcMemo::new(move |_| fleet.view.with(|view| view.sorted(by)));
        let href = ArcSignal::derive(move || fleet.view.with(|view| view.with_sort(by).address()));
        view! { <SortHead class label sorted href /> }
    };
    let optional = move |(word, label, by): (&'static str, &'static str, FleetSort)| {
        let class = match word {
            "image" => "col-image",
            "cpu" => "col-cpu",
            "memory" => "col-memory",
            "ports" => "col-ports",
            "tags" => "col-tags",
            _ => "col-age",
        };
        column(by, class, label)
    };
    let all = Memo::new(move |_| {
        let count = fleet.shown.with(Vec::len);
        count > 0 && count == fleet.selection.count()
    });
    let choose = Callback::new(move |all| {
        if all {
            fleet.with_ids(|ids| fleet.selection.all(ids));
        } else {
            fleet.selection.clear();
        }
    });
    let show_row = move |place: ReadSignal<usize>, row: Row| {
        // the head is the first row
        let index = Signal::derive(move || window.first() + place.get() + 2);
        view! { <TableRow fleet row index delete /> }
    };
    view! {
        // the roles are said again, since some browsers forget them where a table is shown as cards
        <table
            class=move || layout.class()
            role="table"
            tabindex="-1"
            aria-label="Containers"
            aria-rowcount=move || (fleet.total.get() + 1).to_string()
            on:mouseleave=move |_| fleet.schedule()
            on:focusout=move |_| fleet.schedule()
            on:focusin=move |_| window.note_focus()
        >
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    <SelectAllHead all choose />
                    {column(FleetSort::Status, "col-state", "State")}
                    {column(FleetSort::Name, "col-name", "Name")}
                    {COLUMNS.map(optional).collect_view()}
                    <th role="columnheader" scope="col" class="col-actions"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <tr class="space" aria-hidden="true" node_ref=window.above><td></td></tr>
                <ForEnumerate
                    each=move || window.rows()
                    key=|row| row.id
                    children=show_row
                />
                <tr class="space" aria-hidden="true" node_ref=window.below><td></td></tr>
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn TableRow(
    fleet: Fleet,
    row: Row,
    index: Signal<usize>,
    delete: Callback<Vec<Container>>,
) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let container = RwSignal::from(row.container);
    let usage = RwSignal::from(row.usage);
    let gone = RwSignal::from(row.gone);
    let href = format!("/ui/containers/{}", row.cuid);
    let id = format!("…{}", short(&row.cuid));
    let cuid = StoredValue::new(row.cuid.clone());
    let selected = Memo::new(move |_| cuid.with_value(|cuid| fleet.selection.has(cuid)));
    let name = Memo::new(move |_| container.with(|container| container.name.clone()));
    let image = Memo::new(move |_| container.with(|container| container.image.clone()));
    let tags = Memo::new(move |_| container.with(|container| container.tags.clone()));
    let created = Memo::new(move |_| container.with(|container| container.created_at.clone()));
    view! {
        <tr
            role="row"
            aria-rowindex=move || index.get().to_string()
            aria-selected=move || selected.get().to_string()
            class:gone=move || gone.get()
            data-cuid=row.cuid.clone()
        >
            <td role="cell" class="col-check">
                <input
                    type="checkbox"
                    aria-label=move || format!("Select {}", name.get())
                    disabled=move || !alive.get() || gone.get()
                    prop:checked=move || selected.get()
                    on:click=move |event| {
                        let shift = event.unchecked_ref::<web_sys::MouseEvent>().shift_key();
                        cuid.with_value(|cuid| {
                            if shift {
                                fleet.with_ids(|ids| fleet.selection.extend(ids, cuid));
                            } else {
                                fleet.selection.toggle(cuid);
                            }
                        });
                    }
                />
            </td>
            <td role="cell" class="col-state">
                <When is=gone otherwise=move || view! { <StatusBadge container /><Detail container /> }>
                    <span class="status" data-tone="idle">"deleted"</span>
                </When>
            </td>
            <th role="rowheader" scope="row" class="col-name">
                <a href=href>{move || name.get()}</a>
                <span class="id" title=row.cuid.clone()>{id}</span>
            </th>
            <td role="cell" class="col-image" title=move || image.get()>{move || image.get()}</td>
            <td role="cell" class="col-cpu"><Gauge usage of=Measure::Cpu /></td>
            <td role="cell" class="col-memory"><Gauge usage of=Measure::Memory /></td>
            <td role="cell" class="col-ports"><Ports container /></td>
            <td role="cell" class="col-tags"><Tags tags /></td>
            <td role="cell" class="col-age"><Moment at=created /></td>
            <td role="cell" class="col-actions">
                <When is=Signal::derive(move || !gone.get())>
                    <Controls container compact=true />
                    <RowMenu container name delete />
                </When>
            </td>
        </tr>
    }
    .into_any()
}

/// What else can be done with a container, and the parts of its page.
#[component]
fn RowMenu(
    container: RwSignal<Container>,
    name: Memo<String>,
    delete: Callback<Vec<Container>>,
) -> impl IntoView {
    let deletable =
        Memo::new(move |_| container.with(|container| container.status != Status::Removing));
    let cuid = StoredValue::new(container.with_untracked(|container| container.cuid.clone()));
    // a list has many menus, of which few are opened
    let opened = RwSignal::new(false);
    let link = move |icon: &'static str, label: &'static str, href: String| {
        view! {
            <a class="button menu-entry" href=href>
                <Icon name=icon />
                <span>{label} <span class="visually-hidden">" "{move || name.get()}</span></span>
            </a>
        }
    };
    view! {
        <Menu label=Signal::derive(move || format!("More actions for {}", name.get())) icon="more" class="quiet" opened>
            <When is=opened>
            {cuid.with_value(|cuid| {
                [
                    link("terminal", "Terminal", format!("/ui/containers/{cuid}/terminal")),
                    link("logs", "Logs", format!("/ui/containers/{cuid}/logs")),
                    link("folder", "Files", format!("/ui/containers/{cuid}/files")),
                    link("chart", "Stats", format!("/ui/containers/{cuid}/stats")),
                    link("edit", "Settings", format!("/ui/containers/{cuid}/settings")),
                    link("copy", "Duplicate", format!("/ui/containers/new?from={cuid}")),
                ]
                .collect_view()
            })}
            <button
                type="button"
                class="button menu-entry danger-text"
                aria-disabled=move || (!deletable.get()).then_some("true")
                on:click=move |_| {
                    if deletable.get_untracked() {
                        delete.run(vec![container.get_untracked()]);
                    }
                }
            >
                <Icon name="delete" />
                <span>"Delete" <span class="visually-hidden">" "{move || name.get()}</span></span>
            </button>
            </When>
        </Menu>
    }
    .into_any()
}

/// The line beneath the status: what is being done, or else since when it is as it is.
#[component]
fn Detail(container: RwSignal<Container>) -> impl IntoView {
    let operation = Memo::new(move |_| container.with(|container| container.operation.clone()));
    let since = Memo::new(move |_| {
        container.with(|container| match container.status {
            status if status.is_alive() => container.state.started_at.clone(),
            Status::Exited => container.state.finished_at.clone(),
            _ => None,
        })
    });
    view! {
        <span class="detail">
            {move || match operation.get() {
                Some(_) => view! { <OperationProgress operation /> }.into_any(),
                None => since
                    .get()
                    .map(|_| {
                        view! { <Moment at=Signal::derive(move || since.get().unwrap_or_default()) ago=true /> }
                    })
                    .into_any(),
            }}
        </span>
    }
    .into_any()
}
