use super::{log::Log, wanted::Wanted, words};
use crate::components::{Icon, SearchBox};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What can be chosen of all actions, as the API's own query has it.
const KINDS: [(&str, &str); 6] = [
    ("", "All actions"),
    ("container.", "Containers"),
    ("files.", "Files"),
    ("terminal.,session.", "Terminals"),
    ("image.,pull.", "Images"),
    ("auth.", "Logins"),
];

/// Narrows the log by what is typed and chosen. A form and links, so that they work without
/// JavaScript.
#[component]
pub(super) fn Filters(
    /// What is shown.
    log: Log,
) -> impl IntoView {
    let wanted = log.wanted;
    let text = Memo::new(move |_| wanted.with(|wanted| wanted.text.clone()));
    let navigate = use_navigate();
    let go = Callback::new(move |to: Wanted| {
        if to != wanted.get_untracked() {
            // every letter in the history would make going back tedious
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&to.address(), options);
        }
    });
    let look_for = Callback::new(move |text: String| {
        go.run(wanted.with_untracked(|wanted| wanted.with_text(&text)));
    });
    let hidden = move |name: &'static str, value: fn(&Wanted) -> String| {
        move || {
            let value = wanted.with(value);
            (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })
        }
    };
    let toggle = move |name: &'static str,
                       label: &'static str,
                       is: fn(&Wanted) -> bool,
                       with: fn(&Wanted, bool) -> Wanted| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    name=name
                    value="1"
                    checked=wanted.with_untracked(is)
                    prop:checked=move || wanted.with(is)
                    on:change=move |event| go.run(wanted.with_untracked(|wanted| with(wanted, event_target_checked(&event))))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <form
            class="filter-bar activity-filters"
            role="search"
            method="get"
            action="/ui/activity"
            // what is typed and chosen has been looked for already
            on:submit=move |event| event.prevent_default()
        >
            <div class="search">
                <SearchBox
                    label="Search the activity"
                    placeholder="Text, address or request id"
                    text
                    look_for
                />
            </div>
            <Kinds log go />
            {toggle("failures", "Only failures", |wanted| wanted.failures, Wanted::with_failures)}
            {toggle("reads", "Also what only reads", |wanted| wanted.reads, Wanted::with_reads)}
            {hidden("user", |wanted| wanted.user.clone())}
            {hidden("cuid", |wanted| wanted.cuid.clone())}
            <noscript><button type="submit" class="button">"Search"</button></noscript>
        </form>
        <Chips log />
    }
    .into_any()
}

/// Chooses which actions are shown.
#[component]
fn Kinds(log: Log, go: Callback<Wanted>) -> impl IntoView {
    let wanted = log.wanted;
    let action = Memo::new(move |_| wanted.with(|wanted| wanted.action.clone()));
    let option = move |(value, label): (&'static str, &'static str)| {
        view! { <option value=value selected=move || action.with(|action| action == value)>{label}</option> }
    };
    let other = move || {
        let action = action.get();
        let known = KINDS.iter().any(|(kind, _)| *kind == action);
        (!known).then(|| view! { <option value=action.clone() selected=true>{words::action(&action)}</option> })
    };
    view! {
        <select
            name="action"
            aria-label="Actions"
            on:change=move |event| go.run(wanted.with_untracked(|wanted| wanted.with_action(&event_target_value(&event))))
        >
            {KINDS.map(option).collect_view()}
            {other}
        </select>
    }
    .into_any()
}

/// Whom and what the log is narrowed to, each to be taken back.
#[component]
fn Chips(log: Log) -> impl IntoView {
    let wanted = log.wanted;
    let user = Memo::new(move |_| wanted.with(|wanted| wanted.user.clone()));
    let cuid = Memo::new(move |_| wanted.with(|wanted| wanted.cuid.clone()));
    let name = move || {
        let cuid = cuid.get();
        log.names.with(|names| names.get(&cuid).cloned()).unwrap_or(cuid)
    };
    let some = Memo::new(move |_| !user.with(String::is_empty) || !cuid.with(String::is_empty));
    let chip = |text: String, href: String| {
        let name = format!("Any, not only {text}");
        view! {
            <li>
                <a class="chip" href=href aria-label=name>
                    <span>{text}</span>
                    <Icon name="close" />
                </a>
            </li>
        }
    };
    move || {
        some.get().then(|| {
            let of_user = user.get();
            let of_user = (!of_user.is_empty()).then(|| {
                chip(
                    format!("user {of_user}"),
                    wanted.with(|wanted| wanted.with_user("").address()),
                )
            });
            let of_cuid = cuid.with(|cuid| !cuid.is_empty()).then(|| {
                chip(
                    format!("container {}", name()),
                    wanted.with(|wanted| wanted.with_cuid("").address()),
                )
            });
            view! { <ul class="chips" aria-label="Narrowed to">{of_user}{of_cuid}</ul> }
        })
    }
}
