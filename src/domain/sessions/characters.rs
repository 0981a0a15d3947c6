use crate::engine::OutputStream;
use bytes::Bytes;

/// Puts characters together again that were cut between two pieces of output.
#[derive(Debug, Default)]
pub(super) struct Characters {
    held: [Vec<u8>; 2],
}

impl Characters {
    /// The piece with what was held back before it; the beginning of a character at its end is held
    /// back in turn.
    pub(super) fn whole(&mut self, stream: OutputStream, mut piece: Bytes) -> Bytes {
        let held = &mut self.held[stream.index()];
        if held.is_empty() {
            let rest = piece.split_off(piece.len() - cut_tail(&piece));
            held.extend_from_slice(&rest);
            return piece;
        }
        held.extend_from_slice(&piece);
        let rest = held.split_off(held.len() - cut_tail(held));
        std::mem::replace(held, rest).into()
    }

    /// What was held back and will not be completed.
    pub(super) fn rest(&mut self) -> [(OutputStream, Vec<u8>); 2] {
        [OutputStream::Stdout, OutputStream::Stderr]
            .map(|stream| (stream, std::mem::take(&mut self.held[stream.index()])))
    }
}

/// How many bytes at the end begin a character of UTF-8 without finishing it: RFC 3629, section 4.
pub(in crate::domain) fn cut_tail(bytes: &[u8]) -> usize {
    for (before, byte) in bytes.iter().rev().take(3).enumerate() {
        let length = match byte {
            0x80..=0xBF => continue,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        return if length > before + 1 { before + 1 } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::Characters;
    use crate::engine::OutputStream::{Stderr, Stdout};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_stays_text_wherever_it_is_cut(text in "\\PC{0,40}", cuts in prop::collection::vec(0_usize..5, 0..60)) {
            let mut characters = Characters::default();
            let (mut left, mut put_together) = (text.as_bytes(), String::new());
            for cut in cuts.into_iter().chain([usize::MAX]) {
                let (piece, rest) = left.split_at(cut.min(left.len()));
                left = rest;
                put_together.push_str(std::str::from_utf8(&characters.whole(Stdout, piece.to_vec().into())).unwrap());
            }
            prop_assert_eq!(put_together, text);
        }

        #[test]
        fn no_byte_is_lost_or_added(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 0..20)) {
            let mut characters = Characters::default();
            let mut out: Vec<u8> = pieces.iter().flat_map(|piece| characters.whole(Stderr, piece.clone().into())).collect();
            out.extend(characters.rest().into_iter().flat_map(|(_, rest)| rest));
            prop_assert_eq!(out, pieces.concat());
        }
    }
}
