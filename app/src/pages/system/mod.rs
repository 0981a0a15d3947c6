//! The machine, its engine, and what is wrong with them.

mod meter;

use crate::{
    api::host::get_host_report,
    components::{Icon, Load, Notice, Tone},
    live::Live,
    session,
    text::{self, bytes, decimals},
    types::{DiskReport, DiskUse, EngineReport, EventKind, HostReport, LimitKind},
};
use leptos::{ev, prelude::*};
use leptos_meta::Title;
use meter::Meter;

/// The page about the machine.
#[component]
pub(crate) fn System() -> impl IntoView {
    let found = Resource::new(|| (), |()| get_host_report());
    view! {
        <Title text="System" />
        <div class="page-head"><h1>"System"</h1></div>
        <Load from=found let:report>
            <Shown report />
        </Load>
    }
    .into_any()
}

#[component]
fn Shown(report: HostReport) -> impl IntoView {
    let report = RwSignal::new(report);
    keep(report);
    move || {
        let report = report.get();
        view! {
            <section class="system-warnings" aria-label="Warnings">{warnings(&report)}</section>
            <div class="cards">
                {room(&report)}
                {match &report.engine {
                    Some(engine) => view! { {host(&report, engine)} {versions(&report, engine)} }.into_any(),
                    None => ().into_any(),
                }}
                {server(&report)}
            </div>
        }
    }
}

/// Reads it again when the engine comes or goes, after a gap, and when somebody comes back to the page.
fn keep(report: RwSignal<HostReport>) {
    let read = move || {
        leptos::task::spawn_local(async move {
            match get_host_report().await {
                Ok(now) => {
                    report.try_set(now);
                }
                // what is shown is the last known
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    };
    Live::get().listen(move |event| {
        if matches!(event, EventKind::Engine { .. } | EventKind::Gap) {
            read();
        }
    });
    Effect::new(move |_| {
        let back = window_event_listener(ev::visibilitychange, move |_| {
            if !document().hidden() {
                read();
            }
        });
        on_cleanup(move || back.remove());
    });
}

fn warnings(report: &HostReport) -> AnyView {
    if report.warnings.is_empty() {
        return view! { <p class="system-well"><Icon name="check" />"Nothing is wrong."</p> }
            .into_any();
    }
    let warning = |message: &String| {
        let message = message.clone();
        view! { <li><Notice tone=Tone::Warning><p>{message}</p></Notice></li> }
    };
    let all = report.warnings.iter().map(|warning| &warning.message).map(warning).collect_view();
    view! { <ul>{all}</ul> }.into_any()
}

/// Facts with their names; those that are not known are left out.
fn facts<const N: usize>(
    id: &'static str,
    title: &'static str,
    all: [(&'static str, Option<String>); N],
) -> AnyView {
    let fact = |(name, value): (&'static str, Option<String>)| {
        value.map(|value| view! { <dt>{name}</dt><dd>{value}</dd> })
    };
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <dl class="facts">{all.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// How much room is left, on disks and in memory.
fn room(report: &HostReport) -> AnyView {
    let disk = |disk: &DiskReport| {
        let holds = match disk.holds {
            DiskUse::Data => "Disk of definitions and files",
            DiskUse::Engine => "Disk of images and what containers write",
        };
        let (name, free, total) = (holds.to_owned(), disk.available_bytes, disk.total_bytes);
        view! { <Meter name place=disk.path.clone() free total /> }
    };
    let memory = report.engine.as_ref().zip(report.memory_available_bytes).map(|(engine, free)| {
        view! { <Meter name="Memory".to_owned() place=String::new() free total=engine.memory_bytes /> }
    });
    view! {
        <section class="card card-wide" aria-labelledby="system-room">
            <h2 id="system-room">"Room"</h2>
            <div class="meters">{memory} {report.disks.iter().map(disk).collect_view()}</div>
        </section>
    }
    .into_any()
}

fn host(report: &HostReport, engine: &EngineReport) -> AnyView {
    let load = report.load_average.map(|[one, five, fifteen]| {
        let [one, five, fifteen] = [one, five, fifteen].map(|load| decimals(load, 2));
        format!("{one}, {five} and {fifteen} in the last 1, 5 and 15 minutes")
    });
    facts(
        "system-host",
        "Host",
        [
            ("Name", Some(engine.host_name.clone())),
            ("System", Some(engine.operating_system.clone())),
            ("Kernel", Some(format!("{} on {}", engine.kernel, engine.architecture))),
            ("Cores", Some(engine.cores.to_string())),
            ("Memory", Some(bytes(engine.memory_bytes))),
            ("Load", load),
        ],
    )
}

fn versions(report: &HostReport, engine: &EngineReport) -> AnyView {
    let unenforced: Vec<_> = engine.unenforced_limits.iter().copied().map(limit).collect();
    facts(
        "system-engine",
        "Engine",
        [
            ("Docker Engine", Some(format!("{}, API {}", engine.version, engine.api_version))),
            ("Docker Compose", Some(report.compose_version.clone())),
            ("Control groups", Some(format!("version {}", engine.cgroup_version))),
            ("Storage driver", Some(engine.storage_driver.clone())),
            ("Folder", Some(engine.root.clone())),
            ("Limits not kept", Some(unenforced.join(", ")).filter(|limits| !limits.is_empty())),
        ],
    )
}

const fn limit(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Memory => "memory",
        LimitKind::Swap => "swap",
        LimitKind::Cpu => "CPUs",
        LimitKind::Pids => "processes",
    }
}

fn server(report: &HostReport) -> AnyView {
    let uptime = i64::try_from(report.uptime_seconds).unwrap_or(i64::MAX);
    facts(
        "system-server",
        "Wharfinger",
        [
            ("Version", Some(report.version.clone())),
            (
                "Started",
                Some(match text::since(0, uptime) {
                    age if age == "just now" => age,
                    age => format!("{age} ago"),
                }),
            ),
            (
                "Containers",
                Some(format!("{}, {} of them running", report.containers, report.running)),
            ),
        ],
    )
}
