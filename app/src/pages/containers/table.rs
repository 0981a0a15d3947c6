use super::{
    controls::Controls,
    fleet::{Fleet, Row},
    ports::Ports,
    short,
};
use crate::{
    components::{Icon, Menu, Moment, OperationProgress, StatusBadge},
    types::{Container, Status},
};
use leptos::prelude::*;

/// The containers, a row each; on a narrow screen a card each.
#[component]
pub(super) fn Table(
    /// What is shown.
    fleet: Fleet,
    /// Which container is to be deleted; asked elsewhere.
    doomed: RwSignal<Option<Container>>,
) -> impl IntoView {
    view! {
        // the roles are said again, since some browsers forget them where a table is shown as cards
        <table class="fleet" role="table" aria-label="Containers">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="col-state">"State"</th>
                    <th role="columnheader" scope="col" class="col-name">"Name"</th>
                    <th role="columnheader" scope="col" class="col-image">"Image"</th>
                    <th role="columnheader" scope="col" class="col-ports">"Ports"</th>
                    <th role="columnheader" scope="col" class="col-tags">"Tags"</th>
                    <th role="columnheader" scope="col" class="col-age">"Age"</th>
                    <th role="columnheader" scope="col" class="col-actions">"Actions"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || fleet.rows.get() key=|row| row.id let:row>
                    <TableRow row doomed />
                </For>
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn TableRow(row: Row, doomed: RwSignal<Option<Container>>) -> impl IntoView {
    let container = RwSignal::from(row.container);
    let href = format!("/ui/containers/{}", row.cuid);
    let id = format!("…{}", short(&row.cuid));
    let name = Memo::new(move |_| container.with(|container| container.name.clone()));
    let image = Memo::new(move |_| container.with(|container| container.image.clone()));
    let tags = Memo::new(move |_| container.with(|container| container.tags.clone()));
    let created = Memo::new(move |_| container.with(|container| container.created_at.clone()));
    let deletable =
        Memo::new(move |_| container.with(|container| container.status != Status::Removing));
    view! {
        <tr role="row" data-cuid=row.cuid.clone()>
            <td role="cell" class="col-state">
                <StatusBadge container />
                <Detail container />
            </td>
            <th role="rowheader" scope="row" class="col-name">
                <a href=href>{move || name.get()}</a>
                <span class="id" title=row.cuid.clone()>{id}</span>
            </th>
            <td role="cell" class="col-image" title=move || image.get()>{move || image.get()}</td>
            <td role="cell" class="col-ports"><Ports container /></td>
            <td role="cell" class="col-tags"><Tags tags /></td>
            <td role="cell" class="col-age"><Moment at=created /></td>
            <td role="cell" class="col-actions">
                <Controls container compact=true />
                <Menu label=Signal::derive(move || format!("More actions for {}", name.get())) icon="more" class="quiet">
                    <button
                        type="button"
                        class="button menu-entry danger-text"
                        aria-disabled=move || (!deletable.get()).then_some("true")
                        on:click=move |_| {
                            if deletable.get_untracked() {
                                doomed.set(Some(container.get_untracked()));
                            }
                        }
                    >
                        <Icon name="delete" />
                        <span>"Delete" <span class="visually-hidden">" "{move || name.get()}</span></span>
                    </button>
                </Menu>
            </td>
        </tr>
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

/// Tags, a pill each.
#[component]
pub(super) fn Tags(tags: Memo<Vec<String>>) -> impl IntoView {
    move || {
        let tags = tags.get();
        (!tags.is_empty()).then(|| {
            let tags =
                tags.into_iter().map(|tag| view! { <li class="tag">{tag}</li> }).collect_view();
            view! { <ul class="tags" aria-label="Tags">{tags}</ul> }
        })
    }
}
