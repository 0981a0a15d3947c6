//! What a container uses and has used lately, as charts.

mod measures;
mod minutes;

use crate::{
    api::stats::get_stats_history,
    chart::{Series, TimeChart, Timeline, Unit, float},
    components::{Icon, Load, When},
    live::Live,
    metering, session,
    types::{Container, StatsHistory, Status},
};
use leptos::prelude::*;
use measures::{BLOCK_READ, BLOCK_WRITTEN, CPU, MEMORY, PIDS, RECEIVED, SENT};
use minutes::Minutes;

/// What a container uses.
#[component]
pub(crate) fn Stats(
    /// The container.
    container: RwSignal<Container>,
    /// Whether it has been deleted.
    gone: RwSignal<bool>,
) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let history = Resource::new(|| (), move |()| get_stats_history(cuid.clone()));
    view! {
        <Load from=history let:history>
            <Loaded container gone history />
        </Load>
    }
    .into_any()
}

/// Keeps what is shown as it is by the server's stream.
fn follow(container: RwSignal<Container>, timeline: RwSignal<Timeline>) {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let of = cuid.clone();
    // what was missed, or came between the page and its connection
    let read = move || {
        let cuid = cuid.clone();
        leptos::task::spawn_local(async move {
            match get_stats_history(cuid).await {
                Ok(history) => {
                    timeline.try_set(measures::timeline(&history));
                }
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    };
    metering::follow(Some(&of), read, move |tick| {
        // one that does not run is not told of
        if let (Some(at), Some(sample)) = (metering::moment(&tick.at), tick.containers.first()) {
            timeline.update(|timeline| timeline.note(at, &measures::values(sample)));
        }
    });
}

#[component]
fn Loaded(
    container: RwSignal<Container>,
    gone: RwSignal<bool>,
    history: StatsHistory,
) -> impl IntoView {
    let timeline = RwSignal::new(measures::timeline(&history));
    follow(container, timeline);
    let connected = Live::get().connected;
    let status = Memo::new(move |_| container.with(|container| container.status));
    let runs =
        Memo::new(move |_| matches!(status.get(), Status::Running | Status::Paused) && !gone.get());
    let some = Memo::new(move |_| timeline.with(|timeline| !timeline.is_empty()));
    let words = move || match (gone.get(), status.get(), some.get()) {
        (true, ..) => "It has been deleted. These are the last 15 minutes before its end.",
        (_, Status::Paused, _) => {
            "It is paused: it keeps its memory, and its processes do nothing."
        }
        (_, Status::Running, _) if !connected.get() => {
            "The connection is lost. The charts go on as soon as it is back."
        }
        (_, Status::Running, _) => "The last 15 minutes, every two seconds.",
        (_, _, true) => "It does not run. These are the last 15 minutes before its end.",
        (_, _, false) => "",
    };
    view! {
        <section class="stats" aria-label="Stats">
            <p class="hint stats-standing" role="status">{words}</p>
            <When is=some otherwise=move || view! { <Nothing runs /> }>
                <Charts container timeline runs />
            </When>
        </section>
    }
    .into_any()
}

/// What is shown before the first sample.
#[component]
fn Nothing(runs: Memo<bool>) -> impl IntoView {
    let heading = move || if runs.get() { "Measuring" } else { "Nothing measured yet" };
    let words = move || {
        if runs.get() {
            "The first sample is there in a moment."
        } else {
            "What it uses is shown here as soon as it runs. It has not, since this server was started."
        }
    };
    view! {
        <div class="blank">
            <Icon name="chart" />
            <h2>{heading}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Charts(
    container: RwSignal<Container>,
    timeline: RwSignal<Timeline>,
    runs: Memo<bool>,
) -> impl IntoView {
    let pointed = RwSignal::new(None::<usize>);
    let cpus = Memo::new(move |_| container.with(|container| container.resources.cpus));
    let memory =
        Memo::new(move |_| container.with(|container| container.resources.memory_bytes.map(float)));
    let pids =
        Memo::new(move |_| container.with(|container| container.resources.pids.map(f64::from)));
    let none = Signal::stored(None::<f64>);
    let alone = |column| vec![Series { label: "", column }];
    let two = |one, column, other, second| {
        vec![Series { label: one, column }, Series { label: other, column: second }]
    };
    let (network, block) =
        (two("in", RECEIVED, "out", SENT), two("read", BLOCK_READ, "written", BLOCK_WRITTEN));
    view! {
        <div class="cards">
            <TimeChart title="CPU" id="cpu" unit=Unit::Cores series=alone(CPU) timeline limit=cpus live=runs pointed />
            <TimeChart title="Memory" id="memory" unit=Unit::Bytes series=alone(MEMORY) timeline limit=memory live=runs pointed />
            <TimeChart title="Network" id="network" unit=Unit::BytesPerSecond series=network timeline limit=none live=runs pointed />
            <TimeChart title="Disk" id="disk" unit=Unit::BytesPerSecond series=block timeline limit=none live=runs pointed />
            <TimeChart title="Processes" id="processes" unit=Unit::Count series=alone(PIDS) timeline limit=pids live=runs pointed />
        </div>
        <Minutes timeline />
    }
    .into_any()
}
