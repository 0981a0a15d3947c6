use std::ops::Range;

/// How many samples a chart shows: a quarter of an hour, one every two seconds.
pub(super) const SLOTS: usize = 450;
/// How many samples have to be missing for it to be told as a gap; fewer, a busy machine may miss.
const GAP: usize = 3;

/// Several measures of one thing over the same time, a sample each in equal steps. Places are counted
/// from the left edge of a chart, whose right edge is the last sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Timeline {
    /// When the first sample was taken, in seconds since 1970.
    start: f64,
    interval: f64,
    columns: Vec<Vec<Option<f64>>>,
}

impl Timeline {
    /// One that begins with those samples.
    pub(crate) fn new(start: f64, interval: f64, columns: Vec<Vec<Option<f64>>>) -> Self {
        let mut timeline = Self { start, interval, columns };
        timeline.forget();
        timeline
    }

    fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Whether nothing was ever measured.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a sample: a value for each measure. What lies between the last one and it is a gap.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sample that is older than the first counts as the first"
    )]
    pub(crate) fn note(&mut self, at: f64, values: &[Option<f64>]) {
        let count = self.len();
        if count == 0 {
            self.start = at;
        }
        let slot = ((at - self.start) / self.interval).round() as usize;
        if slot >= count + SLOTS {
            // all that was is further back than the chart goes
            self.columns.iter_mut().for_each(Vec::clear);
            return self.note(at, values);
        }
        // the same sample may be told twice
        let slot = slot.max(count.saturating_sub(1));
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.resize((slot + 1).max(column.len()), None);
            if let Some(place) = column.get_mut(slot) {
                *place = *value;
            }
        }
        self.forget();
    }

    fn forget(&mut self) {
        let over = self.len().saturating_sub(SLOTS);
        for column in &mut self.columns {
            column.drain(..over.min(column.len()));
        }
        self.start += super::float(over as u64) * self.interval;
    }

    /// Where the first sample stands.
    fn first(&self) -> usize {
        SLOTS - self.len()
    }

    /// The places where there may be a sample.
    pub(super) fn places(&self) -> Range<usize> {
        self.first()..SLOTS
    }

    /// Places and values of a measure.
    pub(super) fn points(&self, column: usize) -> impl Iterator<Item = (usize, Option<f64>)> {
        let values = self.columns.get(column).map(Vec::as_slice).unwrap_or_default();
        let first = self.first();
        values.iter().enumerate().map(move |(number, value)| (first + number, *value))
    }

    /// What was measured at a place.
    pub(super) fn value(&self, column: usize, place: usize) -> Option<f64> {
        *self.columns.get(column)?.get(place.checked_sub(self.first())?)?
    }

    /// The last of a measure.
    pub(crate) fn latest(&self, column: usize) -> Option<f64> {
        *self.columns.get(column)?.last()?
    }

    /// The highest of some measures.
    pub(super) fn highest(&self, columns: &[usize]) -> f64 {
        let values = columns.iter().flat_map(|column| self.points(*column));
        values.filter_map(|(_, value)| value).fold(0.0, f64::max)
    }

    /// When the sample at a place was taken, in seconds since 1970.
    pub(super) fn at(&self, place: usize) -> Option<f64> {
        let number = place.checked_sub(self.first())?;
        Some(self.start + super::float(number as u64) * self.interval)
    }

    /// Where nothing was measured for a while: places.
    pub(super) fn gaps(&self, column: usize) -> Vec<Range<usize>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        let mut before = None;
        for (place, _) in self.points(column).filter(|(_, value)| value.is_some()) {
            if let Some(before) = before
                && place > before + GAP
            {
                gaps.push(before..place);
            }
            before = Some(place);
        }
        gaps
    }

    /// Means a minute, the newest first: when the minute began, in seconds since 1970, and a value
    /// for each measure.
    pub(crate) fn minutes(&self) -> Vec<(f64, Vec<Option<f64>>)> {
        let minute = |place: usize| self.at(place).map(|at| (at / 60.0).floor() * 60.0);
        let mut minutes: Vec<(f64, Vec<usize>)> = Vec::new();
        for place in self.places().rev() {
            let Some(began) = minute(place) else { continue };
            match minutes.last_mut() {
                #[expect(clippy::float_cmp, reason = "whole minutes, reckoned in the same way")]
                Some((same, places)) if *same == began => places.push(place),
                _ => minutes.push((began, vec![place])),
            }
        }
        let mean = |column: usize, places: &[usize]| {
            let values: Vec<f64> =
                places.iter().filter_map(|place| self.value(column, *place)).collect();
            let sum: f64 = values.iter().sum();
            (!values.is_empty()).then(|| sum / super::float(values.len() as u64))
        };
        let means =
            |places: &[usize]| (0..self.columns.len()).map(|column| mean(column, places)).collect();
        minutes.into_iter().map(|(began, places)| (began, means(&places))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{SLOTS, Timeline};

    fn timeline(values: &[Option<f64>]) -> Timeline {
        Timeline::new(600.0, 2.0, vec![values.to_vec()])
    }

    #[test]
    fn the_last_sample_is_at_the_right_edge() {
        let mut line = timeline(&[Some(1.0)]);
        line.note(602.4, &[Some(2.0)]);
        assert_eq!((line.latest(0), line.value(0, SLOTS - 1)), (Some(2.0), Some(2.0)));
        assert_eq!((line.value(0, SLOTS - 2), line.at(SLOTS - 2)), (Some(1.0), Some(600.0)));
        assert_eq!(line.value(0, 0), None);
        assert_eq!(line.at(0), None);
        // told again
        line.note(602.9, &[Some(3.0)]);
        assert_eq!((line.places().len(), line.latest(0)), (2, Some(3.0)));
        assert!((line.highest(&[0]) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn what_lies_between_is_a_gap_and_what_is_old_is_forgotten() {
        let mut line = timeline(&[Some(1.0)]);
        line.note(620.0, &[Some(2.0)]);
        let only = SLOTS - 11..SLOTS - 1;
        assert_eq!(line.gaps(0), std::slice::from_ref(&only));
        line.note(620.0 + 2.0 * 445.0, &[Some(3.0)]);
        assert_eq!((line.places(), line.value(0, 4)), (0..SLOTS, Some(2.0)));
        line.note(9000.0, &[Some(4.0)]);
        assert_eq!((line.places().len(), line.at(SLOTS - 1)), (1, Some(9000.0)));
        assert!(timeline(&[Some(1.0), None, None, Some(1.0)]).gaps(0).is_empty());
    }

    #[test]
    fn a_timeline_that_was_empty_begins_with_its_first_sample() {
        let mut line = Timeline::new(0.0, 2.0, vec![Vec::new(), Vec::new()]);
        assert!(line.is_empty() && line.minutes().is_empty());
        line.note(7000.0, &[Some(1.0), None]);
        assert_eq!(
            (line.at(SLOTS - 1), line.latest(0), line.latest(1)),
            (Some(7000.0), Some(1.0), None)
        );
    }

    #[test]
    fn means_are_reckoned_by_the_minute() {
        let line = Timeline::new(656.0, 2.0, vec![vec![Some(1.0), Some(2.0), Some(4.0), None]]);
        assert_eq!(line.minutes(), [(660.0, vec![Some(4.0)]), (600.0, vec![Some(1.5)])]);
    }
}
