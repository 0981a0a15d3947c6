use super::{
    Palette,
    entry::{Does, Entry, entries},
    recent::{recent, remember},
};
use crate::{
    action::{perform, tell_failure},
    api::containers::list_names,
    components::{Dialog, Icon, Toasts},
    parts::part,
    session,
    shortcuts::Shortcuts,
    surroundings::Surroundings,
    tasks::Tasks,
    types::ContainerName,
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast as _;

/// How many entries a page of the keyboard has.
const PAGE: usize = 8;

/// Opens the palette, for those without a keyboard at hand.
#[component]
pub(crate) fn PaletteButton() -> impl IntoView {
    let palette = Palette::get();
    let alive = Surroundings::get().alive;
    view! {
        <button
            type="button"
            class="button palette-button"
            aria-label="Search and commands"
            aria-keyshortcuts="Control+K"
            aria-haspopup="dialog"
            disabled=move || !alive.get()
            on:click=move |_| palette.toggle()
        >
            <Icon name="search" />
            <span class="palette-hint">"Search" <kbd>"Ctrl K"</kbd></span>
        </button>
    }
    .into_any()
}

/// The palette.
#[component]
pub(crate) fn PaletteDialog() -> impl IntoView {
    let palette = Palette::get();
    let keys = window_event_listener(ev::keydown, move |event| palette.type_ahead(&event));
    on_cleanup(move || keys.remove());
    view! {
        <Dialog
            open=palette.open
            labelled_by="palette-heading"
            class="palette"
            on_close=Callback::new(move |()| palette.open.set(false))
        >
            <h2 id="palette-heading" class="visually-hidden">"Search and commands"</h2>
            {finder(palette)}
        </Dialog>
    }
    .into_any()
}

part! {
    /// What looks for something and shows what is found.
    finder: Finder { palette: Palette }
}

/// What is looked for, and what of it is chosen.
#[derive(Clone, Copy)]
struct Search {
    typed: RwSignal<String>,
    found: Memo<Vec<Entry>>,
    at: RwSignal<usize>,
}

impl Search {
    fn new(typed: RwSignal<String>, containers: RwSignal<Vec<ContainerName>>) -> Self {
        let last = recent();
        let found = Memo::new(move |_| {
            containers.with(|containers| typed.with(|typed| entries(typed, containers, &last)))
        });
        let search = Self { typed, found, at: RwSignal::new(0) };
        // what is typed or read changes what is found
        Effect::new(move |_| {
            found.track();
            search.at.set(0);
        });
        search
    }

    fn move_to(self, to: usize) {
        self.at.set(to);
        if let Some(option) = document().get_element_by_id(&format!("palette-{to}")) {
            option.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }

    /// What a key does; `true` where that is all it does.
    fn press(self, key: &str) -> bool {
        let Some(last) = self.found.with_untracked(Vec::len).checked_sub(1) else { return false };
        let here = self.at.get_untracked();
        match key {
            "ArrowDown" => self.move_to(if here >= last { 0 } else { here + 1 }),
            "ArrowUp" => self.move_to(here.checked_sub(1).unwrap_or(last)),
            "PageDown" => self.move_to((here + PAGE).min(last)),
            "PageUp" => self.move_to(here.saturating_sub(PAGE)),
            _ => return false,
        }
        true
    }
}

/// Reads what the containers are called; the signal says why that failed.
fn read(containers: RwSignal<Vec<ContainerName>>) -> RwSignal<Reading> {
    let reading = RwSignal::new(Reading::GoesOn);
    leptos::task::spawn_local(async move {
        let ended = match list_names().await {
            Ok(all) => {
                containers.try_set(all);
                Reading::Done
            }
            Err(error) if session::ended(&error) => Reading::Done,
            Err(error) => Reading::Failed(error.message),
        };
        reading.try_set(ended);
    });
    reading
}

#[derive(Clone)]
enum Reading {
    GoesOn,
    Done,
    Failed(String),
}

#[component]
fn Finder(palette: Palette) -> impl IntoView {
    palette.fetched.set_value(true);
    let containers = RwSignal::new(Vec::new());
    let reading = read(containers);
    let search = Search::new(palette.typed, containers);
    let count = move || search.found.with(Vec::len);
    let choose = chooser(palette);
    let chosen = move |place: usize| {
        if let Some(entry) = search.found.with_untracked(|found| found.get(place).cloned()) {
            choose(entry);
        }
    };
    Effect::new({
        let chosen = chosen.clone();
        move |_| {
            if palette.entered.get() && !matches!(reading.get(), Reading::GoesOn) {
                palette.entered.set(false);
                chosen(0);
            }
        }
    });
    let press = {
        let chosen = chosen.clone();
        move |event: web_sys::KeyboardEvent| {
            let key = event.key();
            if key == "Enter" {
                chosen(search.at.get_untracked());
            } else if !search.press(&key) {
                return;
            }
            event.prevent_default();
        }
    };
    let option = move |place: usize, entry: Entry| {
        let chosen = chosen.clone();
        view! {
            <li
                id=format!("palette-{place}")
                role="option"
                aria-selected=move || (search.at.get() == place).to_string()
                // the field keeps the focus
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| chosen(place)
            >
                <Icon name=entry.icon />
                <span class="palette-label">{entry.label}</span>
                <span class="hint">{entry.hint}</span>
            </li>
        }
    };
    view! {
        <div class="palette-field">
            <Icon name="search" />
            <input
                type="text"
                role="combobox"
                aria-label="Find a container, a page or an action"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || (count() > 0).then(|| format!("palette-{}", search.at.get()))
                placeholder="A container, a page, or: stop shop"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                autofocus
                bind:value=search.typed
                on:keydown=press
            />
            <button type="button" class="button icon-button quiet small" aria-label="Close" on:click=move |_| palette.open.set(false)>
                <Icon name="close" />
            </button>
        </div>
        <ul id="palette-list" role="listbox" aria-label="Found">
            {move || {
                let option = option.clone();
                search.found.get().into_iter().enumerate().map(|(place, entry)| option(place, entry)).collect_view()
            }}
        </ul>
        <p class="hint palette-state" role="status">
            {move || match (reading.get(), count()) {
                (Reading::Failed(why), _) => why,
                (Reading::GoesOn, 0) => "Reading the containers…".to_owned(),
                (Reading::Done, 0) => "Nothing fits. Fewer letters find more.".to_owned(),
                (_, 1) => "1 found".to_owned(),
                (_, count) => format!("{count} found"),
            }}
        </p>
    }
    .into_any()
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

/// Does what was chosen, after the palette is closed, so that the focus is where it was.
fn chooser(palette: Palette) -> impl Fn(Entry) + Clone + Send + Sync + 'static {
    let toasts = Toasts::get();
    let tasks = Tasks::get();
    let shortcuts = Shortcuts::get();
    let navigate = use_navigate();
    move |entry: Entry| {
        remember(&entry.id);
        palette.open.set(false);
        match entry.does {
            Does::Go(to) => navigate(&to, NavigateOptions::default()),
            Does::Load(to) => {
                let _ = location().assign(to);
            }
            Does::Control(action, cuid, name) => leptos::task::spawn_local(async move {
                if let Err(error) = perform(toasts, cuid, &name, action).await {
                    tell_failure(toasts, &name, action, &error);
                }
            }),
            Does::Choose(theme) => theme.choose(),
            Does::ShowTasks => tasks.open.set(true),
            Does::ShowShortcuts => shortcuts.open.set(true),
            Does::LogOut => {
                // as the menu does it
                let form = document().query_selector("form[action='/logout']").ok().flatten();
                if let Some(form) = form.and_then(|f| f.dyn_into::<web_sys::HtmlFormElement>().ok())
                {
                    let _ = form.submit();
                }
            }
        }
    }
}
