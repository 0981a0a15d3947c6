use crate::{
    chart::{self, float},
    text::{bytes, decimals},
};
use leptos::prelude::*;

/// How much of something is in use, and how much is left.
#[component]
pub(super) fn Meter(
    /// Of what.
    name: String,
    /// Where that is; empty where it needs no saying.
    place: String,
    /// Bytes that are left.
    free: u64,
    /// Bytes in all.
    total: u64,
) -> impl IntoView {
    let percent = used(free, total);
    let words = format!("{} of {} left", bytes(free), bytes(total));
    view! {
        <div>
            <p class="meter-name">{name.clone()} <span class="hint"><code>{place}</code></span></p>
            <chart::Meter
                name=Signal::stored(name)
                percent=Signal::stored(Some(percent))
                words=Signal::stored(words.clone())
            />
            <p class="hint">{words}", "{decimals(percent, 0)}" % in use"</p>
        </div>
    }
    .into_any()
}

/// How much is in use, in percent of all; none of nothing.
fn used(free: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { 100.0 * float(total.saturating_sub(free)) / float(total) }
}

#[cfg(test)]
mod tests {
    use super::used;

    #[test]
    fn what_is_in_use_is_a_share_of_all() {
        for (free, total, percent) in
            [(0, 10, 100), (9, 10, 10), (10, 10, 0), (20, 10, 0), (0, 0, 0), (1, u64::MAX, 100)]
        {
            assert_eq!(
                format!("{:.0}", used(free, total)),
                percent.to_string(),
                "{free} of {total}"
            );
        }
    }
}
