use super::usage::{Lately, SHOWN};
use crate::chart::{Sparkline, Unit, float, percent};
use leptos::prelude::*;

/// What of a container is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// The cores that it keeps busy.
    Cpu,
    /// Its memory.
    Memory,
}

impl Measure {
    /// The value and its part of what there is, in words.
    fn words(self, lately: &Lately) -> Option<(String, String)> {
        let now = lately.now?;
        let (value, part) = match self {
            Self::Cpu => {
                let words = now.cores.map(|cores| Unit::Cores.words(cores));
                let words = words.map(|words| words.trim_end_matches(" cores").to_owned());
                (words, now.cpu_percent)
            }
            Self::Memory => (Some(Unit::Bytes.words(float(now.bytes))), now.memory_percent),
        };
        Some((value.unwrap_or_else(|| "…".to_owned()), part.map(percent).unwrap_or_default()))
    }
}

/// A number, its part of what there is, and how it was in the last two minutes.
#[component]
pub(super) fn Gauge(
    /// What the container uses.
    usage: RwSignal<Lately>,
    /// What of it is shown.
    of: Measure,
) -> impl IntoView {
    let runs = Memo::new(move |_| usage.with(|lately| lately.now.is_some()));
    let words = Memo::new(move |_| usage.with(|lately| of.words(lately)).unwrap_or_default());
    let path = Memo::new(move |_| {
        usage.with(|lately| match of {
            Measure::Cpu => lately.cores_path(),
            Measure::Memory => lately.memory_path(),
        })
    });
    move || {
        if runs.get() {
            view! {
                <span class="gauge">
                    <Sparkline path shown=SHOWN />
                    <span class="gauge-value">{move || words.get().0}</span>
                    " "
                    <span class="gauge-part">{move || words.get().1}</span>
                </span>
            }
            .into_any()
        } else {
            view! { <span class="gauge-none" aria-hidden="true">"—"</span><span class="visually-hidden">"not running"</span> }
                .into_any()
        }
    }
}
