//! Writes YAML that every reader takes for the same.
//!
//! `serde_yaml` leaves a text unquoted where its own reader takes it for a text. Compose's reader
//! sees dates (`2001-01-01`) and more numbers (`1_000`) than that, so here every text is quoted
//! that is not beyond doubt.

use serde_yaml::Value;
use std::fmt::Write;

/// The value in block style, with a line break at its end.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    block(&mut text, value, 0);
    text
}

fn block(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Mapping(pairs) if !pairs.is_empty() => {
            for (key, value) in pairs {
                indent(text, depth);
                scalar(text, key);
                text.push(':');
                nested(text, value, depth);
            }
        }
        Value::Sequence(items) if !items.is_empty() => {
            for item in items {
                indent(text, depth);
                text.push('-');
                nested(text, item, depth);
            }
        }
        other => {
            scalar(text, other);
            text.push('\n');
        }
    }
}

/// What comes after a colon or a dash.
fn nested(text: &mut String, value: &Value, depth: usize) {
    let has_lines = match value {
        Value::Mapping(pairs) => !pairs.is_empty(),
        Value::Sequence(items) => !items.is_empty(),
        _ => false,
    };
    text.push(if has_lines { '\n' } else { ' ' });
    block(text, value, depth + 1);
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n("  ", depth));
}

fn scalar(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => {
            // writing to a string can't fail
            let _ = write!(text, "{number}");
        }
        Value::String(string) if is_plain(string) => text.push_str(string),
        Value::String(string) => quote(text, string),
        Value::Sequence(_) => text.push_str("[]"),
        Value::Mapping(_) => text.push_str("{}"),
        Value::Tagged(tagged) => scalar(text, &tagged.value),
    }
}

/// Whether no reader could take an unquoted text for anything else: it begins like a name or a
/// path, goes on likewise, and is no word of YAML's, of any version.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// In double quotes, with everything escaped that a reader might fold, refuse or not see.
fn quote(text: &mut String, string: &str) {
    text.push('"');
    for c in string.chars() {
        // writing to a string can't fail
        let _ = match c {
            '"' => text.write_str("\\\""),
            '\\' => text.write_str("\\\\"),
            '\n' => text.write_str("\\n"),
            '\t' => text.write_str("\\t"),
            ' '..='~' => text.write_char(c),
            c if c.is_alphanumeric() => text.write_char(c),
            c if u32::from(c) <= 0xff => write!(text, "\\x{:02x}", u32::from(c)),
            c if u32::from(c) <= 0xffff => write!(text, "\\u{:04x}", u32::from(c)),
            c => write!(text, "\\U{:08x}", u32::from(c)),
        };
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::write;
    use proptest::prelude::*;
    use serde_yaml::{Mapping, Value};

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<String>().prop_map(Value::from),
            "[0-9:_.+-]{0,12}".prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[A-Za-z_][a-z0-9.-]{0,8}", inner, 0..5).prop_map(
                    |pairs| {
                        let pairs = pairs.into_iter().map(|(key, value)| (key.into(), value));
                        Value::from(pairs.collect::<Mapping>())
                    }
                ),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value in any_value()) {
            let text = write(&value);
            let read: Value = serde_yaml::from_str(&text).expect(&text);
            prop_assert_eq!(read, value, "{}", text);
        }
    }

    #[test]
    fn texts_that_look_like_something_else_are_quoted() {
        for text in
            ["2001-01-01", "1_000", "0x1F", "no", "On", "~", "=", "<<", "1:30", ".inf", "", " a"]
        {
            assert_eq!(write(&text.into()), format!("\"{text}\"\n"));
        }
        for text in ["sleep", "/app/boot.py", "python"] {
            assert_eq!(write(&text.into()), format!("{text}\n"));
        }
    }
}
