//! The machine, its engine, and what is wrong with them.

mod cards;

use crate::{
    api::host::get_host_report,
    components::{Icon, Load},
    live::Live,
    one_at_a_time::OneAtATime,
    session,
    surroundings::Surroundings,
    types::{EventKind, HostReport, HostWarning},
};
use cards::{Disks, Engine, Machine, Wharfinger};
use leptos::{ev, prelude::*};
use leptos_meta::Title;

/// How long what changes is waited with, so that many changes are one reading.
const TOGETHER: std::time::Duration = std::time::Duration::from_secs(2);

/// The page of the machine and its engine.
#[component]
pub(crate) fn System() -> impl IntoView {
    let report = Resource::new(|| (), |()| get_host_report());
    view! {
        <Title text="System" />
        <div class="page-head"><h1>"System"</h1></div>
        <Load from=report let:report>
            <Loaded report />
        </Load>
    }
    .into_any()
}

/// Reads the report again when there is news: of the engine, of containers, and when somebody comes
/// back to the page.
fn follow(report: RwSignal<HostReport>, read_at: RwSignal<i64>) {
    let now = Surroundings::get().now;
    let reading = OneAtATime::new();
    let read = move || {
        reading.run(move || async move {
            match get_host_report().await {
                Ok(news) => {
                    read_at.try_set(now.get_untracked());
                    report.try_set(news);
                }
                // what is shown is the last known
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    };
    let waits = StoredValue::new(false);
    let read_soon = move || {
        if waits.try_update_value(|waits| std::mem::replace(waits, true)) == Some(false) {
            set_timeout(
                move || {
                    if waits.try_set_value(false).is_none() {
                        read();
                    }
                },
                TOGETHER,
            );
        }
    };
    Live::get().listen(move |event| match event {
        EventKind::Engine { .. } | EventKind::Gap => read(),
        // steps of an operation change nothing here
        EventKind::Container { container } if container.operation.is_none() => read_soon(),
        EventKind::Removed { .. } | EventKind::Images => read_soon(),
        _ => {}
    });
    Effect::new(move |_| {
        let listening = window_event_listener(ev::visibilitychange, move |_| {
            if !document().hidden() {
                read();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

#[component]
fn Loaded(report: HostReport) -> impl IntoView {
    let report = RwSignal::new(report);
    let read_at = RwSignal::new(Surroundings::get().now.get_untracked());
    follow(report, read_at);
    view! {
        <Warnings report />
        <div class="cards">
            <Machine report />
            <Disks report />
            <Engine report />
            <Wharfinger report read_at />
        </div>
    }
    .into_any()
}

/// What an operator should know, the worst first, with what to do about it.
#[component]
fn Warnings(report: RwSignal<HostReport>) -> impl IntoView {
    let warnings = Memo::new(move |_| report.with(|report| report.warnings.clone()));
    let some = move |warning: HostWarning| {
        let grave = is_grave(&warning.code);
        let (tone, word) = if grave { ("bad", "Act now") } else { ("warn", "Warning") };
        view! {
            <li class="warning" data-tone=tone>
                <Icon name=if grave { "failed" } else { "alert" } />
                <p><strong>{word}</strong>" "{warning.message}</p>
            </li>
        }
    };
    view! {
        <section class="warnings" aria-labelledby="warnings" aria-live="polite">
            <h2 id="warnings" class="visually-hidden">"Warnings"</h2>
            {move || {
                let warnings = warnings.get();
                if warnings.is_empty() {
                    view! { <p class="all-well" data-tone="good"><Icon name="check" /><span>"All is well."</span></p> }.into_any()
                } else {
                    view! { <ul>{warnings.into_iter().map(some).collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// Whether it keeps containers from running, or soon will.
fn is_grave(code: &str) -> bool {
    matches!(code, "ENGINE_UNAVAILABLE" | "ENGINE_TOO_OLD" | "DISK_LOW")
}
