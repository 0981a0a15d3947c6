use super::{
    desk::Desk,
    keys,
    terminal::{Standing, Terminal},
};
use crate::components::{Icon, When};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast as _, prelude::Closure};

/// The screen of a terminal, or why there is none.
#[component]
pub(super) fn Pane(
    /// Among these.
    desk: Desk,
    /// Which.
    terminal: Terminal,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let key = terminal.key;
    let active = Memo::new(move |_| desk.active.get() == key);
    let begin = move || {
        let Some(parent) = node.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            let key = move |event| keys::press(desk, terminal, &event);
            terminal.begin(parent.into(), desk.settings, key).await;
            if terminal.xterm().is_some() && active.try_get_untracked() == Some(true) {
                focus_screen(terminal);
            }
        });
    };
    Effect::new(move |begun: Option<bool>| {
        let ready = node.get().is_some();
        if ready && begun != Some(true) {
            begin();
        }
        ready
    });
    fit_always(terminal, node);
    // what it is called and how it looks
    Effect::new(move |_| {
        let name = format!("Terminal: {}", terminal.name());
        terminal.standing.track();
        if let Some(xterm) = terminal.xterm() {
            xterm.describe(&name, "terminal-hint");
        }
    });
    Effect::new(move |_| {
        let settings = desk.settings;
        settings.size.track();
        settings.reader.track();
        if let Some(xterm) = terminal.xterm() {
            xterm.apply(settings);
            terminal.fit();
        }
    });
    Effect::new(move |was: Option<bool>| {
        let active = active.get();
        if active && was == Some(false) {
            focus_screen(terminal);
        }
        active
    });
    on_cleanup(move || {
        terminal.remember(Some(desk.active.try_get_untracked() == Some(key)));
        terminal.leave();
    });
    let is = move |standing: Standing| Signal::derive(move || terminal.standing.get() == standing);
    view! {
        <div
            class="terminal-pane"
            class:hidden-pane=move || !active.get()
            role="tabpanel"
            id=format!("terminal-{key}")
            aria-labelledby=format!("terminal-tab-{key}")
        >
            <div class="terminal-screen" node_ref=node hidden=is(Standing::Unavailable)></div>
            <When is=is(Standing::Loading)>
                <p class="loading terminal-over" role="status">"Loading the terminal…"</p>
            </When>
            <When is=is(Standing::Unavailable)>
                <section class="blank" role="alert">
                    <Icon name="alert" />
                    <h2>"The terminal could not be loaded"</h2>
                    <p>"Its program could not be fetched from the server. Check the connection, then try again."</p>
                    <p class="actions">
                        <button type="button" class="button" on:click=move |_| begin()>"Try again"</button>
                    </p>
                </section>
            </When>
        </div>
    }
    .into_any()
}

/// Gives a terminal the keyboard, unless somebody is typing elsewhere.
fn focus_screen(terminal: Terminal) {
    let elsewhere = document().active_element().is_some_and(|at| {
        at.closest("input, select, textarea:not(.xterm-helper-textarea), dialog, [role=tab]")
            .ok()
            .flatten()
            .is_some()
    });
    if let Some(xterm) = terminal.xterm().filter(|_| !elsewhere) {
        xterm.focus();
    }
}

/// Fits the terminal whenever its element changes its size.
fn fit_always(terminal: Terminal, node: NodeRef<html::Div>) {
    let observing = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let changed = Closure::<dyn Fn()>::new(move || terminal.fit());
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            observing.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        observing.try_update_value(|observing| {
            if let Some((observer, _)) = observing.take() {
                observer.disconnect();
            }
        });
    });
}
