use super::measures::{BLOCK_READ, BLOCK_WRITTEN, CPU, MEMORY, PIDS, RECEIVED, SENT};
use crate::{
    chart::{Timeline, Unit},
    text,
};
use leptos::prelude::*;

/// What the columns of the table are, in the order in which they stand.
const COLUMNS: [(&str, usize, Unit); 7] = [
    ("CPU", CPU, Unit::Cores),
    ("Memory", MEMORY, Unit::Bytes),
    ("Network in", RECEIVED, Unit::BytesPerSecond),
    ("Network out", SENT, Unit::BytesPerSecond),
    ("Disk read", BLOCK_READ, Unit::BytesPerSecond),
    ("Disk written", BLOCK_WRITTEN, Unit::BytesPerSecond),
    ("Processes", PIDS, Unit::Count),
];

/// The same as the charts as a table of means, a row a minute; changes once a minute, so that it can
/// be read.
#[component]
pub(super) fn Minutes(
    /// What was measured.
    timeline: RwSignal<Timeline>,
) -> impl IntoView {
    let newest = Memo::new(move |_| {
        timeline.with(|timeline| timeline.minutes().first().map(|(began, _)| *began))
    });
    let rows = move || {
        newest.track();
        let row = |(began, means): (f64, Vec<Option<f64>>)| {
            let cell = |(_, column, unit): &(&str, usize, Unit)| {
                let mean = means.get(*column).copied().flatten();
                let words = mean.map_or_else(|| "—".to_owned(), |mean| unit.words(mean));
                view! { <td>{words}</td> }
            };
            let at = text::time_of_day(began).replace(":00 UTC", " UTC");
            view! {
                <tr>
                    <th scope="row">{at}</th>
                    {COLUMNS.iter().map(cell).collect_view()}
                </tr>
            }
        };
        timeline.with_untracked(Timeline::minutes).into_iter().map(row).collect_view()
    };
    let heads = COLUMNS.map(|(name, ..)| view! { <th scope="col">{name}</th> });
    view! {
        <details class="minutes">
            <summary>"As a table"</summary>
            <div class="minutes-frame" role="region" aria-label="Means by the minute" tabindex="0">
                <table>
                    <caption class="visually-hidden">"What it used, means by the minute, the newest first"</caption>
                    <thead><tr><th scope="col">"Minute"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
