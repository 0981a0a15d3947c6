use crate::text::decimals;
use leptos::prelude::*;

/// From how many percent on something is scarce, and very scarce.
const SCARCE: f64 = 75.0;
const VERY: f64 = 90.0;

/// How much of something is used, as a bar.
#[component]
pub(crate) fn Meter(
    /// What is used.
    #[prop(into)]
    name: Signal<String>,
    /// How much of it, in percent; `None` where that is not known.
    #[prop(into)]
    percent: Signal<Option<f64>>,
    /// The same in words.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    let filled = Memo::new(move |_| percent.get().unwrap_or(0.0).clamp(0.0, 100.0));
    let tone = move || match filled.get() {
        VERY.. => "bad",
        SCARCE.. => "warn",
        _ => "busy",
    };
    view! {
        <div
            class="meter"
            role="meter"
            aria-label=move || name.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || decimals(filled.get(), 1)
            aria-valuetext=move || words.get()
            data-tone=tone
        >
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width=move || decimals(filled.get(), 1) height="1"></rect>
            </svg>
        </div>
    }
    .into_any()
}
