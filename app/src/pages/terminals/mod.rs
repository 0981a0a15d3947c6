//! The terminals of a container: sessions of the server's on screens of xterm, which is fetched when
//! the first one opens.

mod connection;
mod desk;
mod elsewhere;
mod ended;
mod help;
mod keys;
mod launch;
mod memory;
mod pane;
mod phone;
mod search;
mod settings;
mod state;
mod strip;
mod terminal;
mod toolbar;
mod viewport;
mod xterm;

use crate::{
    api::containers::control_container,
    components::{BusyButton, Icon, Notice, Toasts, Tone, When},
    live::Live,
    types::{Action, Container, Status},
};
use desk::Desk;
use launch::Launch;
use leptos::{html, prelude::*};
use pane::Pane;
use phone::PhoneKeys;
use search::Search;
use state::State;
use toolbar::Toolbar;

/// A container's terminals.
#[component]
pub(crate) fn Terminals(
    /// The container.
    container: RwSignal<Container>,
    /// Whether it has been deleted.
    gone: RwSignal<bool>,
) -> impl IntoView {
    let there = Signal::derive(move || !gone.get());
    view! {
        <When
            is=there
            otherwise=|| view! { <Notice tone=Tone::Warning><p>"Its terminals are gone with it."</p></Notice> }
        >
            <noscript><p class="hint">"Terminals take JavaScript."</p></noscript>
            <Open container />
        </When>
    }
    .into_any()
}

#[component]
fn Open(container: RwSignal<Container>) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let status = Memo::new(move |_| container.with(|container| container.status));
    let desk = Desk::new(cuid, Memo::new(move |_| status.get() == Status::Running));
    let node = NodeRef::<html::Section>::new();
    viewport::follow(node);
    let any = Signal::derive(move || desk.all.with(|all| !all.is_empty()));
    view! {
        <When is=any otherwise=move || view! { <Nothing desk container status /> }>
            <section
                class="terminals"
                class:filling=move || desk.filling.get()
                aria-label="Terminals"
                node_ref=node
            >
                <Toolbar desk />
                <Search desk />
                <div class="terminal-panes">
                    <For each=move || desk.all.get() key=|terminal| terminal.key let:terminal>
                        <Pane desk terminal />
                    </For>
                </div>
                <PhoneKeys desk />
                <State desk />
            </section>
        </When>
    }
    .into_any()
}

/// What is shown without a terminal, and what can be done about it.
#[component]
fn Nothing(desk: Desk, container: RwSignal<Container>, status: Memo<Status>) -> impl IntoView {
    move || {
        match status.get() {
        Status::Running if !desk.begun.get() => {
            view! { <p class="loading" role="status">"Loading the terminal…"</p> }.into_any()
        }
        Status::Running => view! {
            <section class="blank terminal-none">
                <Icon name="terminal" />
                <h2>"No terminal is open"</h2>
                <p class="actions">
                    <button type="button" class="button primary" on:click=move |_| desk.open(Launch::default())>
                        "Open a terminal"
                    </button>
                </p>
            </section>
        }
        .into_any(),
        status => {
            let (heading, words, action, label) = if status == Status::Paused {
                ("The container is paused", "Nothing in it moves until it goes on, so no terminal can be opened.", Action::Unpause, "Unpause")
            } else {
                ("The container does not run", "A terminal runs beside the container's own program. Start the container to open one.", Action::Start, "Start")
            };
            view! {
                <section class="blank terminal-none">
                    <Icon name="terminal" />
                    <h2>{heading}</h2>
                    <p>{words}</p>
                    <p class="actions"><Wake container action label /></p>
                </section>
            }
            .into_any()
        }
    }
    }
}

/// Starts the container, or lets it go on.
#[component]
fn Wake(container: RwSignal<Container>, action: Action, label: &'static str) -> impl IntoView {
    let pending = RwSignal::new(false);
    let toasts = Toasts::get();
    let live = Live::get();
    let act = move |()| {
        pending.set(true);
        let (cuid, name) = container.with_untracked(|one| (one.cuid.clone(), one.name.clone()));
        leptos::task::spawn_local(async move {
            let outcome = control_container(cuid, action).await;
            pending.try_set(false);
            match outcome {
                Ok(changed) => live.settle(container, changed),
                Err(error) => toasts.failure(&format!("{name} still does not run"), &error),
            }
        });
    };
    view! {
        <BusyButton
            busy=Signal::derive(move || pending.get() || container.with(|one| one.operation.is_some()))
            icon=action.as_str()
            label=Signal::stored(format!("{label} the container"))
            class="primary"
            on_press=Callback::new(act)
        />
    }
    .into_any()
}
