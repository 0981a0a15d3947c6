use super::{
    Tasks,
    batch::{Batch, State, Step, Sum},
    operations::{Underway, words},
    pull_view::PullView,
};
use crate::{
    components::{BusyButton, Icon, OperationProgress, When},
    focus::focus_soon,
    parts::part,
    surroundings::Surroundings,
};
use leptos::prelude::*;

/// How many containers of a batch are listed: those that need somebody come first.
const LISTED: usize = 100;

/// Shows and hides the drawer; tells how many tasks are under way.
#[component]
pub(crate) fn TaskButton() -> impl IntoView {
    let tasks = Tasks::get();
    let alive = Surroundings::get().alive;
    let count = Memo::new(move |_| {
        tasks.steps.track();
        let batches =
            tasks.batches.with(|all| all.iter().filter(|batch| !batch.sum().has_ended()).count());
        batches + tasks.operations().len() + tasks.pulling().len()
    });
    let name = move || match count.get() {
        0 => "Tasks".to_owned(),
        count => format!("Tasks, {count} under way"),
    };
    view! {
        <button
            type="button"
            class="button icon-button quiet task-button"
            aria-label=name
            title="Tasks"
            aria-expanded=move || tasks.open.get().to_string()
            disabled=move || !alive.get()
            on:click=move |_| tasks.open.update(|open| *open = !*open)
        >
            <Icon name="tasks" />
            <When is=Signal::derive(move || count.get() > 0)>
                <span class="badge">{count}</span>
            </When>
        </button>
    }
    .into_any()
}

/// What is under way, over every page.
#[component]
pub(crate) fn TaskDrawer() -> impl IntoView {
    let tasks = Tasks::get();
    // told also while the drawer is closed
    let last = Memo::new(move |_| {
        tasks.steps.track();
        tasks.batches.with(|all| {
            let batch = all.last()?;
            let sum = batch.sum();
            sum.has_ended().then(|| sum.words(batch.doing))
        })
    });
    view! {
        <p class="visually-hidden" role="status">{move || last.get()}</p>
        <When is=tasks.open>{drawer(tasks)}</When>
    }
    .into_any()
}

part! {
    /// The drawer itself.
    drawer: Drawer { tasks: Tasks }
}

#[component]
fn Drawer(tasks: Tasks) -> impl IntoView {
    let operations = Memo::new(move |_| tasks.operations());
    let cuids = Memo::new(move |_| {
        operations.with(|all| all.iter().map(|one| one.cuid.clone()).collect::<Vec<_>>())
    });
    let pulls = Memo::new(move |_| tasks.pulling());
    let pull_ids = Memo::new(move |_| {
        pulls.with(|all| all.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
    });
    let nothing = Memo::new(move |_| {
        tasks.batches.with(Vec::is_empty)
            && operations.with(Vec::is_empty)
            && pulls.with(Vec::is_empty)
    });
    let close = move || {
        tasks.open.set(false);
        focus_soon(".task-button".to_owned());
    };
    view! {
        <section
            class="tasks"
            aria-label="Tasks"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <header>
                <h2>"Tasks"</h2>
                <button type="button" class="button icon-button small quiet" aria-label="Close tasks" on:click=move |_| close()>
                    <Icon name="close" />
                </button>
            </header>
            <div class="tasks-body">
                <For each=move || tasks.batches.get().into_iter().rev() key=|batch| batch.id let:batch>
                    <BatchView tasks batch />
                </For>
                <For each=move || pull_ids.get() key=Clone::clone let:id>
                    <PullView pulls id />
                </For>
                <ul class="operations" aria-label="Under way">
                    <For each=move || cuids.get() key=Clone::clone let:cuid>
                        <OperationView operations cuid />
                    </For>
                </ul>
                <When is=nothing>
                    <p class="hint">"Nothing is under way. What takes longer than a second shows here, whoever began it."</p>
                </When>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn OperationView(operations: Memo<Vec<Underway>>, cuid: String) -> impl IntoView {
    let href = format!("/ui/containers/{cuid}");
    let one =
        Memo::new(move |_| operations.with(|all| all.iter().find(|one| one.cuid == cuid).cloned()));
    let operation = Memo::new(move |_| one.get().map(|one| one.operation));
    let what = move || one.get().map(|one| words(one.operation.kind));
    let name = move || one.get().map(|one| one.name);
    view! {
        <li>
            <p>{what}" "<a href=href class="name">{name}</a></p>
            <OperationProgress operation />
        </li>
    }
    .into_any()
}

#[component]
fn BatchView(tasks: Tasks, batch: Batch) -> impl IntoView {
    let (id, doing) = (batch.id, batch.doing);
    let batch = StoredValue::new(batch);
    let sum = Memo::new(move |_| {
        tasks.steps.track();
        batch.with_value(Batch::sum)
    });
    let ended = Memo::new(move |_| sum.get().has_ended());
    let listed = Memo::new(move |_| {
        tasks.steps.track();
        batch.with_value(|batch| {
            let rank = |step: &&Step| match step.state.get_untracked() {
                State::Failed(_) => 0,
                State::Running => 1,
                State::Waiting => 2,
                State::Done | State::LeftOut => 3,
            };
            let mut places: Vec<usize> = (0..batch.steps.len()).collect();
            // in the order in which they came, so that nothing jumps while all can be shown
            if places.len() > LISTED {
                places.sort_by_key(|at| rank(&&batch.steps[*at]));
                places.truncate(LISTED);
            }
            places
        })
    });
    let more = move || sum.get().all.saturating_sub(LISTED);
    let Sum { all, .. } = sum.get_untracked();
    view! {
        <article class="batch" aria-label=move || sum.get().words(doing)>
            <header>
                <Icon name=doing.icon() />
                <p><strong>{move || sum.get().words(doing)}</strong></p>
                <When is=Signal::derive(move || { sum.get().waiting > 0 })>
                    <button type="button" class="button small quiet" on:click=move |_| tasks.stop(id)>"Leave out the rest"</button>
                </When>
                <When is=Signal::derive(move || { ended.get() && sum.get().failed > 1 })>
                    <button type="button" class="button small quiet" on:click=move |_| tasks.try_again(id, None)>"Try all again"</button>
                </When>
                <When is=ended>
                    <button type="button" class="button icon-button small quiet" aria-label="Forget this task" on:click=move |_| tasks.forget(id)>
                        <Icon name="close" />
                    </button>
                </When>
            </header>
            <When is=Signal::derive(move || !ended.get())>
                <progress
                    aria-label=doing.words().0
                    max=all.to_string()
                    value=move || { let sum = sum.get(); (sum.all - sum.waiting - sum.running).to_string() }
                ></progress>
            </When>
            <ul aria-label="Outcomes">
                <For each=move || listed.get() key=|at| *at let:at>
                    {batch.with_value(|batch| batch.steps.get(at).cloned()).map(|step| view! { <StepView tasks id step /> })}
                </For>
            </ul>
            <When is=Signal::derive(move || more() > 0)>
                <p class="hint">{more}" more"</p>
            </When>
        </article>
    }
    .into_any()
}

#[component]
fn StepView(tasks: Tasks, id: usize, step: Step) -> impl IntoView {
    let state = RwSignal::from(step.state);
    let name = step.target.name.clone();
    let cuid = StoredValue::new(step.target.cuid);
    let look = move || {
        state.with(|state| match state {
            State::Waiting => ("created", "idle", "waiting"),
            State::Running => ("spinner", "busy", "running"),
            State::Done => ("check", "good", "done"),
            State::Failed(_) => ("alert", "bad", "failed"),
            State::LeftOut => ("close", "idle", "left out"),
        })
    };
    let why = move || match state.get() {
        State::Failed(why) => Some(view! { <span class="step-why">{why}</span> }),
        _ => None,
    };
    let failed = Memo::new(move |_| state.with(|state| matches!(state, State::Failed(_))));
    let again = format!("Try {name} again");
    view! {
        <li>
            <span data-tone=move || look().1><Icon name=Signal::derive(move || look().0) /></span>
            <span class="step-name" title=name.clone()>{name.clone()}</span>
            <span class="hint">{move || look().2}</span>
            <When is=failed>
                <BusyButton
                    busy=false
                    icon="restart"
                    label=Signal::stored("Try again".to_owned())
                    name=Signal::stored(again.clone())
                    class="quiet small"
                    on_press=Callback::new(move |()| cuid.with_value(|cuid| tasks.try_again(id, Some(cuid))))
                />
            </When>
            {why}
        </li>
    }
    .into_any()
}
