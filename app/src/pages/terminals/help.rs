use super::keys;
use crate::components::Dialog;
use leptos::prelude::*;

/// What keyboard and mouse do.
#[component]
pub(super) fn Help(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let lines = move || {
        keys::HELP
            .map(|(key, does)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> })
            .into_iter()
            .collect_view()
    };
    view! {
        <Dialog open labelled_by="terminal-help" on_close=close>
            <h2 id="terminal-help">"Keyboard and mouse in terminals"</h2>
            <p class="hint">"Everything else goes to the program that runs."</p>
            <dl class="facts">{lines}</dl>
            <div class="dialog-actions">
                <button type="button" class="button" autofocus on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Dialog>
    }
    .into_any()
}
