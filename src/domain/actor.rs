use std::{future::Future, sync::Arc};

/// Who asks for something.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The login.
    pub user: Arc<str>,
    /// The request, as in the action log.
    pub request_id: Arc<str>,
}

tokio::task_local! {
    static ACTOR: Actor;
}

/// Does something on behalf of somebody. It reaches as far as the task does: what goes on in another
/// one has to ask [`current`] before.
pub async fn acting<T>(actor: Actor, work: impl Future<Output = T>) -> T {
    ACTOR.scope(actor, work).await
}

/// On whose behalf the running task does what it does.
pub(super) fn current() -> Option<Actor> {
    ACTOR.try_with(Clone::clone).ok()
}
