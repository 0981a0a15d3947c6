use crate::{
    api::stats::get_current_stats,
    chart::{Meter, Unit, float, percent},
    components::{Icon, Load, When},
    metering,
    types::{Container, StatsSample, Status},
};
use leptos::prelude::*;

/// What a container uses now.
#[component]
pub(super) fn Using(
    /// The container.
    container: RwSignal<Container>,
) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let found = Resource::new(|| (), move |()| get_current_stats(cuid.clone()));
    view! {
        <Load from=found let:sample>
            <Loaded container sample />
        </Load>
    }
    .into_any()
}

#[component]
fn Loaded(container: RwSignal<Container>, sample: Option<StatsSample>) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let href = format!("/ui/containers/{cuid}/stats");
    let sample = RwSignal::new(sample);
    metering::follow(
        Some(&cuid),
        || {},
        move |tick| sample.set(tick.containers.into_iter().next()),
    );
    let known = Memo::new(move |_| sample.with(Option::is_some));
    let paused = Memo::new(move |_| container.with(|container| container.status == Status::Paused));
    // memos, since what is derived is asked once more when the container stops and this has gone
    let cpu = Memo::new(move |_| sample.with(|sample| sample.as_ref()?.cpu_percent));
    let cpu_words = Memo::new(move |_| {
        let limit = container.with(|container| container.resources.cpus);
        let cores = sample.with(|sample| sample.as_ref()?.cpu_cores);
        let (Some(cores), Some(part)) = (cores, cpu.get()) else { return "measuring".to_owned() };
        let of = match limit {
            Some(limit) => {
                format!("{} of the limit of {}", percent(part), Unit::Cores.words(limit))
            }
            None => format!("{} of the host", percent(part)),
        };
        format!("{}, {of}", Unit::Cores.words(cores))
    });
    let memory = Memo::new(move |_| sample.with(|sample| sample.as_ref()?.memory_percent));
    let memory_words = Memo::new(move |_| {
        let limit = container.with(|container| container.resources.memory_bytes);
        let bytes = sample.with(|sample| sample.as_ref().map_or(0, |sample| sample.memory_bytes));
        let part = memory.get().map(percent).unwrap_or_default();
        let of = match limit {
            Some(limit) => format!("{part} of the limit of {}", Unit::Bytes.words(float(limit))),
            None => format!("{part} of the host"),
        };
        format!("{}, {of}", Unit::Bytes.words(float(bytes)))
    });
    view! {
        <section class="card card-wide" aria-labelledby="using">
            <div class="card-head">
                <h2 id="using">"What it uses"</h2>
                <a href=href class="button small quiet"><Icon name="chart" /><span>"Charts"</span></a>
            </div>
            <When is=known otherwise=|| view! { <p class="hint">"The first sample is there in a moment."</p> }>
                <div class="meters">
                    <div>
                        <p class="meter-name"><span>"CPU"</span><strong>{move || cpu_words.get()}</strong></p>
                        <Meter name=Signal::stored("CPU".to_owned()) percent=cpu words=cpu_words />
                    </div>
                    <div>
                        <p class="meter-name"><span>"Memory"</span><strong>{move || memory_words.get()}</strong></p>
                        <Meter name=Signal::stored("Memory".to_owned()) percent=memory words=memory_words />
                    </div>
                </div>
            </When>
            <When is=paused>
                <p class="hint">"It is paused: it keeps its memory, and its processes do nothing."</p>
            </When>
        </section>
    }
    .into_any()
}
