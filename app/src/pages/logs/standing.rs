use super::log::{Log, Standing};
use crate::{
    components::{Icon, Notice, Tone},
    text,
    types::Status,
};
use leptos::prelude::*;

/// How it stands with the log, and how much of it is here.
#[component]
pub(super) fn StandingLine(log: Log) -> impl IntoView {
    let status = Memo::new(move |_| log.container.with(|container| container.status));
    let words = Memo::new(move |_| match log.standing.get() {
        _ if log.refused.with(Option::is_some) => (
            "alert",
            "bad",
            "These are the lines from before: what is looked for is not understood",
        ),
        Standing::Reading => ("spinner", "busy", "Reading…"),
        Standing::Following if status.get() == Status::Paused => {
            ("pause", "warn", "The container is paused")
        }
        Standing::Following if status.get().is_alive() => {
            ("start", "good", "New lines come by themselves")
        }
        Standing::Following | Standing::Ended => ("stop", "idle", "Nothing is being written"),
        Standing::Lost => {
            ("working", "busy", "Connection lost. It is tried again by itself; no line is missed.")
        }
        Standing::Failed(_) => ("alert", "bad", "The log could not be read"),
    });
    let count = move || match log.count.get() {
        1 => "1 line here".to_owned(),
        count => format!("{} lines here", thousands(count)),
    };
    view! {
        <div class="log-standing" id="log-standing">
            <p role="status" data-tone=move || words.get().1>
                <Icon name=Signal::derive(move || words.get().0) />
                <span>{move || words.get().2}</span>
            </p>
            <p class="hint">{count}</p>
        </div>
    }
    .into_any()
}

/// Why the log could not be read, and a way to try again.
#[component]
pub(super) fn Failure(log: Log) -> impl IntoView {
    move || match log.standing.get() {
        Standing::Failed(error) => Some(view! {
            <Notice tone=Tone::Error>
                <p>{error.message}</p>
                <button type="button" class="button small" on:click=move |_| log.load()>"Try again"</button>
            </Notice>
        }),
        _ => None,
    }
}

/// A number with its thousands apart: `12,345`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

/// Leads to the end, and says how many lines came meanwhile.
#[component]
pub(super) fn Fresh(log: Log) -> impl IntoView {
    let shown = Memo::new(move |_| !log.follows.get() && log.count.get() > 0);
    let words = move || match log.fresh.get() {
        0 => "Go to the end".to_owned(),
        1 => "1 new line".to_owned(),
        count => format!("{} new lines", thousands(count)),
    };
    view! {
        <button
            type="button"
            class="button primary log-fresh"
            hidden=move || !shown.get()
            on:click=move |_| {
                log.to_end();
                crate::focus::focus(".log");
            }
        >
            <Icon name="down" />
            <span>{words}</span>
        </button>
    }
    .into_any()
}

/// What is shown where there is no line.
#[component]
pub(super) fn Blank(log: Log) -> impl IntoView {
    let is_blank = Memo::new(move |_| {
        log.count.get() == 0 && matches!(log.standing.get(), Standing::Following | Standing::Ended)
    });
    move || {
        is_blank.get().then(|| {
            let wanted = log.wanted.get();
            if wanted.is_narrowed() {
                return view! {
                    <section class="blank">
                        <Icon name="search" />
                        <h2>"No line matches"</h2>
                        <p>"Of what is chosen above, there is nothing yet. New lines that match appear by themselves."</p>
                        <p class="actions"><a class="button" href=wanted.tab()>"Show all lines"</a></p>
                    </section>
                }
                .into_any();
            }
            let (heading, words) = log.container.with(|container| match container.status {
                Status::Creating | Status::Created | Status::Missing => (
                    "Not started yet",
                    "What it writes to its outputs appears here as soon as it runs.".to_owned(),
                ),
                status if status.is_alive() => (
                    "Nothing written yet",
                    "What it writes to its outputs appears here by itself.".to_owned(),
                ),
                _ => (
                    "It wrote nothing",
                    text::ended(&container.state).map(|how| format!("It {how}.")).unwrap_or_default(),
                ),
            });
            view! {
                <section class="blank">
                    <Icon name="log" />
                    <h2>{heading}</h2>
                    <p>{words}</p>
                </section>
            }
            .into_any()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_stand_apart() {
        for (number, told) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), told);
        }
    }
}
