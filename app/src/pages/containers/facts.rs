use super::{ports::Ports, stopped::WhyStopped, tags::Tags, using::Using};
use crate::{
    components::{CopyButton, Icon, Moment, When},
    text,
    types::{Container, Resources, Status},
};
use leptos::prelude::*;

/// Everything there is to know about a container.
#[component]
pub(super) fn Facts(
    /// The container.
    container: RwSignal<Container>,
) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let stopped = Memo::new(move |_| container.with(|container| !container.status.is_alive()));
    view! {
        <div class="cards">
            <When is=stopped otherwise=move || view! { <Using container /> }>
                <WhyStopped cuid=cuid.clone() />
            </When>
            <State container />
            <Configuration container />
            <Environment container />
        </div>
    }
    .into_any()
}

/// A fact with its name; nothing where it is not known.
fn fact(
    name: &'static str,
    value: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> impl IntoView {
    let value = Memo::new(move |_| value());
    move || value.get().map(|value| view! { <dt>{name}</dt><dd>{value}</dd> })
}

/// A moment with its name: how long ago, and when exactly.
fn moment(
    name: &'static str,
    at: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> impl IntoView {
    let at = Memo::new(move |_| at());
    move || {
        at.get().map(|at| {
            let exact = text::exact(&at);
            view! { <dt>{name}</dt><dd><Moment at ago=true />" "<span class="hint">{exact}</span></dd> }
        })
    }
}

#[component]
fn State(container: RwSignal<Container>) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let activity = format!("/ui/activity?cuid={cuid}");
    let read = move |get: fn(&Container) -> Option<String>| move || container.with(get);
    let last_run = |container: &Container| {
        (!container.status.is_alive()).then(|| text::ended(&container.state)).flatten()
    };
    let killed = |container: &Container| {
        container
            .state
            .oom_killed
            .then(|| "It, or a process in it, was killed for want of memory.".to_owned())
    };
    let restarts = |container: &Container| {
        (container.state.restart_count > 0)
            .then(|| format!("{} by its restart policy", container.state.restart_count))
    };
    let engine_id = |container: &Container| {
        container.state.container_id.as_ref().map(|id| id.chars().take(12).collect())
    };
    view! {
        <section class="card" aria-labelledby="facts-state">
            <h2 id="facts-state">"State"</h2>
            <dl class="facts">
                <dt>"Id"</dt>
                <dd>
                    <code class="cuid">{cuid.clone()}</code>
                    <CopyButton text=Signal::stored(cuid) what="id" />
                </dd>
                {fact("Last run", read(last_run))}
                {fact("Memory", read(killed))}
                {fact("Health", read(|container| container.state.health.clone()))}
                {moment("Started", read(|container| container.state.started_at.clone()))}
                {moment("Ended", read(|container| {
                    container.state.finished_at.clone().filter(|_| container.status != Status::Running)
                }))}
                {fact("Restarts", read(restarts))}
                {moment("Created", read(|container| Some(container.created_at.clone())))}
                {moment("Changed", read(|container| {
                    Some(container.updated_at.clone()).filter(|at| *at != container.created_at)
                }))}
                {fact("Engine id", read(engine_id))}
                <dt>"History"</dt>
                <dd><a href=activity>"Who did what with it"</a></dd>
            </dl>
        </section>
    }
    .into_any()
}

/// Limits in words.
fn limits(resources: &Resources) -> String {
    let cpus = resources.cpus.map(|cpus| format!("{cpus} CPUs"));
    let memory = resources.memory.as_ref().map(|memory| match resources.memory_bytes {
        Some(bytes) => format!("{} memory", text::bytes(bytes)),
        None => format!("{memory} memory"),
    });
    let pids = resources.pids.map(|pids| format!("{pids} processes"));
    let all: Vec<_> = [cpus, memory, pids].into_iter().flatten().collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

#[component]
fn Configuration(container: RwSignal<Container>) -> impl IntoView {
    let read = move |get: fn(&Container) -> Option<String>| move || container.with(get);
    let image = Memo::new(move |_| container.with(|container| container.image.clone()));
    let tags = Memo::new(move |_| container.with(|container| container.tags.clone()));
    let published = Memo::new(move |_| container.with(|container| !container.ports.is_empty()));
    let command = |container: &Container| {
        container
            .command
            .as_deref()
            .map_or_else(|| "default, of boot file or image".to_owned(), text::join)
    };
    let user = |container: &Container| {
        container.user.clone().unwrap_or_else(|| "default, of boot file or image".to_owned())
    };
    view! {
        <section class="card" aria-labelledby="facts-configuration">
            <h2 id="facts-configuration">"Configuration"</h2>
            <dl class="facts">
                <dt>"Image"</dt>
                <dd><code>{move || image.get()}</code></dd>
                <dt>"Ports"</dt>
                <dd>
                    <When is=published otherwise=|| "none published">
                        <Ports container />
                    </When>
                </dd>
                <dt>"Tags"</dt>
                <dd>
                    <When is=Signal::derive(move || tags.with(|tags| !tags.is_empty())) otherwise=|| "none">
                        <Tags tags />
                    </When>
                </dd>
                {fact("Limits", move || container.with(|container| Some(limits(&container.resources))))}
                {fact("Restart policy", read(|container| Some(restart(container))))}
                {fact("Command", move || container.with(|container| Some(command(container))))}
                {fact("User", move || container.with(|container| Some(user(container))))}
            </dl>
        </section>
    }
    .into_any()
}

fn restart(container: &Container) -> String {
    use crate::types::RestartPolicy as Policy;
    match container.restart {
        Policy::No => "never by itself",
        Policy::Always => "always",
        Policy::OnFailure => "when it ends with an error",
        Policy::UnlessStopped => "always, unless it was stopped",
    }
    .to_owned()
}

/// The variables, their values covered until they are asked for: somebody may be looking on.
#[component]
fn Environment(container: RwSignal<Container>) -> impl IntoView {
    let env = Memo::new(move |_| container.with(|container| container.env.clone()));
    let shown = RwSignal::new(false);
    let variable = move |(name, value): (String, String)| {
        let value = StoredValue::new(value);
        view! {
            <dt><code>{name}</code></dt>
            <dd>
                <When
                    is=shown
                    otherwise=|| view! { <span class="covered">"••••••••"</span> }
                >
                    <code class="value">{value.get_value()}</code>
                </When>
            </dd>
        }
    };
    view! {
        <section class="card card-wide" aria-labelledby="facts-environment">
            <div class="card-head">
                <h2 id="facts-environment">"Environment"</h2>
                <When is=Signal::derive(move || env.with(|env| !env.is_empty()))>
                    <button
                        type="button"
                        class="button small quiet"
                        aria-pressed=move || shown.get().to_string()
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        <Icon name=Signal::derive(move || if shown.get() { "eye-off" } else { "eye" }) />
                        <span>"Show values"</span>
                    </button>
                </When>
            </div>
            {move || {
                let env = env.get();
                if env.is_empty() {
                    view! { <p class="hint">"No variables of its own."</p> }.into_any()
                } else {
                    view! { <dl class="facts">{env.into_iter().map(variable).collect_view()}</dl> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}
