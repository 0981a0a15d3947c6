use super::{
    draw::{HIGH, area, line, y},
    scale::Scale,
    time_chart::Series,
    timeline::{SLOTS, Timeline},
};
use crate::text::decimals;
use leptos::prelude::*;

/// The lines of a chart, stretched to the room they have.
#[component]
pub(super) fn Plot(
    /// What was measured.
    timeline: RwSignal<Timeline>,
    /// What of it is shown.
    series: Vec<Series>,
    /// The axis.
    scale: Memo<Scale>,
    /// A line that can't be crossed.
    limit: Signal<Option<f64>>,
    /// The place that is pointed at.
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let frame = format!("0 0 {} {HIGH}", SLOTS - 1);
    let right = (SLOTS - 1).to_string();
    let grid = {
        let right = right.clone();
        move || {
            let scale = scale.get();
            let across = |tick: f64| {
                let y = decimals(y(tick, scale.top()), 1);
                view! { <line class="grid" x1="0" x2=right.clone() y1=y.clone() y2=y></line> }
            };
            scale.ticks().map(across).collect_view()
        }
    };
    let whole = series.first().map_or(0, |series| series.column);
    let missing = Memo::new(move |_| timeline.with(|timeline| timeline.gaps(whole)));
    let gaps = move || {
        let band = |gap: std::ops::Range<usize>| {
            view! {
                <rect class="gap" x=gap.start.to_string() width=gap.len().to_string() y="0" height=HIGH.to_string()></rect>
            }
        };
        missing.get().into_iter().map(band).collect_view()
    };
    let lines: Vec<_> = series
        .iter()
        .enumerate()
        .map(|(number, series)| {
            let column = series.column;
            let path = Memo::new(move |_| {
                timeline.with(|timeline| line(timeline.points(column), scale.get().top()))
            });
            // one ground is enough: two would hide each other
            let ground = (number == 0).then(|| {
                let path = move || {
                    timeline.with(|timeline| area(timeline.points(column), scale.get().top()))
                };
                view! { <path class="ground" d=path></path> }
            });
            let class = format!("line line-{number}");
            view! {
                {ground}
                <path class=class d=move || path.get()></path>
            }
        })
        .collect();
    let limit_line = move || {
        let top = scale.get().top();
        limit.get().filter(|limit| *limit <= top).map(|limit| {
            let y = decimals(y(limit, top), 1);
            view! { <line class="limit" x1="0" x2=right.clone() y1=y.clone() y2=y></line> }
        })
    };
    let cross = move || {
        pointed.get().map(|place| {
            let top = scale.get().top();
            let dots = series.iter().enumerate().filter_map(|(number, series)| {
                let value = timeline.with(|timeline| timeline.value(series.column, place))?;
                let class = format!("dot line-{number}");
                let path = format!("M{place} {}h0", decimals(y(value, top), 1));
                Some(view! { <path class=class d=path></path> })
            });
            let x = place.to_string();
            view! {
                <line class="cross" x1=x.clone() x2=x y1="0" y2=HIGH.to_string()></line>
                {dots.collect_view()}
            }
        })
    };
    view! {
        <svg viewBox=frame preserveAspectRatio="none" aria-hidden="true">
            {gaps}
            {grid}
            {lines}
            {limit_line}
            {cross}
        </svg>
    }
    .into_any()
}
