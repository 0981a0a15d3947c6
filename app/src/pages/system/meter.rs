use crate::text::bytes;
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
    let full = percent > 90;
    let words = format!("{} of {} left", bytes(free), bytes(total));
    view! {
        <div class="meter">
            <p class="meter-name">{name.clone()} <span class="hint"><code>{place}</code></span></p>
            <div
                role="meter"
                aria-label=name
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent
                aria-valuetext=words.clone()
            >
                <svg class="share" class:too-much=full aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
                    <rect class="share-all" width="100" height="6" />
                    <rect class="share-this" width=percent height="6" />
                </svg>
            </div>
            <p class="hint">{words}", "{percent}" % in use"</p>
        </div>
    }
    .into_any()
}

/// How much is in use, in whole percent of all.
fn used(free: u64, total: u64) -> u64 {
    let used = u128::from(total.saturating_sub(free)) * 100;
    used.checked_div(u128::from(total)).and_then(|percent| u64::try_from(percent).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::used;

    #[test]
    fn what_is_in_use_is_a_share_of_all() {
        for (free, total, percent) in
            [(0, 10, 100), (9, 10, 10), (10, 10, 0), (20, 10, 0), (0, 0, 0), (1, u64::MAX, 99)]
        {
            assert_eq!(used(free, total), percent, "{free} of {total}");
        }
    }
}
