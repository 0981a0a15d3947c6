use super::{address, called, create_address, platform, shelf::Shelf, short, user, view::Sort};
use crate::{
    components::{BusyButton, Icon, Moment, SelectAllHead, SortHead},
    surroundings::Surroundings,
    text,
    types::Image,
};
use leptos::prelude::*;

/// How many containers are named in a row.
const NAMED: usize = 3;

/// The images, a row each; on a narrow screen a card each.
#[component]
pub(super) fn Table(
    /// What is shown.
    shelf: Shelf,
    /// Asks whether these are to be removed.
    remove: Callback<Vec<Image>>,
) -> impl IntoView {
    let column = move |by: Sort, class: &'static str, label: &'static str| {
        let sorted = ArcMemo::new(move |_| shelf.view.with(|view| view.sorted(by)));
        let href = ArcSignal::derive(move || shelf.view.with(|view| view.with_sort(by).address()));
        view! { <SortHead class label sorted href /> }
    };
    let all = Memo::new(move |_| {
        let count = shelf.shown.with(Vec::len);
        count > 0 && count == shelf.selection.count()
    });
    let choose = Callback::new(move |all| {
        if all {
            shelf.with_ids(|ids| shelf.selection.all(ids));
        } else {
            shelf.selection.clear();
        }
    });
    view! {
        // where it is shown as cards it would be no table any more without its roles
        <table class="images" role="table" aria-label="Images">
            <thead role="rowgroup">
                <tr role="row">
                    <SelectAllHead all choose />
                    {column(Sort::Name, "col-name", "Name")}
                    {column(Sort::Size, "col-size", "Size")}
                    {column(Sort::Created, "col-created", "Built")}
                    <th role="columnheader" scope="col" class="col-platform">"Platform"</th>
                    {column(Sort::Use, "col-use", "Used by")}
                    <th role="columnheader" scope="col" class="col-actions">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || shelf.shown.get() key=Clone::clone let:image>
                    <Row shelf image remove />
                </For>
            </tbody>
        </table>
    }
    .into_any()
}

/// An image. It is made anew when anything of it changes.
#[component]
fn Row(shelf: Shelf, image: Image, remove: Callback<Vec<Image>>) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let selection = shelf.selection;
    let name = called(&image);
    let id = StoredValue::new(image.id.clone());
    let chosen = Memo::new(move |_| id.with_value(|id| selection.has(id)));
    let further = image.tags.iter().skip(1).cloned();
    let further = further.map(|tag| view! { <li class="name">{tag}</li> }).collect_view();
    let nameless = image.tags.is_empty();
    let users = image.used_by.iter().take(NAMED).cloned().map(user).collect_view();
    let more = image.used_by.len().saturating_sub(NAMED);
    let built = image.created_at.clone();
    let create = format!("Create a container from {name}");
    let doomed = StoredValue::new(image.clone());
    view! {
        <tr role="row" aria-selected=move || chosen.get().then_some("true")>
            <td role="cell" class="col-check">
                <input
                    type="checkbox"
                    aria-label=format!("Select {name}")
                    disabled=move || !alive.get()
                    prop:checked=move || chosen.get()
                    on:click=move |event| {
                        id.with_value(|id| {
                            if event.shift_key() {
                                shelf.with_ids(|ids| selection.extend(ids, id));
                            } else {
                                selection.toggle(id);
                            }
                        });
                    }
                />
            </td>
            <th role="rowheader" scope="row" class="col-name">
                <a class="name" href=address(&image)>{name.clone()}</a>
                {nameless.then(|| view! {
                    <span class="tag" title="A newer image has taken its name. Clean up removes such images.">"no name"</span>
                })}
                {(!nameless).then(|| view! { <code class="id">{short(&image.id).to_owned()}</code> })}
                <ul class="further" aria-label=format!("Further names of {name}")>{further}</ul>
            </th>
            <td role="cell" class="col-size">{text::bytes(image.size_bytes)}</td>
            <td role="cell" class="col-created">{built.map(|at| view! { <Moment at ago=true /> })}</td>
            <td role="cell" class="col-platform">{platform(&image)}</td>
            <td role="cell" class="col-use">
                <ul class="users" aria-label=format!("Containers that use {name}")>
                    {users}
                    {(more > 0).then(|| view! { <li class="hint">"and "{more}" more"</li> })}
                </ul>
            </td>
            <td role="cell" class="col-actions">
                <a class="button icon-button quiet" href=create_address(&image) aria-label=create.clone() title=create>
                    <Icon name="plus" />
                </a>
                <BusyButton
                    busy=false
                    unavailable=Signal::derive(move || !alive.get())
                    icon="delete"
                    label=Signal::stored(format!("Remove {name}"))
                    name=Signal::stored(format!("Remove {name}"))
                    class="quiet"
                    compact=true
                    on_press=Callback::new(move |()| remove.run(vec![doomed.get_value()]))
                />
            </td>
        </tr>
    }
    .into_any()
}
