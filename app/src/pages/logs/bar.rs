use super::{
    level::Level,
    log::Log,
    row::{LevelSign, exact},
    wanted::{PRESENT_RUN, Wanted},
};
use crate::{
    components::{FieldError, Icon},
    text,
    types::LogStream,
};
use leptos::{html, prelude::*};

/// How long nothing more has to be typed before the server is asked.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(250);

/// Chooses lines. A form, so that it works without JavaScript.
#[component]
pub(super) fn Bar(log: Log, go: Callback<Wanted>) -> impl IntoView {
    view! {
        <form
            class="log-bar"
            role="search"
            aria-label="Lines"
            method="get"
            action=log.wanted.with_untracked(Wanted::tab)
            on:submit=move |event| event.prevent_default()
        >
            <Search log go />
            <Outputs log go />
            <Span log go />
            <Levels log go />
            <button type="submit" class="visually-hidden-focusable">"Look for lines"</button>
        </form>
    }
    .into_any()
}

#[component]
fn Search(log: Log, go: Callback<Wanted>) -> impl IntoView {
    let wanted = log.wanted;
    let input = NodeRef::<html::Input>::new();
    let text = Memo::new(move |_| wanted.with(|wanted| wanted.text.clone()));
    // the way back through the history changes the text too; whoever types is not disturbed
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        if before.is_some()
            && let Some(input) = input.get_untracked()
            && document().active_element().as_ref() != Some(input.as_ref())
        {
            input.set_value(&text);
        }
    });
    let planned = StoredValue::new(None::<TimeoutHandle>);
    let look = move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            go.run(Wanted { text: input.value(), line: None, ..wanted.get_untracked() });
        }
    };
    let plan = move || {
        if let Some(before) = planned.try_update_value(Option::take).flatten() {
            before.clear();
        }
        planned.set_value(set_timeout_with_handle(look, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(Some(planned)) = planned.try_get_value() {
            planned.clear();
        }
    });
    let error = Signal::derive(move || log.refused.get());
    let is_wrong = Memo::new(move |_| error.with(Option::is_some));
    view! {
        <div class="log-search">
            <div class="search">
                <Icon name="search" />
                <input
                    id="log-text"
                    node_ref=input
                    type="search"
                    name="q"
                    class:code=move || wanted.with(|wanted| wanted.is_regex)
                    aria-label="Look for text in lines"
                    placeholder="Look for text in lines"
                    maxlength="1000"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || is_wrong.get().then_some("true")
                    aria-describedby=move || is_wrong.get().then_some("log-text-error")
                    value=text.get_untracked()
                    on:input=move |_| plan()
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            look();
                        }
                    }
                />
            </div>
            <Toggle
                name="regex"
                value="1"
                label="Regular expression"
                short=".*"
                is=Signal::derive(move || wanted.with(|wanted| wanted.is_regex))
                set=Callback::new(move |is_regex| {
                    go.run(Wanted { is_regex, line: None, ..wanted.get_untracked() });
                })
            />
            <Toggle
                name="case"
                value="any"
                label="Ignore case"
                short="Aa"
                is=Signal::derive(move || wanted.with(|wanted| wanted.ignores_case))
                set=Callback::new(move |ignores_case| {
                    go.run(Wanted { ignores_case, line: None, ..wanted.get_untracked() });
                })
            />
            <FieldError id="log-text" error />
        </div>
    }
    .into_any()
}

/// A choice that is on or off, small.
#[component]
fn Toggle(
    name: &'static str,
    value: &'static str,
    label: &'static str,
    short: &'static str,
    is: Signal<bool>,
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="toggle" title=label>
            <input
                type="checkbox"
                name=name
                value=value
                aria-label=label
                checked=is.get_untracked()
                prop:checked=move || is.get()
                on:change=move |event| set.run(event_target_checked(&event))
            />
            <span aria-hidden="true">{short}</span>
        </label>
    }
    .into_any()
}

#[component]
fn Outputs(log: Log, go: Callback<Wanted>) -> impl IntoView {
    let wanted = log.wanted;
    let options =
        [("", "Both outputs"), ("stdout", "Standard output"), ("stderr", "Standard error")];
    let chosen =
        move || wanted.with(|wanted| wanted.stream.map(LogStream::as_str).unwrap_or_default());
    let choose = move |word: String| {
        let stream = [LogStream::Stdout, LogStream::Stderr]
            .into_iter()
            .find(|stream| stream.as_str() == word);
        go.run(Wanted { stream, line: None, ..wanted.get_untracked() });
    };
    view! {
        <select name="stream" aria-label="Output" on:change=move |event| choose(event_target_value(&event))>
            {options
                .map(|(word, label)| {
                    view! { <option value=word selected=move || chosen() == word>{label}</option> }
                })
                .collect_view()}
        </select>
    }
    .into_any()
}

/// How far back.
#[component]
fn Span(log: Log, go: Callback<Wanted>) -> impl IntoView {
    const SPANS: [(&str, &str); 5] = [
        ("", "All there is"),
        (PRESENT_RUN, "Present run"),
        ("15m", "Last 15 minutes"),
        ("1h", "Last hour"),
        ("1d", "Last day"),
    ];
    let wanted = log.wanted;
    let since = Memo::new(move |_| wanted.with(|wanted| wanted.since.clone()));
    let until = Memo::new(move |_| wanted.with(|wanted| wanted.until.clone()));
    let other = move || {
        let since = since.get();
        let is_other = SPANS.iter().all(|(word, _)| *word != since);
        is_other.then(|| {
            let label = format!("Since {}", told(&since, log.alive.get()));
            view! { <option value=since selected=true>{label}</option> }
        })
    };
    view! {
        <select
            name="since"
            aria-label="Time"
            on:change=move |event| {
                let since = event_target_value(&event);
                go.run(Wanted { since, line: None, ..wanted.get_untracked() });
            }
        >
            {SPANS
                .map(|(word, label)| {
                    view! { <option value=word selected=move || since.get() == word>{label}</option> }
                })
                .collect_view()}
            {other}
        </select>
        {move || {
            let until = until.get();
            (!until.is_empty())
                .then(|| {
                    let words = format!("Up to {}", told(&until, log.alive.get()));
                    let whole = Wanted { until: String::new(), line: None, ..wanted.get_untracked() };
                    view! {
                        <input type="hidden" name="until" value=until />
                        <span class="chip log-until">
                            {words}
                            <a href=whole.address() aria-label="Show newer lines too"><Icon name="close" /></a>
                        </span>
                    }
                })
        }}
    }
    .into_any()
}

/// A moment or span of the address, for people.
fn told(word: &str, is_local: bool) -> String {
    text::nanoseconds(word).map_or_else(
        || word.to_owned(),
        |at| exact(at, is_local).chars().take("2026-11-26 13:09:03".len()).collect(),
    )
}

/// Only lines of some levels.
#[component]
fn Levels(log: Log, go: Callback<Wanted>) -> impl IntoView {
    let wanted = log.wanted;
    let choice = move |level: Level| {
        let is = Memo::new(move |_| wanted.with(|wanted| wanted.levels.contains(&level)));
        let set = move |is: bool| {
            let mut levels = wanted.with_untracked(|wanted| wanted.levels.clone());
            levels.retain(|other| *other != level);
            if is {
                levels.push(level);
            }
            levels.sort_by(|one, other| other.cmp(one));
            go.run(Wanted { levels, line: None, ..wanted.get_untracked() });
        };
        view! {
            <label class="toggle">
                <input
                    type="checkbox"
                    name="level"
                    value=level.as_str()
                    checked=is.get_untracked()
                    prop:checked=move || is.get()
                    on:change=move |event| set(event_target_checked(&event))
                />
                <LevelSign level />
                <span>{level.as_str()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="bare log-levels" title="Only lines of these levels; all where none is chosen">
            <legend class="visually-hidden">"Levels"</legend>
            {Level::ALL.map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}
