use super::{
    plot::Plot,
    scale::Scale,
    timeline::{SLOTS, Timeline},
    unit::{Unit, percent},
};
use crate::{surroundings::Surroundings, text};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// How far a large step of the keyboard goes: a minute.
const FAR: usize = 30;

/// A measure that a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Series {
    /// What it is called beside others; empty where it is alone.
    pub(crate) label: &'static str,
    /// Which of the timeline's measures it is.
    pub(crate) column: usize,
}

/// What was used over a quarter of an hour: the last values large, lines, and the exact value at the
/// place that is pointed at, by mouse, finger or keyboard.
#[component]
pub(crate) fn TimeChart(
    /// What is shown; also the chart's name.
    title: &'static str,
    /// The same as a part of an address.
    id: &'static str,
    /// What the numbers are.
    unit: Unit,
    /// What of the timeline is shown: one or two measures.
    series: Vec<Series>,
    /// What was measured.
    timeline: RwSignal<Timeline>,
    /// What can't be exceeded; `None` where there is no limit.
    #[prop(into)]
    limit: Signal<Option<f64>>,
    /// Whether time goes on.
    #[prop(into)]
    live: Signal<bool>,
    /// The place that is pointed at, of all charts of the page.
    pointed: RwSignal<Option<usize>>,
) -> impl IntoView {
    let columns: Vec<usize> = series.iter().map(|series| series.column).collect();
    let scale = Memo::new(move |_| {
        let highest = timeline.with(|timeline| timeline.highest(&columns));
        Scale::with_limit(unit, highest, limit.get())
    });
    let ticks = move || {
        let ticks = scale.get().ticks().map(|tick| view! { <li>{unit.label(tick)}</li> });
        ticks.collect_view()
    };
    let heading = format!("chart-{id}");
    let named = heading.clone();
    let ends = move || if live.get() { "now" } else { "its end" };
    view! {
        <figure class="card chart" aria-labelledby=named>
            <figcaption class="chart-head">
                <h2 id=heading>{title}</h2>
                <Latest unit series=series.clone() timeline live />
                <LimitWords unit column=series.first().map_or(0, |first| first.column) timeline limit scale />
            </figcaption>
            <div class="chart-body">
                <ol class="chart-values" aria-hidden="true">{ticks}</ol>
                <Area title unit series=series.clone() timeline pointed>
                    <Plot timeline series=series.clone() scale limit pointed />
                </Area>
                <p class="chart-times" aria-hidden="true">
                    <span>"−15 min"</span>
                    <span>"−10 min"</span>
                    <span>"−5 min"</span>
                    <span>{ends}</span>
                </p>
            </div>
        </figure>
    }
    .into_any()
}

/// The last values, each with the sign of its line.
#[component]
fn Latest(
    unit: Unit,
    series: Vec<Series>,
    timeline: RwSignal<Timeline>,
    live: Signal<bool>,
) -> impl IntoView {
    let several = series.len() > 1;
    let one = move |(number, series): (usize, Series)| {
        let value = Memo::new(move |_| {
            let value = timeline.with(|timeline| timeline.latest(series.column));
            value.filter(|_| live.get()).map_or_else(|| "—".to_owned(), |value| unit.words(value))
        });
        let class = format!("line line-{number}");
        view! {
            <li>
                {several.then(|| view! {
                    <span class="chart-label">
                        <svg class="chart-sign" viewBox="0 0 24 8" aria-hidden="true"><path class=class d="M1 4H23"></path></svg>
                        {series.label}
                    </span>
                })}
                <strong>{move || value.get()}</strong>
            </li>
        }
    };
    view! { <ul class="chart-latest">{series.into_iter().enumerate().map(one).collect_view()}</ul> }
        .into_any()
}

/// Says what the limit is, and how much of it is used.
#[component]
fn LimitWords(
    unit: Unit,
    column: usize,
    timeline: RwSignal<Timeline>,
    limit: Signal<Option<f64>>,
    scale: Memo<Scale>,
) -> impl IntoView {
    let words = Memo::new(move |_| {
        let limit = limit.get()?;
        let part = timeline.with(|timeline| timeline.latest(column));
        let part = part.map(|value| format!("{} of ", percent(100.0 * value / limit)));
        let above = if limit > scale.get().top() { ", above the chart" } else { "" };
        let part = part.unwrap_or_default();
        Some(format!("{part}the limit of {}{above}", unit.words(limit)))
    });
    move || words.get().map(|words| view! { <p class="hint">{words}</p> })
}

/// The part of a chart that can be pointed at. For assistive technology it is a slider over time
/// whose value is what was measured then.
#[component]
fn Area(
    title: &'static str,
    unit: Unit,
    series: Vec<Series>,
    timeline: RwSignal<Timeline>,
    pointed: RwSignal<Option<usize>>,
    children: Children,
) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let place = Memo::new(move |_| pointed.get().unwrap_or(SLOTS - 1));
    let words = Memo::new(move |_| {
        let place = place.get();
        timeline.with(|timeline| told(timeline, place, unit, &series))
    });
    let step = move |event: web_sys::KeyboardEvent| {
        let places = timeline.with_untracked(Timeline::places);
        if places.is_empty() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let (first, last) = (places.start, places.end - 1);
        let at = pointed.get_untracked().unwrap_or(last);
        let to = match (event.key().as_str(), event.shift_key()) {
            ("ArrowLeft" | "ArrowDown", false) => at.saturating_sub(1),
            ("ArrowRight" | "ArrowUp", false) => at + 1,
            ("ArrowLeft", true) | ("PageDown", _) => at.saturating_sub(FAR),
            ("ArrowRight", true) | ("PageUp", _) => at + FAR,
            ("Home", _) => first,
            ("End", _) => last,
            ("Escape", _) => return pointed.set(None),
            _ => return,
        };
        event.prevent_default();
        pointed.set(Some(to.clamp(first, last)));
    };
    let slides = move |value: String| alive.get().then_some(value);
    view! {
        <div
            class="chart-plot"
            role=move || if alive.get() { "slider" } else { "img" }
            tabindex=move || slides("0".to_owned())
            aria-label=format!("{title} over time")
            aria-valuemin=move || slides("0".to_owned())
            aria-valuemax=move || slides((SLOTS - 1).to_string())
            aria-valuenow=move || slides(place.get().to_string())
            aria-valuetext=move || slides(words.get())
            on:keydown=step
            on:blur=move |_| pointed.set(None)
            // a finger leaves as soon as it is lifted, and then the value is to be read
            on:pointerleave=move |event| {
                if event.pointer_type() != "touch" {
                    pointed.set(None);
                }
            }
            on:pointermove=move |event| pointed.set(place_of(&event))
            on:pointerdown=move |event| pointed.set(place_of(&event))
        >
            {children()}
        </div>
        <p class="chart-pointed" aria-hidden="true">
            {move || pointed.get().map(|_| words.get())}
        </p>
    }
    .into_any()
}

/// The place in a chart at which the pointer is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a chart is a small number"
)]
fn place_of(event: &web_sys::PointerEvent) -> Option<usize> {
    let plot = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
    let rect = plot.get_bounding_client_rect();
    let part = (f64::from(event.client_x()) - rect.left()) / rect.width();
    let last = SLOTS - 1;
    let place = (part.clamp(0.0, 1.0) * super::float(last as u64)).round() as usize;
    Some(place.min(last))
}

/// What was measured at a place, with its time.
fn told(timeline: &Timeline, place: usize, unit: Unit, series: &[Series]) -> String {
    let Some(at) = timeline.at(place) else { return "nothing measured then".to_owned() };
    let values: Vec<String> = series
        .iter()
        .filter_map(|series| {
            let words = unit.words(timeline.value(series.column, place)?);
            Some(format!("{} {words}", series.label).trim().to_owned())
        })
        .collect();
    let values = if values.is_empty() { "no sample".to_owned() } else { values.join(", ") };
    format!("{}: {values}", text::time_of_day(at))
}

#[cfg(test)]
mod tests {
    use super::{SLOTS, Series, Timeline, Unit, told};

    #[test]
    fn what_is_pointed_at_is_told() {
        let columns = vec![vec![Some(1024.0), None], vec![Some(0.0), None]];
        let timeline = Timeline::new(1_795_698_543.0, 2.0, columns);
        let series = [Series { label: "in", column: 0 }, Series { label: "out", column: 1 }];
        let told = |place| told(&timeline, place, Unit::BytesPerSecond, &series);
        assert_eq!(told(SLOTS - 2), "13:09:03 UTC: in 1 KiB/s, out 0 B/s");
        assert_eq!(told(SLOTS - 1), "13:09:05 UTC: no sample");
        assert_eq!(told(3), "nothing measured then");
    }
}
