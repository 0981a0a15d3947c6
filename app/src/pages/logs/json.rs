use serde::de::IgnoredAny;

/// What a piece of JSON is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Name,
    Text,
    /// A number, `true`, `false` or `null`.
    Value,
    /// Brackets, commas and the space between.
    Rest,
}

/// The most that a line grows to, in bytes: few characters can lie deep in each other.
const MOST: usize = 256 * 1024;

/// Whether a line is an object or a list in JSON.
pub(super) fn is_json(line: &str) -> bool {
    let line = line.trim();
    let bracketed = (line.starts_with('{') && line.ends_with('}') && line.len() > 2)
        || (line.starts_with('[') && line.ends_with(']') && line.contains(['{', '"']));
    bracketed && serde_json::from_str::<IgnoredAny>(line).is_ok()
}

/// The same with each name and each entry on a line of its own. Names keep their order and numbers
/// their digits, so nothing is read and written anew.
pub(super) fn unfold(json: &str) -> Vec<(Token, String)> {
    let mut unfolded = Unfolded::default();
    let mut rest = json.trim();
    while let Some(first) = rest.chars().next() {
        if unfolded.length > MOST {
            unfolded.add(Token::Rest, "…");
            break;
        }
        let length = match first {
            '"' => string(rest),
            '{' | '[' => {
                let close = if first == '{' { '}' } else { ']' };
                let inside = rest[1..].trim_start();
                if inside.starts_with(close) {
                    unfolded.add(Token::Rest, if first == '{' { "{}" } else { "[]" });
                    rest = &inside[1..];
                    continue;
                }
                unfolded.depth += 1;
                unfolded.add(Token::Rest, &rest[..1]);
                unfolded.line();
                1
            }
            '}' | ']' => {
                unfolded.depth = unfolded.depth.saturating_sub(1);
                unfolded.line();
                unfolded.add(Token::Rest, &rest[..1]);
                1
            }
            ',' => {
                unfolded.add(Token::Rest, ",");
                unfolded.line();
                1
            }
            ':' => {
                unfolded.add(Token::Rest, ": ");
                1
            }
            space if space.is_whitespace() => space.len_utf8(),
            _ => {
                let end = rest.find([',', '}', ']', ' ', '\t', '\r', '\n']);
                let end = end.unwrap_or(rest.len()).max(first.len_utf8());
                unfolded.add(Token::Value, &rest[..end]);
                end
            }
        };
        if first == '"' {
            let is_name = rest[length..].trim_start().starts_with(':');
            unfolded.add(if is_name { Token::Name } else { Token::Text }, &rest[..length]);
        }
        rest = &rest[length..];
    }
    unfolded.pieces
}

/// The length of the string that the text begins with, with its quotes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

#[derive(Default)]
struct Unfolded {
    pieces: Vec<(Token, String)>,
    depth: usize,
    length: usize,
}

impl Unfolded {
    fn add(&mut self, token: Token, text: &str) {
        self.length += text.len();
        match self.pieces.last_mut() {
            Some((last, piece)) if *last == token => piece.push_str(text),
            _ => self.pieces.push((token, text.to_owned())),
        }
    }

    fn line(&mut self) {
        let line = format!("\n{}", "  ".repeat(self.depth));
        self.add(Token::Rest, &line);
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Token, is_json, unfold};

    fn text(json: &str) -> String {
        unfold(json).into_iter().map(|(_, piece)| piece).collect()
    }

    #[test]
    fn objects_and_lists_are_recognised() {
        for line in [r#"{"a":1}"#, " {\"a\": [1, 2]} ", r#"[{"a":1}]"#, r#"["a"]"#] {
            assert!(is_json(line), "{line}");
        }
        for line in
            ["", "{}", "[]", "[1]", "[info]", "{a}", r#"{"a":1"#, r#"{"a":1} x"#, "7", "\"a\""]
        {
            assert!(!is_json(line), "{line}");
        }
        let deep = format!("{}{}", "[{\"a\":".repeat(500), "}]".repeat(500));
        assert!(!is_json(&deep));
    }

    #[test]
    fn entries_stand_on_lines_of_their_own() {
        let json =
            r#"{"b":1.50,"a":{"x":[true,null],"empty":{},"none":[ ]},"text":"a \"b\", {c}: \\"}"#;
        let expected = r#"{
  "b": 1.50,
  "a": {
    "x": [
      true,
      null
    ],
    "empty": {},
    "none": []
  },
  "text": "a \"b\", {c}: \\"
}"#;
        assert_eq!(text(json), expected);
        assert_eq!(text(expected), expected);
    }

    #[test]
    fn pieces_say_what_they_are() {
        let pieces = unfold(r#"{"a":"b","n":-1e5}"#);
        let of = |wanted| -> Vec<_> {
            pieces.iter().filter(|(token, _)| *token == wanted).map(|(_, text)| &**text).collect()
        };
        assert_eq!(of(Token::Name), [r#""a""#, r#""n""#]);
        assert_eq!(of(Token::Text), [r#""b""#]);
        assert_eq!(of(Token::Value), ["-1e5"]);
    }

    #[test]
    fn what_grows_without_measure_is_cut() {
        let json = format!("{}{}{}", "[".repeat(100), "1,".repeat(60_000) + "1", "]".repeat(100));
        let unfolded = text(&json);
        assert!(unfolded.len() < MOST + 1000 && unfolded.ends_with('…'));
        // never called with what is no JSON; must not hang or panic then either
        for odd in ["\"", "\"\\", "{:", "é", "]]]", "{\"a\u{301}"] {
            let _ = text(odd);
        }
    }
}
