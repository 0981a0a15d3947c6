use super::{
    desk::Desk,
    elsewhere::Elsewhere,
    help::Help,
    launch::{Chooser, Launch},
    strip::Strip,
    terminal::Terminal,
};
use crate::components::{Icon, Menu};
use leptos::prelude::*;

/// What is done with terminals.
#[component]
pub(super) fn Toolbar(
    /// Whose.
    desk: Desk,
) -> impl IntoView {
    let choosing = RwSignal::new(false);
    let helping = RwSignal::new(false);
    let settings = desk.settings;
    let name = Memo::new(move |_| desk.following().map(Terminal::name).unwrap_or_default());
    let button = move |icon: &'static str, label: &'static str, act: fn(Desk)| {
        view! {
            <button
                type="button"
                class="button icon-button quiet small"
                aria-label=label
                title=label
                on:click=move |_| act(desk)
            >
                <Icon name=icon />
            </button>
        }
    };
    let filling = move || if desk.filling.get() { "shrink" } else { "expand" };
    view! {
        <div class="terminal-bar">
            <Strip desk />
            <div class="terminal-actions">
                <button
                    type="button"
                    class="button icon-button quiet small"
                    aria-label=move || format!("Close {}", name.get())
                    title=move || format!("Close {}", name.get())
                    on:click=move |_| desk.close(desk.active.get_untracked())
                >
                    <Icon name="close" />
                </button>
                {button("plus", "New terminal", |desk| desk.open(Launch::default()))}
                <Elsewhere desk />
                <span class="terminal-space"></span>
                {button("search", "Search in the terminal", Desk::search)}
                {button("smaller", "Smaller text", |desk| desk.settings.enlarge(-1))}
                {button("larger", "Larger text", |desk| desk.settings.enlarge(1))}
                <button
                    type="button"
                    class="button icon-button quiet small"
                    aria-label="Fill the window"
                    title="Fill the window"
                    aria-pressed=move || if desk.filling.get() { "true" } else { "false" }
                    on:click=move |_| desk.filling.update(|filling| *filling = !*filling)
                >
                    <Icon name=Signal::derive(filling) />
                </button>
                <Menu label=Signal::stored("More for terminals".to_owned()) icon="more" class="quiet small">
                    <button type="button" class="button menu-entry" on:click=move |_| choosing.set(true)>
                        <Icon name="terminal" />
                        <span>"New with command or user…"</span>
                    </button>
                    <button type="button" class="button menu-entry" on:click=move |_| desk.copy_all()>
                        <Icon name="copy" />
                        <span>"Copy all output"</span>
                    </button>
                    <button type="button" class="button menu-entry" on:click=move |_| settings.reset_size()>
                        <Icon name="larger" />
                        <span>"Usual text size"</span>
                    </button>
                    <button
                        type="button"
                        class="button menu-entry"
                        aria-pressed=move || if settings.reader.get() { "true" } else { "false" }
                        on:click=move |_| settings.toggle_reader()
                    >
                        <Icon name="user" />
                        <span>"For screen readers"</span>
                    </button>
                    <button type="button" class="button menu-entry" on:click=move |_| helping.set(true)>
                        <Icon name="keyboard" />
                        <span>"Keyboard and mouse"</span>
                    </button>
                </Menu>
            </div>
            <Chooser desk open=choosing />
            <Help open=helping />
        </div>
    }
    .into_any()
}
