//! Charts, drawn as SVG: lines over time with their axes, small lines in lists, and meters. Nothing
//! here knows what is measured.

mod draw;
mod meter;
mod plot;
mod scale;
mod sparkline;
mod time_chart;
mod timeline;
mod unit;

pub(crate) use draw::spark;
pub(crate) use meter::Meter;
pub(crate) use sparkline::Sparkline;
pub(crate) use time_chart::{Series, TimeChart};
pub(crate) use timeline::Timeline;
pub(crate) use unit::{Unit, percent};

/// A count as a number to draw and to divide with.
#[expect(clippy::cast_precision_loss, reason = "what is drawn is not that exact")]
pub(crate) const fn float(count: u64) -> f64 {
    count as f64
}
