use super::When;
use leptos::{html, prelude::*};

/// A question that has to be answered before anything else: the browser's own modal dialog, which
/// keeps the focus inside, closes on Escape and gives the focus back.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// The id of its heading.
    labelled_by: &'static str,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Called when it was closed, whatever way.
    #[prop(into)]
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            let there = dialog.is_connected();
            let show = move || {
                if !dialog.open() && open.try_get_untracked() == Some(true) {
                    // fails only where the dialog is not in the document
                    let _ = dialog.show_modal();
                }
            };
            // that of a part which was just fetched is not there yet
            if there { show() } else { request_animation_frame(show) }
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog class=format!("dialog {class}") node_ref=node aria-labelledby=labelled_by on:close=move |_| on_close.run(())>
            <When is=open>{children()}</When>
        </dialog>
    }
    .into_any()
}
