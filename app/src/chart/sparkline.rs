use leptos::prelude::*;

/// A small line beside a number that says the same; for eyes only.
#[component]
pub(crate) fn Sparkline(
    /// Its path, as [`super::spark`] makes it.
    #[prop(into)]
    path: Signal<String>,
    /// How many samples it is wide.
    shown: usize,
) -> impl IntoView {
    let frame = format!("0 0 {} 100", shown.saturating_sub(1));
    view! {
        <svg class="sparkline" viewBox=frame preserveAspectRatio="none" aria-hidden="true">
            <path d=move || path.get()></path>
        </svg>
    }
    .into_any()
}
