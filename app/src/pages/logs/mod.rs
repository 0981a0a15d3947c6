//! What a container has written: its lines as they come, and what is looked for in them.

mod actions;
mod bar;
mod draw;
mod events;
mod feed;
mod json;
mod level;
mod line;
mod list;
mod log;
mod matches;
mod output;
mod pointed;
mod ring;
mod row;
mod runs;
mod settings;
mod standing;
mod wanted;

use crate::{
    api::logs::read_logs,
    components::{Load, Notice, Tone, When},
    focus::focus,
    types::Container,
};
use actions::Actions;
use bar::Bar;
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use list::List;
use log::{First, Log, first_query, is_of_text};
use pointed::PointedBar;
use settings::Settings;
use standing::{Blank, Failure, Fresh, StandingLine};
use wanted::Wanted;
use wasm_bindgen::JsCast as _;

pub(super) use line::decode;
pub(super) use output::Output;

/// A container's log.
#[component]
pub(crate) fn Logs(
    /// The container.
    container: RwSignal<Container>,
    /// Whether it has been deleted.
    gone: RwSignal<bool>,
) -> impl IntoView {
    let there = Signal::derive(move || !gone.get());
    view! {
        <When
            is=there
            otherwise=|| view! { <Notice tone=Tone::Warning><p>"Its log is gone with it."</p></Notice> }
        >
            <There container />
        </When>
    }
    .into_any()
}

#[component]
fn There(container: RwSignal<Container>) -> impl IntoView {
    let query = use_query_map();
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let wanted = Memo::new(move |_| query.with(|query| Wanted::of_address(&cuid, query)));
    let asked = wanted.get_untracked();
    let elsewhere = (asked.tab(), "Show the whole log");
    let first = Resource::new(
        || (),
        move |()| {
            let cuid = asked.cuid.clone();
            let query = container.with_untracked(|container| first_query(&asked, container));
            async move {
                match read_logs(cuid, query).await {
                    // said where the text stands
                    Err(error) if is_of_text(&error) => Ok(Err(error)),
                    read => read.map(Ok),
                }
            }
        },
    );
    view! {
        <Load from=first elsewhere let:first>
            <Loaded container wanted first />
        </Load>
    }
    .into_any()
}

#[component]
fn Loaded(container: RwSignal<Container>, wanted: Memo<Wanted>, first: First) -> impl IntoView {
    let log = Log::new(container, wanted, &first);
    let settings = Settings::get();
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            log.watch_size();
            log.watch_visibility();
            log.go_on(&first);
        }
    });
    follow_wanted(log);
    Effect::new(move |_| container.with(|container| log.container_changed(container)));
    Effect::new(move |_| {
        log.alive.track();
        settings.times.track();
        settings.wraps.track();
        log.draw_soon();
    });
    keys(log);
    let go = want(log);
    view! {
        <section class="logs" aria-label="Log">
            <Bar log go />
            <div class="log-head">
                <StandingLine log />
                <Actions log settings go />
            </div>
            <Failure log />
            <PointedBar log />
            <div class="log-frame">
                <List log settings />
                <Blank log />
                <Fresh log />
            </div>
        </section>
    }
    .into_any()
}

/// Goes to what is wanted from now on.
fn want(log: Log) -> Callback<Wanted> {
    let navigate = use_navigate();
    Callback::new(move |wanted: Wanted| {
        if wanted != log.wanted.get_untracked() {
            // every letter in the history would make going back tedious
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&wanted.address(), options);
        }
    })
}

/// Reads anew when something else is wanted, and goes to the line that is pointed at.
fn follow_wanted(log: Log) {
    let pattern = move || {
        let made = log.wanted.with_untracked(|wanted| {
            let is_pattern = wanted.is_regex && !wanted.text.is_empty();
            is_pattern.then(|| matches::compile(&wanted.text, wanted.ignores_case)).flatten()
        });
        log.pattern.set_value(made.map(send_wrapper::SendWrapper::new));
        log.look_anew();
    };
    Effect::new(move |before: Option<Wanted>| {
        let wanted = log.wanted.get();
        match before {
            None => pattern(),
            Some(before) if before.anywhere() != wanted.anywhere() => {
                pattern();
                log.load();
            }
            Some(before) if before.line != wanted.line => match log.pointed() {
                Some(number) => log.go_to(number),
                None if wanted.line.is_some() => log.load(),
                None => log.draw_soon(),
            },
            Some(_) => {}
        }
        wanted
    });
}

/// `/` leads to the text that is looked for, wherever one is but in a field.
fn keys(log: Log) {
    let listening = window_event_listener(ev::keydown, move |event| {
        let at = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok());
        let takes = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";
        let is_field = at.is_some_and(|at| at.closest(takes).ok().flatten().is_some());
        if event.default_prevented() || event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        if event.key() == "/" && !is_field && focus("#log-text") {
            event.prevent_default();
        } else if event.key() == "End" && !is_field {
            log.to_end();
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}
