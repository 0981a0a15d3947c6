use super::changes::Changes;
use crate::{
    components::{Icon, When},
    pages::containers::form::{Check, ComposeFile},
    types::{Container, Effect as Consequence, Plan},
};
use leptos::prelude::*;

/// What saving would do: in words, and as a comparison of the Compose file as it is and as it would
/// be. Where nothing is changed, the file.
#[component]
pub(super) fn Preview(
    /// What saving would come to.
    check: Check,
    /// The container.
    container: RwSignal<Container>,
    /// Its Compose file as it is.
    file: RwSignal<String>,
    /// Whether there is something to save.
    changed: Memo<bool>,
) -> impl IntoView {
    let covered = check.covered();
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let download = StoredValue::new(format!("/containers/{cuid}/compose"));
    let plan = Memo::new(move |_| {
        let is_change = |plan: &Plan| plan.effect != Consequence::None;
        changed.get().then(|| check.plan.get().filter(is_change)).flatten()
    });
    let planned = Memo::new(move |_| plan.with(Option::is_some));
    let alive = Memo::new(move |_| container.with(|container| container.status.is_alive()));
    let words = Memo::new(move |_| match plan.with(|plan| plan.as_ref().map(|plan| plan.effect)) {
        _ if changed.get() && check.wrong.get() => {
            ("alert", "Something in the form is not right yet: it can't be saved like this.")
        }
        None if changed.get() => ("working", "Looking what saving would do…"),
        None => ("check", "Nothing is changed: the container's compose.yaml is this."),
        Some(Consequence::Recreate) if alive.get() => (
            "restart",
            "Recreates and restarts: the container is stopped, made anew and run again. Its files in /app stay; what it wrote elsewhere is gone then.",
        ),
        Some(Consequence::Recreate) => (
            "restart",
            "Recreates: the container is made anew and stays stopped. Its files in /app stay; what it wrote elsewhere is gone then.",
        ),
        Some(_) => ("check", "Takes effect without a restart."),
    });
    let after = Signal::derive(move || {
        plan.with(|plan| plan.as_ref().map(|plan| plan.compose.clone()).unwrap_or_default())
    });
    view! {
        <section class="form-part saving" aria-labelledby="preview-heading">
            <h2 id="preview-heading">"What saving does"</h2>
            <p class="consequence" role="status" data-icon=move || words.get().0>
                <Icon name=Signal::derive(move || words.get().0) />
                <span>{move || words.get().1}</span>
            </p>
            <When
                is=planned
                otherwise=move || view! { <ComposeFile text=file covered download=download.get_value() /> }
            >
                <Changes before=file after covered />
            </When>
        </section>
    }
    .into_any()
}
