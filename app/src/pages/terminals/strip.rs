use super::{
    desk::Desk,
    terminal::{Standing, Terminal},
};
use crate::{components::Icon, focus::focus_soon};
use leptos::prelude::*;

/// The terminals by name: the tabs of the ARIA pattern, of which the arrow keys choose.
#[component]
pub(super) fn Strip(
    /// Whose.
    desk: Desk,
) -> impl IntoView {
    let go = move |to: usize| {
        desk.show(to);
        focus_soon(format!("#terminal-tab-{to}"));
    };
    let press = move |event: web_sys::KeyboardEvent| {
        let keys: Vec<_> = desk.all.with_untracked(|all| all.iter().map(|one| one.key).collect());
        let active = desk.active.get_untracked();
        let Some(at) = keys.iter().position(|key| *key == active) else { return };
        match event.key().as_str() {
            "ArrowRight" => go(keys[(at + 1) % keys.len()]),
            "ArrowLeft" => go(keys[(at + keys.len() - 1) % keys.len()]),
            "Home" => go(keys[0]),
            "End" => go(keys[keys.len() - 1]),
            "Delete" => desk.close(active),
            "Enter" | " " | "ArrowDown" => {
                if let Some(xterm) = desk.shown().and_then(Terminal::xterm) {
                    xterm.focus();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="terminal-tabs" role="tablist" aria-label="Terminals" on:keydown=press>
            <For each=move || desk.all.get() key=|terminal| terminal.key let:terminal>
                <Tab desk terminal />
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn Tab(desk: Desk, terminal: Terminal) -> impl IntoView {
    let key = terminal.key;
    let active = Memo::new(move |_| desk.active.get() == key);
    let name = Memo::new(move |_| terminal.name());
    let ended = Memo::new(move |_| matches!(terminal.standing.get(), Standing::Ended(_)));
    view! {
        <button
            type="button"
            role="tab"
            id=format!("terminal-tab-{key}")
            aria-controls=format!("terminal-{key}")
            aria-selected=move || if active.get() { "true" } else { "false" }
            tabindex=move || if active.get() { "0" } else { "-1" }
            class:ended=move || ended.get()
            title=move || name.get()
            on:click=move |event| {
                desk.show(key);
                // by mouse or finger; who comes by keyboard goes on among the tabs
                if event.detail() > 0 {
                    request_animation_frame(move || {
                        terminal.xterm().inspect(|xterm| xterm.focus());
                    });
                }
            }
            // the middle button closes, as it does on the tabs of browsers
            on:auxclick=move |event| {
                if event.button() == 1 {
                    event.prevent_default();
                    desk.close(key);
                }
            }
        >
            <Icon name=if terminal.watch { "eye" } else { "terminal" } />
            <span>{move || name.get()}</span>
            {move || ended.get().then(|| view! { <span class="visually-hidden">", ended"</span> })}
        </button>
    }
    .into_any()
}
