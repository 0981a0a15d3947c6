use crate::{
    components::{Icon, Menu, ThemeSwitch, ToastRegion, Toasts},
    leaving::Leaving,
    live::Live,
    pages::files::Drafts,
    palette::{Palette, PaletteButton, PaletteDialog},
    shortcuts::{ShortcutSheet, Shortcuts},
    tasks::{TaskButton, TaskDrawer, Tasks},
    uploads::{UploadPanel, Uploads},
};
use leptos::{html, prelude::*};
use leptos_router::{
    components::{A, Outlet},
    hooks::use_location,
};
use wasm_bindgen::JsCast as _;

/// How much of what stands before the current one is in sight, in pixels.
const BEFORE: i32 = 48;

/// What surrounds every page behind the login: the way around, the messages, and what is wrong with
/// the connection or the engine.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    Toasts::provide();
    Leaving::provide();
    Uploads::provide();
    Drafts::provide();
    Palette::provide();
    let tasks = Tasks::provide();
    Shortcuts::provide();
    let live = Live::provide();
    tasks.follow(live);
    Effect::new(move |_| live.connect());
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    // a new page begins at its beginning, for the keyboard and for screen readers too
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path)
            && let Some(main) = main.get_untracked()
        {
            let _ = main.focus();
        }
        path
    });
    // where the ways do not fit side by side, the one that was gone is in sight
    let ways = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        path.track();
        let Some(ways) = ways.get() else { return };
        request_animation_frame(move || {
            let here = ways.query_selector("[aria-current]").ok().flatten();
            if let Some(here) = here.and_then(|here| here.dyn_into::<web_sys::HtmlElement>().ok()) {
                ways.set_scroll_left(here.offset_left() - ways.offset_left() - BEFORE);
            }
        });
    });
    view! {
        <a class="skip-link" href="#main" rel="external">"Skip to content"</a>
        <header class="top">
            <a class="brand" href="/ui/containers" aria-label="Wharfinger, home">
                <img src="/assets/mark.svg" alt="" width="28" height="28" />
                <span class="brand-name">"Wharfinger"</span>
            </a>
            <nav aria-label="Main" node_ref=ways>
                <A href="/ui/containers">"Containers"</A>
                <A href="/ui/images">"Images"</A>
                <A href="/ui/activity">"Activity"</A>
                <A href="/ui/system">"System"</A>
                <a href="/docs" rel="external">"API docs"</a>
            </nav>
            <PaletteButton />
            <TaskButton />
            <Menu label=Signal::stored("Account and theme".to_owned()) icon="user" class="quiet">
                <ThemeSwitch />
                <form method="post" action="/logout">
                    <button type="submit" class="button menu-entry">
                        <Icon name="logout" />
                        <span>"Log out"</span>
                    </button>
                </form>
            </Menu>
        </header>
        <main id="main" tabindex="-1" node_ref=main>
            <Outlet />
        </main>
        <TaskDrawer />
        <UploadPanel />
        <PaletteDialog />
        <ShortcutSheet />
        <Trouble live />
        <ToastRegion />
    }
    .into_any()
}

/// A strip that says calmly what is wrong with the connection or the engine, and what to do.
#[component]
fn Trouble(live: Live) -> impl IntoView {
    let words = move || match (live.connected.get(), live.engine.get()) {
        (false, _) => Some((
            "Connection lost.",
            "This is the last known state. It is brought up to date by itself as soon as the server answers again.",
        )),
        (true, false) => Some((
            "The container engine does not answer.",
            "This is the last known state, and nothing can be changed until the engine is back. Check Docker on the server.",
        )),
        (true, true) => None,
    };
    let strip = move || {
        words().map(|(what, advice)| {
            view! {
                <p>
                    <Icon name="alert" />
                    <span><strong>{what}</strong> " " {advice}</span>
                </p>
            }
        })
    };
    view! {
        <div class="trouble" role="status" data-engine=move || (!live.engine.get()).then_some("gone")>
            {strip}
        </div>
    }
    .into_any()
}
