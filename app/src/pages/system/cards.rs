use crate::{
    chart::{Meter, float},
    components::When,
    surroundings::Surroundings,
    text,
    types::{DiskReport, DiskUse, EngineReport, HostReport},
};
use leptos::prelude::*;

/// A fact with its name; nothing where it is not known.
fn fact(
    name: &'static str,
    report: RwSignal<HostReport>,
    value: fn(&HostReport) -> Option<String>,
) -> impl IntoView {
    let value = Memo::new(move |_| report.with(value));
    move || value.get().map(|value| view! { <dt>{name}</dt><dd>{value}</dd> })
}

/// A fact that the engine tells.
fn of_engine(
    name: &'static str,
    report: RwSignal<HostReport>,
    value: fn(&EngineReport) -> String,
) -> impl IntoView {
    let value = Memo::new(move |_| report.with(|report| report.engine.as_ref().map(value)));
    let value = move || value.get().filter(|value| !value.is_empty());
    move || value().map(|value| view! { <dt>{name}</dt><dd>{value}</dd> })
}

/// The machine.
#[component]
pub(super) fn Machine(
    /// What is known.
    report: RwSignal<HostReport>,
) -> impl IntoView {
    let memory = Memo::new(move |_| {
        report.with(|report| {
            let total = report.engine.as_ref()?.memory_bytes;
            Some((total, report.memory_available_bytes?)).filter(|(total, _)| *total > 0)
        })
    });
    let is_measured = Signal::derive(move || memory.get().is_some());
    let percent = Signal::derive(move || {
        memory.get().map(|(total, left)| 100.0 - 100.0 * float(left) / float(total))
    });
    let words = Signal::derive(move || {
        let (total, left) = memory.get().unwrap_or_default();
        format!("{} of {} available", text::bytes(left), text::bytes(total))
    });
    let load = |report: &HostReport| {
        let [one, five, fifteen] = report.load_average?;
        Some(format!("{one:.2} in the last minute, {five:.2} in 5, {fifteen:.2} in 15"))
    };
    let known = Memo::new(move |_| report.with(|report| report.engine.is_some()));
    view! {
        <section class="card" aria-labelledby="system-machine">
            <h2 id="system-machine">"Machine"</h2>
            <When is=is_measured>
                <div class="gauged">
                    <p><span>"Memory"</span><strong>{move || words.get()}</strong></p>
                    <Meter name=Signal::stored("Memory in use".to_owned()) percent words />
                </div>
            </When>
            {move || (!known.get()).then(|| view! { <p class="hint">"More is known when the engine answers."</p> })}
            <dl class="facts">
                {of_engine("Name", report, |engine| engine.host_name.clone())}
                {of_engine("Cores", report, |engine| engine.cores.to_string())}
                {fact("Load", report, load)}
                {of_engine("System", report, |engine| engine.operating_system.clone())}
                {of_engine("Kernel", report, |engine| engine.kernel.clone())}
                {of_engine("Architecture", report, |engine| engine.architecture.clone())}
                {of_engine("Control groups", report, |engine| {
                    if engine.cgroup_version.is_empty() { String::new() } else { format!("version {}", engine.cgroup_version) }
                })}
            </dl>
        </section>
    }
    .into_any()
}

/// Where data lies, and how much room is left there.
#[component]
pub(super) fn Disks(
    /// What is known.
    report: RwSignal<HostReport>,
) -> impl IntoView {
    let disks = Memo::new(move |_| report.with(|report| report.disks.clone()));
    let disk = |disk: DiskReport| {
        let name = match disk.holds {
            DiskUse::Data => "Containers' files",
            DiskUse::Engine => "Images",
        };
        let left = float(disk.available_bytes) / float(disk.total_bytes.max(1));
        let words = format!(
            "{} of {} left",
            text::bytes(disk.available_bytes),
            text::bytes(disk.total_bytes)
        );
        view! {
            <li class="gauged">
                <p><span>{name}</span><strong>{words.clone()}</strong></p>
                <Meter
                    name=Signal::stored(format!("Disk of {}", name.to_lowercase()))
                    percent=Signal::stored(Some(100.0 - 100.0 * left))
                    words=Signal::stored(words)
                />
                <p class="hint"><code>{disk.path}</code></p>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="system-disks">
            <h2 id="system-disks">"Disks"</h2>
            {move || {
                let disks = disks.get();
                if disks.is_empty() {
                    view! { <p class="hint">"No disk can be looked at from here."</p> }.into_any()
                } else {
                    view! { <ul class="gauges">{disks.into_iter().map(disk).collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// The engine.
#[component]
pub(super) fn Engine(
    /// What is known.
    report: RwSignal<HostReport>,
) -> impl IntoView {
    let answers = Memo::new(move |_| report.with(|report| report.engine.is_some()));
    view! {
        <section class="card" aria-labelledby="system-engine">
            <h2 id="system-engine">"Engine"</h2>
            {move || (!answers.get()).then(|| view! { <p class="hint">"It does not answer."</p> })}
            <dl class="facts">
                {of_engine("Docker Engine", report, |engine| engine.version.clone())}
                {of_engine("API", report, |engine| engine.api_version.clone())}
                {fact("Compose", report, |report| {
                    Some(report.compose_version.clone()).filter(|version| !version.is_empty())
                })}
                {of_engine("Storage driver", report, |engine| engine.storage_driver.clone())}
                {of_engine("Folder", report, |engine| engine.root.clone())}
            </dl>
        </section>
    }
    .into_any()
}

/// This server, and what it keeps.
#[component]
pub(super) fn Wharfinger(
    /// What is known.
    report: RwSignal<HostReport>,
    /// When that was, in seconds since 1970.
    read_at: RwSignal<i64>,
) -> impl IntoView {
    let now = Surroundings::get().now;
    let up = Memo::new(move |_| {
        let uptime = report.with(|report| i64::try_from(report.uptime_seconds).unwrap_or(i64::MAX));
        match text::since(read_at.get().saturating_sub(uptime), now.get()) {
            age if age == "just now" => "less than a minute".to_owned(),
            age => age,
        }
    });
    let count = Memo::new(move |_| report.with(|report| (report.containers, report.running)));
    view! {
        <section class="card" aria-labelledby="system-server">
            <h2 id="system-server">"Wharfinger"</h2>
            <dl class="facts">
                {fact("Version", report, |report| Some(report.version.clone()))}
                <dt>"Runs for"</dt>
                <dd>{move || up.get()}</dd>
                <dt>"Containers"</dt>
                <dd>
                    <a href="/ui/containers">{move || count.get().0}</a>
                    ", "
                    <a href="/ui/containers?q=status%3Arunning">{move || count.get().1}" running"</a>
                </dd>
            </dl>
        </section>
    }
    .into_any()
}
