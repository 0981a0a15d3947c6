use crate::{
    api::containers::control_container,
    components::Toasts,
    types::{Action, ApiError, Container},
};

/// What an action is called: on its button, while it goes on, and when it is done.
pub(crate) const fn words(action: Action) -> (&'static str, &'static str, &'static str) {
    match action {
        Action::Start => ("Start", "start", "started"),
        Action::Stop => ("Stop", "stop", "stopped"),
        Action::Restart => ("Restart", "restart", "restarted"),
        Action::Pause => ("Pause", "pause", "paused"),
        Action::Unpause => ("Unpause", "unpause", "unpaused"),
    }
}

/// Does something with a container and says that it is done; a failure is the caller's to tell.
pub(crate) async fn perform(
    toasts: Toasts,
    cuid: String,
    name: &str,
    action: Action,
) -> Result<Container, ApiError> {
    let changed = control_container(cuid, action).await?;
    toasts.success(format!("{name} {}", words(action).2));
    Ok(changed)
}

/// Says that it could not be done.
pub(crate) fn tell_failure(toasts: Toasts, name: &str, action: Action, error: &ApiError) {
    toasts.failure(&format!("{name} did not {}", words(action).1), error);
}
