use super::{facts::Facts, stopped::WhyStopped, using::Using};
use crate::{
    api::{containers::get_stopped, stats::get_current_stats},
    components::Load,
    live::Live,
    session, text,
    types::{Container, EventKind, StatsSample, Stopped},
};
use leptos::prelude::*;

/// What there is to know about a container: what it uses or why it stopped, and how it is set up.
#[component]
pub(super) fn Overview(
    /// The container.
    container: RwSignal<Container>,
) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    // together, so that nothing moves when the second one comes
    let told = Resource::new(
        || (),
        move |()| {
            let cuid = cuid.clone();
            async move { Ok((get_stopped(cuid.clone()).await?, get_current_stats(cuid).await?)) }
        },
    );
    view! {
        <Load from=told let:told>
            <Loaded container stopped=told.0 sample=told.1 />
        </Load>
    }
    .into_any()
}

/// Reads why it stopped whenever there is news about that.
fn follow(cuid: String, stopped: RwSignal<Option<Stopped>>) {
    Live::get().listen(move |event| {
        let is_news = match event {
            EventKind::Gap => true,
            EventKind::Stopped { cuid: of } => *of == cuid,
            _ => false,
        };
        if !is_news {
            return;
        }
        let cuid = cuid.clone();
        leptos::task::spawn_local(async move {
            match get_stopped(cuid).await {
                Ok(now) => {
                    if stopped.try_with_untracked(|shown| *shown != now) == Some(true) {
                        stopped.try_set(now);
                    }
                }
                // what is shown is the last known; that it is gone is said above
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    });
}

#[component]
fn Loaded(
    container: RwSignal<Container>,
    stopped: Option<Stopped>,
    sample: Option<StatsSample>,
) -> impl IntoView {
    let stopped = RwSignal::new(stopped);
    follow(container.with_untracked(|container| container.cuid.clone()), stopped);
    let alive = Memo::new(move |_| container.with(|container| container.status.is_alive()));
    // between an end and its reason there is only that of the run before
    let why = Memo::new(move |_| {
        let ended = container.with(|container| container.state.finished_at.clone());
        stopped.get().filter(|stopped| alive.get() || is_same(stopped, ended.as_deref()))
    });
    let sample = StoredValue::new(sample);
    view! {
        <div class="cards">
            {move || {
                if alive.get() {
                    view! { <Using container sample=sample.get_value() /> }.into_any()
                } else {
                    why.get().map(|stopped| view! { <WhyStopped container stopped heading="Why it stopped" /> }).into_any()
                }
            }}
            <Facts container />
            {move || {
                let last = why.get().filter(|_| alive.get());
                last.map(|stopped| view! { <WhyStopped container stopped heading="How its last run ended" /> })
            }}
        </div>
    }
    .into_any()
}

/// Whether that is the end which the container's state tells of.
fn is_same(stopped: &Stopped, ended: Option<&str>) -> bool {
    match (stopped.at.as_deref().and_then(text::seconds), ended.and_then(text::seconds)) {
        (Some(told), Some(ended)) => (told - ended).abs() <= 1,
        _ => true,
    }
}
