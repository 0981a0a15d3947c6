use js_sys::{Array, Reflect, RegExp};
use std::ops::Range;
use wasm_bindgen::JsCast;

/// Where a text is found in a line, from its beginning to its end.
pub(super) fn literal(line: &str, text: &str, ignore_case: bool) -> Vec<Range<usize>> {
    if text.is_empty() {
        return Vec::new();
    }
    if !ignore_case {
        return line.match_indices(text).map(|(at, found)| at..at + found.len()).collect();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match beginning(&line[at..], text) {
            Some(length) => {
                found.push(at..at + length);
                at += length;
            }
            None => at += line[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// How much of the line's beginning is that text, capital or small letters alike.
fn beginning(line: &str, text: &str) -> Option<usize> {
    let mut line_characters = line.chars();
    for wanted in text.chars() {
        let character = line_characters.next()?;
        if character != wanted && !character.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(line.len() - line_characters.as_str().len())
}

/// Where a regular expression is found, by the browser's own.
pub(super) fn regex(line: &str, pattern: &RegExp) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut places = Places { line, units: 0, bytes: 0 };
    pattern.set_last_index(0);
    while let Some(one) = pattern.exec(line) {
        let text = one.get(0).as_string().unwrap_or_default();
        let index = Reflect::get(&one, &"index".into()).ok().and_then(|index| index.as_f64());
        let Some(from) = index.and_then(|index| places.bytes_at(index)) else { break };
        if text.is_empty() {
            pattern.set_last_index(pattern.last_index() + 1);
        } else {
            found.push(from..from + text.len());
        }
    }
    found
}

/// The browser's expression for one of the server's; `None` where it does not know it.
pub(super) fn compile(pattern: &str, ignore_case: bool) -> Option<RegExp> {
    let flags = if ignore_case { "giu" } else { "gu" };
    let maker = Reflect::get(&js_sys::global(), &"RegExp".into()).ok()?;
    let arguments = Array::of2(&pattern.into(), &flags.into());
    // made in this way, what is refused is an error and no exception
    let maker: &js_sys::Function = maker.unchecked_ref();
    Reflect::construct(maker, &arguments).ok().map(JsCast::unchecked_into)
}

/// Finds places of the browser, which counts in units of UTF-16, in a line. They only go up.
struct Places<'a> {
    line: &'a str,
    units: usize,
    bytes: usize,
}

impl Places<'_> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a text is a whole number that is not negative"
    )]
    fn bytes_at(&mut self, index: f64) -> Option<usize> {
        while self.units < index as usize {
            let character = self.line[self.bytes..].chars().next()?;
            self.units += character.len_utf16();
            self.bytes += character.len_utf8();
        }
        Some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, literal};

    #[test]
    fn every_place_is_found() {
        assert_eq!(literal("a b a", "a", false), [0..1, 4..5]);
        assert_eq!(literal("aaa", "aa", false), vec![0..2; 1]);
        assert_eq!(literal("A b a", "a", false), vec![4..5; 1]);
        assert!(literal("x", "", true).is_empty());
    }

    #[test]
    fn case_is_ignored_where_it_is_asked_for() {
        assert_eq!(literal("Error ERROR", "error", true), [0..5, 6..11]);
        assert_eq!(literal("ÄÖ äö", "äÖ", true), [0..4, 5..9]);
        // its small form is longer than it is
        assert_eq!(literal("İx", "x", true), vec![2..3; 1]);
    }

    #[test]
    fn places_of_the_browser_are_found() {
        let mut places = Places { line: "aé😀b", units: 0, bytes: 0 };
        for (index, bytes) in [(0.0, 0), (1.0, 1), (2.0, 3), (4.0, 7), (5.0, 8)] {
            assert_eq!(places.bytes_at(index), Some(bytes));
        }
        assert_eq!(places.bytes_at(6.0), None);
    }
}
