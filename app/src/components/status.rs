use super::Icon;
use crate::types::{Container, Operation, Status};
use leptos::prelude::*;

/// A status as shape and colour. The shapes differ as much as the colours do.
const fn shape(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Running => ("running", "good"),
        Status::Paused => ("paused", "warn"),
        Status::Creating | Status::Restarting | Status::Removing => ("working", "busy"),
        Status::Created => ("created", "idle"),
        Status::Exited => ("exited", "idle"),
        Status::Dead => ("dead", "bad"),
        Status::Missing | Status::Unknown => ("missing", "warn"),
    }
}

/// The same, where what the engine says makes it better or worse than the status alone.
fn look(container: &Container) -> (&'static str, &'static str, String) {
    let (icon, tone) = shape(container.status);
    let state = &container.state;
    match (container.status, state.exit_code, state.health.as_deref()) {
        // on request (SIGTERM), as a stop makes it
        (Status::Exited, Some(143), _) => (icon, tone, "exited 143".to_owned()),
        (Status::Exited, Some(code), _) if code != 0 => ("failed", "bad", format!("exited {code}")),
        (Status::Created, ..) if state.engine_error.is_some() => {
            ("failed", "bad", "can't start".to_owned())
        }
        (Status::Running, _, Some("unhealthy")) => ("alert", "warn", "unhealthy".to_owned()),
        _ => (icon, tone, container.status.as_str().to_owned()),
    }
}

/// The shape of a status, for lists of statuses.
#[component]
pub(crate) fn StatusIcon(
    /// Which.
    status: Status,
) -> impl IntoView {
    let (icon, tone) = shape(status);
    view! { <span class="status-icon" data-tone=tone><Icon name=icon /></span> }.into_any()
}

/// What a container is doing, by shape, colour and word.
#[component]
pub(crate) fn StatusBadge(
    /// Of this container.
    container: RwSignal<Container>,
) -> impl IntoView {
    let look = Memo::new(move |_| container.with(look));
    view! {
        <span class="status" data-tone=move || look.get().1 data-status=move || container.with(|c| c.status.as_str())>
            <Icon name=Signal::derive(move || look.get().0) />
            <span class="status-word">{move || look.get().2}</span>
        </span>
    }
    .into_any()
}

/// The operation that is under way, in words and, where it can be known, how far it is.
#[component]
pub(crate) fn OperationProgress(
    /// Which; nothing is shown without one.
    #[prop(into)]
    operation: Signal<Option<Operation>>,
) -> impl IntoView {
    let message = Memo::new(move |_| operation.get().map(|operation| operation.message));
    let percent = Memo::new(move |_| operation.get().and_then(|operation| operation.percent));
    move || {
        message.get().map(|message| {
            view! {
                <span class="operation">
                    <span class="operation-text" title=message.clone()>
                        <span class="operation-message">{message.clone()}</span>
                        {move || percent.get().map(|percent| view! { <span>{percent}" %"</span> })}
                    </span>
                    <progress
                        max="100"
                        aria-label=message
                        value=move || percent.get().map(|percent| percent.to_string())
                    ></progress>
                </span>
            }
        })
    }
}
