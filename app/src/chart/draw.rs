use crate::text::decimals;
use std::fmt::Write as _;

/// How high a chart is, in units of its own; it is stretched to the room it has.
pub(super) const HIGH: f64 = 100.0;

/// The path of a line through points that have a place and may have a value. One that is missing
/// among others is passed over; where more are, the line breaks off.
pub(super) fn line(points: impl Iterator<Item = (usize, Option<f64>)>, top: f64) -> String {
    let mut path = String::new();
    for run in runs(points) {
        for (number, (x, value)) in run.iter().enumerate() {
            let y = decimals(y(*value, top), 1);
            // both only fail where memory does
            let _ = match (number, run.len()) {
                // a point on its own is seen by its round ends
                (_, 1) => write!(path, "M{x} {y}h0"),
                (0, _) => write!(path, "M{x} {y}"),
                _ => write!(path, "L{x} {y}"),
            };
        }
    }
    path
}

/// The path around what lies beneath such a line.
pub(super) fn area(points: impl Iterator<Item = (usize, Option<f64>)>, top: f64) -> String {
    let mut path = String::new();
    for run in runs(points) {
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let _ = write!(path, "M{first} {HIGH}");
        for (x, value) in &run {
            let _ = write!(path, "L{x} {}", decimals(y(*value, top), 1));
        }
        let _ = write!(path, "L{last} {HIGH}Z");
    }
    path
}

/// The path of a small line: the last of so many samples at its right end.
pub(crate) fn spark(values: impl ExactSizeIterator<Item = f64>, shown: usize, top: f64) -> String {
    let first = shown.saturating_sub(values.len());
    line(values.enumerate().map(|(number, value)| (first + number, Some(value))), top)
}

/// How far down a value is.
pub(super) fn y(value: f64, top: f64) -> f64 {
    (HIGH - value / top * HIGH).clamp(0.0, HIGH)
}

/// Points that belong together.
fn runs(points: impl Iterator<Item = (usize, Option<f64>)>) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = Vec::new();
    for (x, value) in points {
        let Some(value) = value else { continue };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(before, _)| x <= before + 2) => {
                run.push((x, value));
            }
            _ => runs.push(vec![(x, value)]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{area, line, spark};

    fn points(values: &[Option<f64>]) -> impl Iterator<Item = (usize, Option<f64>)> {
        values.iter().copied().enumerate()
    }

    #[test]
    fn a_line_breaks_off_where_nothing_was_measured() {
        let values = [Some(0.0), Some(1.0), None, Some(2.0), None, None, Some(4.0)];
        assert_eq!(line(points(&values), 4.0), "M0 100.0L1 75.0L3 50.0M6 0.0h0");
        assert_eq!(area(points(&values[..2]), 4.0), "M0 100L0 100.0L1 75.0L1 100Z",);
        assert_eq!(line(points(&[None, None]), 1.0), "");
    }

    #[test]
    fn what_is_higher_than_the_chart_stays_in_it() {
        assert_eq!(line(points(&[Some(9.0), Some(1.0)]), 3.0), "M0 0.0L1 66.7");
    }

    #[test]
    fn a_small_line_ends_at_its_right() {
        assert_eq!(spark([1.0, 2.0].into_iter(), 60, 2.0), "M58 50.0L59 0.0");
        assert_eq!(spark(std::iter::empty(), 60, 1.0), "");
    }
}
