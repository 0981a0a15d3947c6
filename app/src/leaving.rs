use leptos::{ev, prelude::*};

/// What would be lost with the page: while there is any of it, the browser asks before it leaves.
#[derive(Clone, Copy)]
pub(crate) struct Leaving {
    reasons: StoredValue<Vec<Signal<bool>>>,
}

impl Leaving {
    /// Makes it known to all pages.
    pub(crate) fn provide() {
        let leaving = Self { reasons: StoredValue::default() };
        provide_context(leaving);
        Effect::new(move |_| {
            let listening = window_event_listener(ev::beforeunload, move |event| {
                let holds = |reason: &Signal<bool>| reason.try_get_untracked() == Some(true);
                if leaving.reasons.with_value(|reasons| reasons.iter().any(holds)) {
                    event.prevent_default();
                }
            });
            on_cleanup(move || listening.remove());
        });
    }

    /// Asks while this is true, as long as the component is shown that calls it.
    pub(crate) fn ask_while(reason: Signal<bool>) {
        let Self { reasons } = expect_context();
        reasons.update_value(|reasons| reasons.push(reason));
        on_cleanup(move || {
            let _ = reasons.try_update_value(|reasons| reasons.retain(|other| *other != reason));
        });
    }
}
