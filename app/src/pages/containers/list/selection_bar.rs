use super::fleet::Fleet;
use crate::{
    components::{Icon, When},
    parts::part,
    tasks::{Doing, Target, Tasks},
    types::{Action, Container, Status},
};
use leptos::prelude::*;

/// What can be done with everything that is chosen. It stands in the place of the head of the list,
/// so that nothing moves when something is chosen.
#[component]
pub(super) fn SelectionBar(
    /// What is shown.
    fleet: Fleet,
    /// Asks whether these are to be deleted.
    delete: Callback<Vec<Container>>,
) -> impl IntoView {
    let count = Memo::new(move |_| fleet.selection.count());
    let some = Memo::new(move |_| count.get() > 0);
    view! {
        <div class="when-fetched"><When is=some>{fleet_bar(fleet, delete, count)}</When></div>
        <p class="visually-hidden" role="status">{move || some.get().then(|| format!("{} selected", count.get()))}</p>
    }
    .into_any()
}

part! {
    /// The bar itself.
    fleet_bar: Bar { fleet: Fleet, delete: Callback<Vec<Container>>, count: Memo<usize> }
}

#[component]
fn Bar(fleet: Fleet, delete: Callback<Vec<Container>>, count: Memo<usize>) -> impl IntoView {
    let tasks = Tasks::get();
    // how many of those that are chosen an action makes sense for; states change
    let statuses = Memo::new(move |_| {
        if count.get() == 0 {
            return Vec::new();
        }
        fleet.shown.with(|rows| {
            rows.iter()
                .filter(|row| fleet.selection.has(&row.cuid))
                .map(|row| row.container.with(|container| container.status))
                .collect::<Vec<Status>>()
        })
    });
    let action = move |action: Action| {
        let doing = Doing::Control(action);
        let offered = Memo::new(move |_| {
            statuses.with(|all| all.iter().filter(|status| action.is_offered(**status)).count())
        });
        let act = move |_| {
            let offered = |container: &Container| action.is_offered(container.status);
            let chosen = fleet.chosen().into_iter().filter(offered);
            let target = |container: Container| Target {
                cuid: container.cuid,
                name: container.name,
                force: false,
            };
            tasks.begin(doing, chosen.map(target).collect());
        };
        view! {
            <button
                type="button"
                class="button small quiet"
                aria-disabled=move || (offered.get() == 0).then_some("true")
                on:click=act
            >
                <Icon name=action.as_str() />
                <span>{doing.words().0} " " <span class="count">{offered}</span></span>
            </button>
        }
    };
    view! {
        <div class="selection-bar" role="toolbar" aria-label="Selection">
            <strong>{count}" selected"</strong>
            {Action::ALL.map(action).collect_view()}
            <button type="button" class="button small quiet danger-text" on:click=move |_| delete.run(fleet.chosen())>
                <Icon name="delete" />
                <span>"Delete…"</span>
            </button>
            <button type="button" class="button small quiet" on:click=move |_| fleet.selection.clear()>
                <Icon name="close" />
                <span>"Clear selection"</span>
            </button>
        </div>
    }
    .into_any()
}
