mod style;

pub(crate) use style::{Color, Style};

use std::ops::Range;

/// A terminal's text without its escape sequences, and how its pieces look, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Styled {
    pub(crate) text: String,
    /// They cover all of the text.
    pub(crate) pieces: Vec<(Range<usize>, Style)>,
}

impl Styled {
    /// Reads what was written for a terminal: colours and the like by SGR (ECMA-48, 8.3.117, with
    /// xterm's 256 and direct colours). Other escape sequences are dropped, other control characters
    /// are shown as what Unicode has to show them.
    pub(crate) fn parse(written: &str) -> Self {
        let mut styled = Self { text: String::with_capacity(written.len()), ..Self::default() };
        let mut style = Style::default();
        let mut begin = 0;
        let mut rest = written;
        while let Some(at) = rest.find(is_control) {
            styled.text.push_str(&rest[..at]);
            let from = &rest[at..];
            if let Some((length, parameters)) = sequence(from) {
                rest = &from[length..];
                let before = style;
                if let Some(parameters) = parameters {
                    style.apply(parameters);
                }
                if style != before {
                    styled.end_piece(&mut begin, before);
                }
            } else {
                let control = from.chars().next().unwrap_or_default();
                rest = &from[control.len_utf8()..];
                // at a line's end it is half of the newline
                if control != '\r' || !rest.is_empty() {
                    styled.text.push(picture(control));
                }
            }
        }
        styled.text.push_str(rest);
        styled.end_piece(&mut begin, style);
        styled
    }

    fn end_piece(&mut self, begin: &mut usize, style: Style) {
        if *begin < self.text.len() {
            self.pieces.push((*begin..self.text.len(), style));
            *begin = self.text.len();
        }
    }
}

fn is_control(character: char) -> bool {
    character.is_control() && character != '\t' && character != '\n'
}

/// What stands for a control character: `␇`.
fn picture(control: char) -> char {
    match u32::from(control) {
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('␡'),
        _ => None,
    }
    .unwrap_or('\u{fffd}')
}

/// The length of the escape sequence that the text begins with, and its parameters where it is SGR;
/// `None` where there is none.
fn sequence(text: &str) -> Option<(usize, Option<&str>)> {
    let mut characters = text.chars();
    let introduced = match characters.next()? {
        '\u{1b}' => characters.next(),
        '\u{9b}' => Some('['),
        '\u{9d}' => Some(']'),
        '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => Some('P'),
        _ => return None,
    };
    let begun = text.len() - characters.as_str().len();
    let rest = &text[begun..];
    match introduced {
        Some('[') => {
            let last = rest.find(|c: char| !('\u{20}'..='\u{3f}').contains(&c));
            let Some(last) = last else { return Some((text.len(), None)) };
            let end = rest[last..].chars().next().filter(|c| ('@'..='~').contains(c));
            // what is cut short by something else ends before it
            let length = begun + last + end.map_or(0, char::len_utf8);
            let is_style = end == Some('m') && !rest.starts_with(['<', '=', '>', '?']);
            Some((length, is_style.then(|| &rest[..last])))
        }
        // strings: titles, links and the like
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let end = ["\u{1b}\\", "\u{7}", "\u{9c}"]
                .into_iter()
                .filter_map(|end| rest.find(end).map(|at| begun + at + end.len()))
                .min();
            Some((end.unwrap_or(text.len()), None))
        }
        Some(' '..='/') => {
            let last = rest.find(|c: char| !(' '..='/').contains(&c));
            let end = last.and_then(|at| rest[at..].chars().next().map(|c| at + c.len_utf8()));
            Some((begun + end.unwrap_or(rest.len()), None))
        }
        Some('\u{30}'..='\u{7e}') | None => Some((begun, None)),
        // an escape that begins nothing
        Some(other) => Some((begun - other.len_utf8(), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Style, Styled};

    fn pieces(written: &str) -> Vec<(String, Style)> {
        let styled = Styled::parse(written);
        styled
            .pieces
            .iter()
            .map(|(at, style)| (styled.text[at.clone()].to_owned(), *style))
            .collect()
    }

    fn text(color: Color) -> Style {
        Style { text: Some(color), ..Style::default() }
    }

    #[test]
    fn colours_and_styles_hold_until_they_are_taken_back() {
        let plain = Style::default();
        for (written, expected) in [
            ("plain", vec![("plain", plain)]),
            ("\x1b[31mred\x1b[0m off", vec![("red", text(Color::Named(1))), (" off", plain)]),
            ("\x1b[97mx\x1b[39my", vec![("x", text(Color::Named(15))), ("y", plain)]),
            ("\x1b[38;5;208mx", vec![("x", text(Color::Rgb([255, 135, 0])))]),
            ("\x1b[38;5;9mx", vec![("x", text(Color::Named(9)))]),
            ("\x1b[38:5:244mx", vec![("x", text(Color::Rgb([128, 128, 128])))]),
            ("\x1b[38;2;1;2;3mx", vec![("x", text(Color::Rgb([1, 2, 3])))]),
            ("\x1b[38:2::1:2:3mx", vec![("x", text(Color::Rgb([1, 2, 3])))]),
            ("\x1b[38:2:1:2:3mx", vec![("x", text(Color::Rgb([1, 2, 3])))]),
            ("\x1b[44mx", vec![("x", Style { ground: Some(Color::Named(4)), ..plain })]),
            (
                "\x1b[1;3;4mx\x1b[22;23my",
                vec![
                    ("x", Style { bold: true, italic: true, underline: true, ..plain }),
                    ("y", Style { underline: true, ..plain }),
                ],
            ),
            (
                "\x1b[2;9;7mx\x1b[my",
                vec![
                    ("x", Style { dim: true, strike: true, inverse: true, ..plain }),
                    ("y", plain),
                ],
            ),
            ("\u{9b}32mx", vec![("x", text(Color::Named(2)))]),
            ("\x1b[31m\x1b[32mx", vec![("x", text(Color::Named(2)))]),
        ] {
            let found = pieces(written);
            let found: Vec<_> = found.iter().map(|(text, style)| (text.as_str(), *style)).collect();
            assert_eq!(found, expected, "{written:?}");
        }
    }

    #[test]
    fn other_sequences_are_dropped_whole() {
        for (written, expected) in [
            ("a\x1b[2Kb", "ab"),
            ("a\x1b[?25lb", "ab"),
            ("a\x1b[>4;2mb", "ab"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;https://x.example/\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
            ("a\x1bPq#0\x1b\\b", "ab"),
            ("a\x1b(Bb", "ab"),
            ("a\x1b7b\x1b=c", "abc"),
            ("a\x1b[31", "a"),
            ("a\x1b[3\u{e9}b", "a\u{e9}b"),
            ("a\x1b", "a"),
            ("a\x1b]0;never ends", "a"),
            ("a\x1b\u{e9}", "a\u{e9}"),
            ("a\tb", "a\tb"),
            ("done\r", "done"),
            ("10%\r20%\x07", "10%\u{240d}20%\u{2407}"),
            ("a\u{85}b\x7f", "a\u{fffd}b\u{2421}"),
            ("", ""),
        ] {
            assert_eq!(Styled::parse(written).text, expected, "{written:?}");
        }
    }

    #[test]
    fn nonsense_changes_nothing() {
        for written in
            ["\x1b[999mx", "\x1b[38;5mx", "\x1b[38;2;1;2mx", "\x1b[38;7;1mx", "\x1b[1x2mx"]
        {
            let styled = Styled::parse(written);
            assert!(styled.text.ends_with('x'), "{written:?}");
            assert!(styled.pieces.iter().all(|(_, style)| style.text.is_none()), "{written:?}");
        }
        assert_eq!(pieces("\x1b[38;5;999mx"), [("x".to_owned(), Style::default())]);
    }

    #[test]
    fn pieces_cover_the_text() {
        let written = "a\x1b[1mb\x1b[1mc\x1b[0m\x1b[0md\x1b[31m";
        let styled = Styled::parse(written);
        let ends: Vec<_> = styled.pieces.iter().map(|(at, _)| (at.start, at.end)).collect();
        assert_eq!(ends, [(0, 1), (1, 3), (3, 4)]);
    }
}
