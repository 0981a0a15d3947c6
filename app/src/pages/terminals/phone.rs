use super::desk::Desk;
use leptos::prelude::*;

/// A key that the keyboard of a phone does not have.
#[derive(Clone, Copy)]
enum Key {
    /// Sends this.
    Text(&'static str),
    /// An arrow, or one of its like: the last character of its sequence.
    Arrow(char),
}

/// Their faces, their names, and what they send.
const KEYS: [(&str, &str, Key); 14] = [
    ("Esc", "Escape", Key::Text("\x1b")),
    ("Tab", "Tab", Key::Text("\t")),
    ("←", "Left", Key::Arrow('D')),
    ("↑", "Up", Key::Arrow('A')),
    ("↓", "Down", Key::Arrow('B')),
    ("→", "Right", Key::Arrow('C')),
    ("|", "Pipe", Key::Text("|")),
    ("/", "Slash", Key::Text("/")),
    ("~", "Tilde", Key::Text("~")),
    ("-", "Minus", Key::Text("-")),
    ("Home", "Home", Key::Arrow('H')),
    ("End", "End", Key::Arrow('F')),
    ("PgUp", "Page up", Key::Text("\x1b[5~")),
    ("PgDn", "Page down", Key::Text("\x1b[6~")),
];

/// A row of such keys, for where fingers are what one types with.
#[component]
pub(super) fn PhoneKeys(
    /// Whom they are pressed for.
    desk: Desk,
) -> impl IntoView {
    let control = move || desk.following().is_some_and(|terminal| terminal.control.get());
    let press = move |key: Key| {
        let Some(terminal) = desk.shown() else { return };
        match key {
            Key::Text(text) => terminal.type_in(text),
            Key::Arrow(last) => {
                let application = terminal.xterm().is_some_and(|xterm| xterm.application_keys());
                let begin = if application { "\x1bO" } else { "\x1b[" };
                terminal.type_in(&format!("{begin}{last}"));
            }
        }
    };
    let keys = KEYS
        .map(|(face, name, key)| {
            view! {
                <button type="button" class="button small" aria-label=name on:click=move |_| press(key)>
                    {face}
                </button>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        // the focus stays in the terminal, and the keyboard on the screen with it
        <div
            class="terminal-keys"
            role="toolbar"
            aria-label="Keys"
            on:mousedown=|event| event.prevent_default()
        >
            <button
                type="button"
                class="button small"
                aria-pressed=move || if control() { "true" } else { "false" }
                on:click=move |_| {
                    if let Some(terminal) = desk.shown() {
                        terminal.control.update(|control| *control = !*control);
                    }
                }
            >
                "Ctrl"
            </button>
            {keys}
        </div>
    }
    .into_any()
}
