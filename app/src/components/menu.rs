use super::Icon;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

/// A button that opens a small list of further actions. Opens without JavaScript too; closes on
/// Escape, and when the focus goes elsewhere.
#[component]
pub(crate) fn Menu(
    /// What it is, for those who don't see the picture.
    #[prop(into)]
    label: Signal<String>,
    /// Its picture.
    icon: &'static str,
    /// Further classes of the button.
    #[prop(optional)]
    class: &'static str,
    /// Set when it is first reached or opened, for entries that are not needed before.
    #[prop(optional)]
    opened: Option<RwSignal<bool>>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let close = move || {
        // none where the menu went with what it is about
        if let Some(menu) = node.try_get_untracked().flatten() {
            menu.set_open(false);
        }
    };
    // the focus goes back to the button before an entry does anything (hence `capture` below), so
    // that a dialog which it opens can give it back to something visible
    let button = NodeRef::<html::Summary>::new();
    let refocus = move || {
        if let Some(button) = button.try_get_untracked().flatten() {
            let _ = button.focus();
        }
    };
    let reached = move || {
        if let Some(opened) = opened.filter(|opened| !opened.get_untracked()) {
            opened.set(true);
        }
    };
    view! {
        <details
            class="menu"
            node_ref=node
            // whoever opens it by keyboard may go on to an entry before the browser says that it is open
            on:focusin=move |_| reached()
            on:toggle=move |_| reached()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                    refocus();
                }
            }
            on:focusout=move |event| {
                let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
                let menu = node.try_get_untracked().flatten();
                let inside = menu.is_some_and(|menu| menu.contains(to.as_ref()));
                if !inside {
                    close();
                }
            }
        >
            <summary
                node_ref=button
                class=format!("button icon-button {class}")
                aria-label=move || label.get()
                title=move || label.get()
            >
                <Icon name=icon />
            </summary>
            <div
                class="menu-entries"
                on:click:capture=move |event| {
                    let entry = event
                        .target()
                        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                        .and_then(|target| target.closest("button[type=button], a").ok().flatten());
                    if entry.is_some() {
                        refocus();
                        close();
                    }
                }
            >
                {children()}
            </div>
        </details>
    }
    .into_any()
}
