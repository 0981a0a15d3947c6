use crate::engine::OutputStream;
use std::collections::VecDeque;

/// How large a segment grows before the next one begins, in bytes.
const SEGMENT: usize = 16 * 1024;
/// How many segments there are at most: a program that writes a byte to one stream and a byte to the
/// other makes one of each.
const MOST: usize = 4096;

/// The latest output, in the order in which it came. Places in it are counted in bytes since the
/// beginning, both streams together.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    segments: VecDeque<(OutputStream, Vec<u8>)>,
    start: u64,
    end: u64,
}

impl Backlog {
    /// The oldest place that is still there.
    pub(super) const fn start(&self) -> u64 {
        self.start
    }

    /// The place that is written next.
    pub(super) const fn end(&self) -> u64 {
        self.end
    }

    /// Whether another piece can be added without a loss to who has read up to a place.
    pub(super) fn has_room(&self, read: u64) -> bool {
        let oldest = self.segments.front().map_or(0, |(_, segment)| segment.len() as u64);
        self.segments.len() < MOST || self.start + oldest <= read
    }

    /// Adds a piece, which consists of whole characters where the output does.
    pub(super) fn push(&mut self, stream: OutputStream, bytes: &[u8]) {
        self.end += bytes.len() as u64;
        match self.segments.back_mut() {
            Some((last, segment)) if *last == stream && segment.len() + bytes.len() <= SEGMENT => {
                segment.extend_from_slice(bytes);
            }
            _ => self.segments.push_back((stream, bytes.to_vec())),
        }
        if self.segments.len() > MOST {
            self.drop_oldest();
        }
    }

    /// Drops what is wholly older than a place.
    pub(super) fn trim(&mut self, place: u64) {
        while let Some((_, segment)) = self.segments.front()
            && self.start + segment.len() as u64 <= place
        {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let oldest = self.segments.pop_front().map_or(0, |(_, segment)| segment.len() as u64);
        self.start += oldest;
    }

    /// What one stream wrote from a place on, whole pieces up to about `most` bytes.
    pub(super) fn read(&self, place: u64, most: usize) -> Option<(OutputStream, Vec<u8>)> {
        let mut skipped = usize::try_from(place.checked_sub(self.start)?).ok()?;
        let left = usize::try_from(self.end.saturating_sub(place)).ok()?;
        let mut found: Option<(OutputStream, Vec<u8>)> = None;
        for (stream, segment) in &self.segments {
            if skipped >= segment.len() {
                skipped -= segment.len();
                continue;
            }
            let rest = segment.get(skipped..).unwrap_or_default();
            skipped = 0;
            match &mut found {
                None => {
                    let mut bytes = Vec::with_capacity(left.min(most));
                    bytes.extend_from_slice(rest);
                    found = Some((*stream, bytes));
                }
                Some((same, bytes)) if same == stream && bytes.len() + rest.len() <= most => {
                    bytes.extend_from_slice(rest);
                }
                Some(_) => break,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Backlog, MOST};
    use crate::engine::OutputStream::{Stderr, Stdout};

    #[test]
    fn streams_stay_apart_and_in_order() {
        let mut backlog = Backlog::default();
        backlog.push(Stdout, b"one ");
        backlog.push(Stdout, b"two");
        backlog.push(Stderr, b"three");
        backlog.push(Stdout, b"four");
        assert_eq!(backlog.read(0, 100), Some((Stdout, b"one two".to_vec())));
        assert_eq!(backlog.read(4, 100), Some((Stdout, b"two".to_vec())));
        assert_eq!(backlog.read(7, 100), Some((Stderr, b"three".to_vec())));
        assert_eq!(backlog.read(12, 100), Some((Stdout, b"four".to_vec())));
        assert_eq!(backlog.read(16, 100), None);
    }

    #[test]
    fn what_is_trimmed_is_gone_and_the_rest_keeps_its_place() {
        let mut backlog = Backlog::default();
        for _ in 0..10 {
            backlog.push(Stdout, &[b'x'; 10_000]);
        }
        backlog.trim(35_000);
        assert_eq!((backlog.start(), backlog.end()), (30_000, 100_000));
        assert_eq!(backlog.read(0, 100), None);
        let (_, bytes) = backlog.read(35_000, 64).unwrap();
        assert_eq!(bytes.len(), 5_000);
    }

    #[test]
    fn many_small_pieces_take_no_more_room_than_large_ones() {
        let mut backlog = Backlog::default();
        for _ in 0..MOST / 2 {
            backlog.push(Stdout, b"o");
            backlog.push(Stderr, b"e");
        }
        assert!(!backlog.has_room(0) && backlog.has_room(1));
        backlog.push(Stdout, b"o");
        assert_eq!((backlog.start(), backlog.end()), (1, MOST as u64 + 1));
    }
}
