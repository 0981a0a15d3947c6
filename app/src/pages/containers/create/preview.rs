use crate::{
    components::When,
    pages::containers::form::{Check, ComposeFile},
};
use leptos::{html, prelude::*};

/// The Compose file that would be written.
#[component]
pub(super) fn Preview(
    /// What would come of the form.
    check: Check,
) -> impl IntoView {
    let Check { plan, wrong, .. } = check;
    let covered = check.covered();
    let there = Memo::new(move |_| plan.with(Option::is_some));
    let text = Signal::derive(move || {
        plan.with(|plan| plan.as_ref().map(|plan| plan.compose.clone()).unwrap_or_default())
    });
    let node = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        // beneath all fields, where it would be long
        if let Some(fold) = node.get().filter(|_| is_narrow()) {
            fold.set_open(false);
        }
    });
    view! {
        <details class="form-part fold" open node_ref=node>
            <summary>"What is written"</summary>
            <When
                is=there
                otherwise=move || {
                    view! {
                        <p class="hint">
                            {move || {
                                if wrong.get() {
                                    "Something in the form is not right yet. The container's compose.yaml shows here when it is."
                                } else {
                                    "Choose an image, and the container's compose.yaml shows here as you fill in the form."
                                }
                            }}
                        </p>
                    }
                }
            >
                <div class:stale=move || wrong.get()>
                    <ComposeFile text covered />
                </div>
                <p class="hint" role="status">
                    {move || {
                        if wrong.get() {
                            "Something in the form is not right yet: this is as it was before."
                        } else {
                            "What docker compose gets to read. The id is given when the container is created."
                        }
                    }}
                </p>
            </When>
        </details>
    }
    .into_any()
}

/// Whether all stands in one column; the same width as in forms.css.
fn is_narrow() -> bool {
    window().match_media("(min-width: 70rem)").ok().flatten().is_some_and(|wide| !wide.matches())
}
