use super::characters::cut_tail;
use crate::engine::OutputStream;
use bytes::Bytes;
use std::{collections::VecDeque, ops::Deref};

/// How large a segment grows before the next one begins, in bytes.
const SEGMENT: usize = 16 * 1024;
/// From what size on a piece is a segment as it is, without being copied: a considerable part of what was
/// read with it, which it keeps in memory; and at most how large, since segments are dropped as a whole.
const LARGE: usize = 24 * 1024;
const LARGEST: usize = 32 * 1024;
/// How many segments there are at most: a program that writes a byte to one stream and a byte to the
/// other makes one of each.
const MOST: usize = 4096;

/// The latest output, in the order in which it came. Places in it are counted in bytes since the
/// beginning, both streams together.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    segments: VecDeque<(OutputStream, Segment)>,
    start: u64,
    end: u64,
}

#[derive(Debug)]
enum Segment {
    /// Small pieces, one behind the other.
    Gathered(Vec<u8>),
    /// A large piece.
    Whole(Bytes),
}

impl Deref for Segment {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Gathered(bytes) => bytes,
            Self::Whole(bytes) => bytes,
        }
    }
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
    pub(super) fn push(&mut self, stream: OutputStream, mut bytes: Bytes) {
        while let Some(part) = bytes.get(..LARGEST).filter(|part| part.len() < bytes.len()) {
            let part = bytes.split_to(LARGEST - cut_tail(part));
            self.add(stream, part);
        }
        self.add(stream, bytes);
    }

    fn add(&mut self, stream: OutputStream, bytes: Bytes) {
        self.end += bytes.len() as u64;
        match self.segments.back_mut() {
            _ if bytes.len() >= LARGE => {
                self.segments.push_back((stream, Segment::Whole(bytes)));
            }
            Some((last, Segment::Gathered(gathered)))
                if *last == stream && gathered.len() + bytes.len() <= SEGMENT =>
            {
                gathered.extend_from_slice(&bytes);
            }
            _ => self.segments.push_back((stream, Segment::Gathered(bytes.to_vec()))),
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

    /// What one stream wrote from a place on: a large piece as it is, or small ones up to about `most`
    /// bytes.
    pub(super) fn read(&self, place: u64, most: usize) -> Option<(OutputStream, Bytes)> {
        let mut skipped = usize::try_from(place.checked_sub(self.start)?).ok()?;
        let mut found: Option<(OutputStream, Vec<u8>)> = None;
        for (stream, segment) in &self.segments {
            if skipped >= segment.len() {
                skipped -= segment.len();
                continue;
            }
            match (segment, &mut found) {
                (Segment::Whole(bytes), None) => return Some((*stream, bytes.slice(skipped..))),
                (Segment::Gathered(bytes), None) => {
                    found = Some((*stream, bytes[skipped..].to_vec()));
                }
                (Segment::Gathered(bytes), Some((same, gathered)))
                    if same == stream && gathered.len() + bytes.len() <= most =>
                {
                    gathered.extend_from_slice(bytes);
                }
                (_, Some(_)) => break,
            }
            skipped = 0;
        }
        found.map(|(stream, bytes)| (stream, bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Backlog, LARGE, LARGEST, MOST};
    use crate::engine::OutputStream::{Stderr, Stdout};
    use bytes::Bytes;

    #[test]
    fn streams_stay_apart_and_in_order() {
        let mut backlog = Backlog::default();
        backlog.push(Stdout, "one ".into());
        backlog.push(Stdout, "two".into());
        backlog.push(Stderr, "three".into());
        backlog.push(Stdout, "four".into());
        assert_eq!(backlog.read(0, 100), Some((Stdout, "one two".into())));
        assert_eq!(backlog.read(4, 100), Some((Stdout, "two".into())));
        assert_eq!(backlog.read(7, 100), Some((Stderr, "three".into())));
        assert_eq!(backlog.read(12, 100), Some((Stdout, "four".into())));
        assert_eq!(backlog.read(16, 100), None);
    }

    #[test]
    fn large_pieces_are_given_as_they_are_and_small_ones_together() {
        let mut backlog = Backlog::default();
        let large = Bytes::from(vec![b'x'; LARGE]);
        for piece in [large.clone(), "small ".into(), "pieces".into(), large.clone()] {
            backlog.push(Stdout, piece);
        }
        let place = |offset: usize| (LARGE + offset) as u64;
        let (_, given) = backlog.read(0, 100_000).unwrap();
        assert_eq!((given.as_ptr(), given.len()), (large.as_ptr(), LARGE));
        assert_eq!(backlog.read(1, 100_000).unwrap().1.len(), LARGE - 1);
        assert_eq!(backlog.read(place(0), 100_000), Some((Stdout, "small pieces".into())));
        assert_eq!(backlog.read(place(6), 100_000), Some((Stdout, "pieces".into())));
        assert_eq!(backlog.read(place(12), 100_000).unwrap().1.as_ptr(), large.as_ptr());
    }

    #[test]
    fn very_large_pieces_are_parted_between_characters() {
        let mut backlog = Backlog::default();
        backlog.push(Stdout, format!("x{}", "é".repeat(50_000)).into());
        let mut place = 0;
        let mut sizes = Vec::new();
        while let Some((_, part)) = backlog.read(place, 1 << 20) {
            assert!(std::str::from_utf8(&part).is_ok());
            place += part.len() as u64;
            sizes.push(part.len());
        }
        assert_eq!((place, sizes), (100_001, vec![LARGEST - 1, LARGEST, LARGEST, 1698]));
    }

    #[test]
    fn what_is_trimmed_is_gone_and_the_rest_keeps_its_place() {
        let mut backlog = Backlog::default();
        for _ in 0..10 {
            backlog.push(Stdout, vec![b'x'; 10_000].into());
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
            backlog.push(Stdout, "o".into());
            backlog.push(Stderr, "e".into());
        }
        assert!(!backlog.has_room(0) && backlog.has_room(1));
        backlog.push(Stdout, "o".into());
        assert_eq!((backlog.start(), backlog.end()), (1, MOST as u64 + 1));
    }
}
