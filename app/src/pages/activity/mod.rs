//! What everybody did: the action log, newest first, and what comes of it.

mod entry;
mod feed;
mod filters;
mod log;
mod shown;
mod wanted;
mod words;

use crate::{
    api::activity::{list_activity, name_containers},
    components::{Icon, Load, Notice, Tone, When},
    types::{ActionEntry, ActivityPage, ActivityQuery, ApiError},
};
use entry::EntryView;
use filters::Filters;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use log::Log;
use std::collections::{BTreeMap, BTreeSet};
use wanted::Wanted;

pub(super) use words::action as action_words;

/// What containers are called, by their ids.
type Names = BTreeMap<String, String>;

/// The page of the action log.
#[component]
pub(crate) fn Activity() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(Wanted::of_address));
    let first = wanted.get_untracked();
    let page = Resource::new(|| (), move |()| read(first.clone()));
    view! {
        <Title text="Activity" />
        <div class="page-head"><h1 id="activity" tabindex="-1">"Activity"</h1></div>
        <Load from=page elsewhere=("/ui/activity".to_owned(), "Show all activity") let:page>
            <Loaded page=page.0 names=page.1 wanted />
        </Load>
    }
    .into_any()
}

/// Reads a page, and what the containers are called in it.
async fn read(wanted: Wanted) -> Result<(ActivityPage, Names), ApiError> {
    let query = wanted.query();
    let page =
        list_activity(ActivityQuery { limit: Some(log::AT_ONCE.to_string()), ..query }).await?;
    let mut cuids = cuids(&page.entries);
    cuids.extend(Some(wanted.cuid).filter(|cuid| !cuid.is_empty()));
    let names = name_containers(cuids.into_iter().collect()).await?;
    Ok((page, names))
}

fn cuids(entries: &[ActionEntry]) -> BTreeSet<String> {
    entries.iter().filter_map(|entry| entry.cuid.clone()).collect()
}

#[component]
fn Loaded(page: ActivityPage, names: Names, wanted: Memo<Wanted>) -> impl IntoView {
    let log = Log::new(page, names, wanted);
    log.live();
    let none = Memo::new(move |_| log.shown.with(|shown| shown.items().is_empty()));
    view! {
        <Filters log />
        {move || {
            log.failure.get().map(|error| {
                view! {
                    <Notice tone=Tone::Error>
                        <p>{error.message}</p>
                        <button type="button" class="button small" on:click=move |_| log.load()>"Try again"</button>
                    </Notice>
                }
            })
        }}
        <Standing log />
        <When is=none otherwise=move || {
            view! {
                <ol class="activity" aria-label="Entries" aria-busy=move || log.busy.get().to_string()>
                    <For each=move || log.shown.with(|shown| shown.items().to_vec()) key=|item| item.id let:item>
                        <EntryView log item />
                    </For>
                </ol>
            }
        }>
            <Empty log />
        </When>
        <Older log />
    }
    .into_any()
}

/// Says whether these are the newest entries, and how many newer ones wait. Always there, so that
/// nothing moves.
#[component]
fn Standing(log: Log) -> impl IntoView {
    let waiting = Memo::new(move |_| log.waiting.with(Vec::len));
    let some = Memo::new(move |_| waiting.get() > 0);
    let further = Memo::new(move |_| log.wanted.with(Wanted::is_further));
    let behind = Memo::new(move |_| log.shown.with(|shown| shown.behind) || further.get());
    let newest = move || log.wanted.with(|wanted| wanted.newest().address());
    let words = move || match waiting.get() {
        1 => "1 new".to_owned(),
        count if count >= log::MOST => format!("{} or more new", log::MOST),
        count => format!("{count} new"),
    };
    view! {
        <div class="standing">
            <When is=further otherwise=move || {
                view! { <p class="hint">"Newest first. New entries come by themselves."</p> }
            }>
                <p class="hint">"These are older entries."</p>
            </When>
            <When is=Signal::derive(move || behind.get() && !some.get())>
                <a
                    class="button small"
                    href=newest
                    on:click=move |_| log.show_newest()
                >
                    <Icon name="up" />
                    "Show the newest"
                </a>
            </When>
            <span role="status">
                <When is=some>
                    <button type="button" class="button small primary" on:click=move |_| log.show_newest()>
                        <Icon name="up" />
                        <span>{words}</span>
                    </button>
                </When>
            </span>
        </div>
    }
    .into_any()
}

/// Leads to older entries; a link, so that it works without JavaScript.
#[component]
fn Older(log: Log) -> impl IntoView {
    let some = Memo::new(move |_| log.shown.with(|shown| shown.cursor().is_some()));
    let href = move || {
        let cursor = log.shown.with(|shown| shown.cursor().cloned()).unwrap_or_default();
        log.wanted.with(|wanted| wanted.from(cursor).address())
    };
    view! {
        <When is=some otherwise=move || view! { <p class="more">"This is the beginning of the log."</p> }>
            <p class="more">
                <a
                    class="button"
                    href=href
                    aria-busy=move || log.busy.get().to_string()
                    on:click=move |event| {
                        event.prevent_default();
                        log.read_older();
                    }
                >
                    "Show older entries"
                </a>
            </p>
        </When>
    }
    .into_any()
}

/// What is shown where nothing is found.
#[component]
fn Empty(log: Log) -> impl IntoView {
    let narrowed = Memo::new(move |_| log.wanted.with(Wanted::is_narrowed));
    let reads = Memo::new(move |_| log.wanted.with(|wanted| wanted.reads));
    let with_reads = move || log.wanted.with(|wanted| wanted.with_reads(true).address());
    let all = move || log.wanted.with(|wanted| wanted.with_reads(false).all().address());
    view! {
        <section class="blank">
            <Icon name="clock" />
            <h2>{move || if narrowed.get() { "Nothing found" } else { "Nothing was done yet" }}</h2>
            <p>
                {move || if narrowed.get() {
                    "No entry matches. Only the newest part of the log is looked through at once: older entries may."
                } else {
                    "Whatever anybody changes shows here, by this page or by the API, with who it was and how it ended."
                }}
            </p>
            <p class="actions">
                <When is=narrowed><a class="button" href=all>"Clear the filters"</a></When>
                <When is=Signal::derive(move || !reads.get())>
                    <a class="button" href=with_reads>"Show what only reads, too"</a>
                </When>
            </p>
        </section>
    }
    .into_any()
}
