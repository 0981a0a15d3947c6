use super::{
    desk::Desk,
    ended::Ended,
    terminal::{Standing, Terminal},
};
use crate::session;
use leptos::prelude::*;

/// How the terminal that is shown is doing, what can be done about it, and how to leave it. Always
/// there, since a terminal must not change its size because something is said.
#[component]
pub(super) fn State(
    /// Among these.
    desk: Desk,
) -> impl IntoView {
    let words =
        Memo::new(move |_| desk.following().map(|one| words(desk, one)).unwrap_or_default());
    let tone = move || match desk.following().map(|terminal| terminal.standing.get()) {
        Some(Standing::Lost) => "warn",
        Some(Standing::Ended(ended)) if ended != Ended::Exit(0) => "bad",
        _ => "idle",
    };
    view! {
        <div class="terminal-state">
            <span role="status" aria-label="State of the terminal" data-tone=tone>
                {move || words.get()}
            </span>
            <span class="row-actions">{move || desk.following().map(|one| view! { <Actions desk terminal=one /> })}</span>
            <span id="terminal-hint" class="hint">
                "Tab goes to the program; " <kbd>"Shift F6"</kbd> " leaves the terminal"
            </span>
        </div>
    }
    .into_any()
}

fn words(desk: Desk, terminal: Terminal) -> String {
    match terminal.standing.get() {
        Standing::Connecting => "Connecting…".to_owned(),
        Standing::Lost => "Connection lost. What runs goes on; trying to come back…".to_owned(),
        Standing::Ended(ended) => ended.words(desk.running.get()),
        Standing::Open => terminal.news.get().unwrap_or_else(|| {
            let watches = "You only watch this session.";
            if terminal.watch { watches.to_owned() } else { String::new() }
        }),
        Standing::Loading | Standing::Unavailable => String::new(),
    }
}

#[component]
fn Actions(desk: Desk, terminal: Terminal) -> impl IntoView {
    let button = move |label: &'static str, act: fn(Desk, Terminal)| {
        view! {
            <button type="button" class="button small" on:click=move |_| act(desk, terminal)>
                {label}
            </button>
        }
    };
    let close = move || button("Close", |desk, terminal| desk.close(terminal.key));
    move || match terminal.standing.get() {
        Standing::Lost => button("Try now", |_, terminal| terminal.try_again()).into_any(),
        Standing::Ended(Ended::LoggedOut) => {
            button("Log in again", |_, _| session::log_in_again()).into_any()
        }
        Standing::Ended(_) if desk.running.get() && !terminal.watch => {
            let again = button("Run again", |_, terminal| {
                leptos::task::spawn_local(async move { terminal.run_again().await });
            });
            view! { {again} {close()} }.into_any()
        }
        Standing::Ended(_) => close().into_any(),
        _ => ().into_any(),
    }
}
