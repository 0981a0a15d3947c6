use super::line::Line;
use crate::types::{LogLine, LogStream};
use std::{collections::VecDeque, ops::Range, sync::Arc};

/// A part of a log without a gap in it, of so many lines and bytes at most. Lines have numbers, which
/// they keep; those of older ones are smaller.
#[derive(Debug, Default)]
pub(super) struct Ring {
    lines: VecDeque<Arc<Line>>,
    /// The number of the first.
    first: i64,
    bytes: usize,
}

/// What may be kept.
const MOST_LINES: usize = 20_000;
const MOST_BYTES: usize = 12 << 20;

impl Ring {
    /// The numbers of the lines there are.
    pub(super) fn numbers(&self) -> Range<i64> {
        self.first..self.first + i64::try_from(self.lines.len()).unwrap_or_default()
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn get(&self, number: i64) -> Option<&Arc<Line>> {
        self.lines.get(usize::try_from(number - self.first).ok()?)
    }

    pub(super) fn last(&self) -> Option<&Arc<Line>> {
        self.lines.back()
    }

    /// The first lines.
    pub(super) fn oldest(&self) -> impl Iterator<Item = &Arc<Line>> {
        self.lines.iter()
    }

    /// Forgets everything; numbers go on.
    pub(super) fn clear(&mut self) {
        self.first = self.numbers().end;
        self.lines.clear();
        self.bytes = 0;
    }

    /// Adds a line that follows, or a piece of one, where `keeps` lets it through; tells whether it
    /// is a line more. What is too much goes from the other end.
    pub(super) fn push(&mut self, sent: LogLine, keeps: impl Fn(&Line) -> bool) -> bool {
        let is_error = sent.stream == LogStream::Stderr;
        // the other output may have written meanwhile
        let open = self.lines.iter_mut().rev().take(100).find(|line| line.is_error == is_error);
        if let Some(open) = open.filter(|line| line.is_open) {
            let line = Arc::make_mut(open);
            let before = line.size();
            line.go_on(sent);
            self.bytes = self.bytes + line.size() - before;
            self.shrink();
            return false;
        }
        let before = self.lines.iter().rev().take(100).find(|line| line.is_error == is_error);
        let line = Line::new(sent, before.map(AsRef::as_ref));
        if !keeps(&line) {
            return false;
        }
        self.bytes += line.size();
        self.lines.push_back(Arc::new(line));
        self.shrink();
        true
    }

    fn shrink(&mut self) {
        while self.is_full() && self.lines.len() > 1 {
            if let Some(gone) = self.lines.pop_front() {
                self.bytes -= gone.size();
                self.first += 1;
            }
        }
    }

    /// Adds lines that come before; tells whether some at the other end had to go for them.
    pub(super) fn put_before(&mut self, older: Self) -> bool {
        for line in older.lines.into_iter().rev() {
            self.bytes += line.size();
            self.lines.push_front(line);
            self.first -= 1;
        }
        let mut lost = false;
        while self.is_full() && self.lines.len() > 1 {
            if let Some(gone) = self.lines.pop_back() {
                self.bytes -= gone.size();
                lost = true;
            }
        }
        lost
    }

    fn is_full(&self) -> bool {
        self.lines.len() > MOST_LINES || self.bytes > MOST_BYTES
    }

    /// The number of the n-th line that was written at that moment.
    pub(super) fn find(&self, at: i64, n: usize) -> Option<i64> {
        // moments go up but for some of the other output's
        let mut same = self.numbers().zip(&self.lines).filter(|(_, line)| line.at == at);
        same.nth(n).map(|(number, _)| number)
    }

    /// How many lines before that one were written at the same moment.
    pub(super) fn rank(&self, number: i64) -> usize {
        let Some(at) = self.get(number).map(|line| line.at) else { return 0 };
        let before = (self.first..number).rev().map_while(|number| self.get(number));
        before.take(100).filter(|line| line.at == at).count()
    }

    /// Of lines that were read before the first one here, those that are not here already.
    pub(super) fn only_older(&self, mut read: Vec<LogLine>, known: &[LogLine]) -> Vec<LogLine> {
        read.retain(|sent| {
            !known.contains(sent) && !self.lines.iter().take(100).any(|line| line.is(sent))
        });
        read
    }

    /// Of lines that were read around the last one here, those that are not here already.
    pub(super) fn only_newer(&self, mut read: Vec<LogLine>) -> Vec<LogLine> {
        read.retain(|sent| !self.lines.iter().rev().take(100).any(|line| line.is(sent)));
        read
    }
}

#[cfg(test)]
mod tests {
    use super::{super::line::tests::sent, MOST_BYTES, MOST_LINES, Ring};
    use crate::{
        text::moment,
        types::{LogLine, LogStream},
    };

    fn line(number: i64) -> LogLine {
        sent(&moment(number), &number.to_string())
    }

    fn filled(numbers: std::ops::Range<i64>) -> Ring {
        let mut ring = Ring::default();
        for number in numbers {
            assert!(ring.push(line(number), |_| true));
        }
        ring
    }

    #[test]
    fn it_keeps_to_its_measure_and_numbers_stay() {
        let most = i64::try_from(MOST_LINES).unwrap_or_default();
        let mut ring = filled(0..most + 10);
        assert_eq!(ring.numbers(), 10..most + 10);
        assert_eq!(ring.get(10).map(|line| line.text.clone()), Some("10".to_owned()));
        assert!(ring.get(9).is_none() && ring.get(most + 10).is_none());
        for _ in 0..MOST_BYTES / 60_000 + 10 {
            ring.push(sent("", &"x".repeat(60_000)), |_| true);
        }
        assert!(ring.bytes <= MOST_BYTES && ring.bytes > MOST_BYTES / 2);
        let end = ring.numbers().end;
        ring.clear();
        assert!(ring.is_empty() && ring.numbers() == (end..end) && ring.bytes == 0);
    }

    #[test]
    fn older_lines_come_before_and_push_out_the_newest() {
        let mut ring = filled(5..10);
        assert!(!ring.put_before(filled(0..5)));
        assert_eq!(ring.numbers(), -5..5);
        assert_eq!(ring.get(-5).map(|line| line.at), Some(0));
        let most = i64::try_from(MOST_LINES).unwrap_or_default();
        assert!(ring.put_before(filled(-most..-3)));
        assert_eq!(ring.last().map(|line| line.at), Some(2));
    }

    #[test]
    fn pieces_of_a_line_find_it_past_the_other_output() {
        let mut ring = Ring::default();
        assert!(ring.push(LogLine { more: true, ..sent("", "one ") }, |_| true));
        assert!(ring.push(LogLine { stream: LogStream::Stderr, ..sent("", "other") }, |_| true));
        assert!(!ring.push(sent("", "two"), |_| true));
        assert!(ring.push(sent("", "three"), |_| true));
        let texts: Vec<_> = ring.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["one two", "other", "three"]);
    }

    #[test]
    fn lines_at_one_moment_are_told_apart() {
        let mut ring = Ring::default();
        for text in ["a", "b", "c"] {
            ring.push(sent(&moment(7), text), |_| true);
        }
        assert_eq!((ring.find(7, 0), ring.find(7, 2), ring.find(7, 3)), (Some(0), Some(2), None));
        assert_eq!(ring.rank(2), 2);
    }

    #[test]
    fn what_is_read_again_is_not_shown_again() {
        let ring = filled(5..10);
        let older = ring.only_older((2..8).map(line).collect(), &[line(4)]);
        assert_eq!(older, [line(2), line(3)]);
        let newer = ring.only_newer((8..12).map(line).collect());
        assert_eq!(newer, [line(10), line(11)]);
    }

    #[test]
    fn what_is_not_wanted_is_not_kept() {
        let mut ring = Ring::default();
        assert!(!ring.push(line(1), |_| false));
        assert!(ring.is_empty());
    }
}
