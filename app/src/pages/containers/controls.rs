use crate::{
    action::{perform, tell_failure, words},
    components::{BusyButton, Toasts, When},
    live::Live,
    session,
    types::{Action, ApiError, Container},
};
use leptos::prelude::*;

/// The places of the buttons. Of the actions that share a place one is offered at a time, so that
/// nothing moves and the focus stays when one takes the other's turn.
const PLACES: [&[Action]; 3] =
    [&[Action::Start, Action::Stop], &[Action::Restart], &[Action::Pause, Action::Unpause]];

/// The same in a row of a list, where what is always offered stands in line at the end.
const PLACES_IN_ROW: [&[Action]; 3] = [PLACES[2], PLACES[1], PLACES[0]];

/// The actions that make sense for a container right now.
#[component]
pub(super) fn Controls(
    /// The container.
    container: RwSignal<Container>,
    /// Whether buttons show pictures only.
    #[prop(optional)]
    compact: bool,
    /// Where to tell why the last action failed; without it a message appears.
    #[prop(optional)]
    problem: Option<RwSignal<Option<ApiError>>>,
) -> impl IntoView {
    let pending = RwSignal::new(None::<Action>);
    let toasts = Toasts::get();
    let live = Live::get();
    let name = Memo::new(move |_| container.with(|container| container.name.clone()));
    let status = Memo::new(move |_| container.with(|container| container.status));
    let occupied = Memo::new(move |_| {
        pending.get().is_some() || container.with(|container| container.operation.is_some())
    });
    let act = move |action: Action| {
        pending.set(Some(action));
        let name = name.get_untracked();
        let cuid = container.with_untracked(|container| container.cuid.clone());
        leptos::task::spawn_local(async move {
            let outcome = perform(toasts, cuid, &name, action).await;
            pending.try_set(None);
            match outcome {
                Ok(changed) => {
                    if let Some(problem) = problem {
                        problem.try_set(None);
                    }
                    live.settle(container, changed);
                }
                Err(error) => match problem.filter(|problem| !problem.is_disposed()) {
                    Some(problem) if !session::ended(&error) => problem.set(Some(error)),
                    _ => tell_failure(toasts, &name, action, &error),
                },
            }
        });
    };
    let place = move |actions: &'static [Action]| {
        // while an action goes on its own button stays, whatever the status is meanwhile
        let offered = Memo::new(move |_| {
            let status = status.get();
            let going_on = pending.get().filter(|action| actions.contains(action));
            going_on.or_else(|| actions.iter().copied().find(|action| action.is_offered(status)))
        });
        let taken = Memo::new(move |_| offered.get().is_some());
        let action = move || offered.get().unwrap_or(actions[0]);
        view! {
            <span class="place">
                <When is=taken>
                    <BusyButton
                        busy=Signal::derive(move || pending.get() == offered.get())
                        unavailable=occupied
                        icon=Signal::derive(move || action().as_str())
                        label=Signal::derive(move || words(action()).0.to_owned())
                        name=Signal::derive(move || format!("{} {}", words(action()).0, name.get()))
                        class="quiet"
                        compact=compact
                        on_press=Callback::new(move |()| act(action()))
                    />
                </When>
            </span>
        }
    };
    let places = if compact { PLACES_IN_ROW } else { PLACES };
    view! { <span class="controls" role="group" aria-label="Actions">{places.map(place).collect_view()}</span> }.into_any()
}
