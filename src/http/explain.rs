//! Words for input that does not fit: which field, what was sent, what would be right.

use app::types::{ErrorKind, Failure};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// How much of a wrong value is repeated in an error.
const REPEATED: usize = 200;

/// The input's kind, for the words in errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Body,
    Query,
}

/// Words what serde says about a value. `input` is the whole value, where it is at hand.
pub(super) fn explain(source: Source, path: &Path, message: &str, input: &Value) -> Failure {
    let names = backticked(message);
    let field = words(path);
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown_field(source, &field, &names, rest, input, path);
    }
    if message.starts_with("duplicate field ") {
        let name = names.first().copied().unwrap_or_default();
        let field = join(&field, name);
        return Failure::field(
            &field,
            "DUPLICATE_FIELD",
            format!("`{name}` is given twice"),
            Value::Null,
        );
    }
    if message.starts_with("missing field ") {
        let name = names.first().copied().unwrap_or_default();
        return Failure::field(
            &join(&field, name),
            "MISSING_FIELD",
            format!("`{name}` is required"),
            Value::Null,
        );
    }
    let provided = shorten(at(input, path).cloned().unwrap_or(Value::Null));
    let wrong_value =
        message.starts_with("unknown variant ") || message.starts_with("invalid value");
    let code =
        if wrong_value || source == Source::Query { "INVALID_VALUE" } else { "INVALID_TYPE" };
    let subject = if field.is_empty() { "the body".to_owned() } else { format!("`{field}`") };
    Failure::field(&field, code, format!("{subject}: {message}"), provided)
}

fn unknown_field(
    source: Source,
    parent: &str,
    names: &[&str],
    rest: &str,
    input: &Value,
    path: &Path,
) -> Failure {
    let name = names.first().copied().unwrap_or(rest);
    // the path may name the unknown field itself already
    let parent = match parent.strip_suffix(name).map(|head| head.strip_suffix('.').unwrap_or(head))
    {
        Some(head) if at(input, path).is_some() && !parent.is_empty() => head,
        _ => parent,
    };
    let field = join(parent, name);
    let known = names.get(1..).unwrap_or_default();
    let nearest = known
        .iter()
        .map(|known| (strsim::jaro_winkler(&name.to_ascii_lowercase(), known), *known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known);
    let (what, code) = match source {
        Source::Body => ("field", "UNKNOWN_FIELD"),
        Source::Query => ("parameter", "UNKNOWN_PARAMETER"),
    };
    let hint = match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`? Known here: {}", known.join(", ")),
        None => format!("; no {what}s are known here"),
    };
    let provided = shorten(find(input, &field).cloned().unwrap_or(Value::Null));
    let failure = Failure::field(&field, code, format!("unknown {what} `{name}`{hint}"), provided);
    match nearest {
        Some(nearest) => failure.with("nearest", nearest).with("known", known),
        None => failure,
    }
}

/// A refusal of the input as a whole.
pub(super) fn refuse(code: &str, message: impl Into<String>) -> Failure {
    Failure::new(ErrorKind::ValidationError, code, message)
}

/// `ports[0].host`
fn words(path: &Path) -> String {
    path.iter().fold(String::new(), |words, segment| match segment {
        Segment::Seq { index } => format!("{words}[{index}]"),
        Segment::Map { key } => join(&words, key),
        // variants are no part of what was sent
        Segment::Enum { .. } | Segment::Unknown => words,
    })
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// The value at a path.
fn at<'a>(input: &'a Value, path: &Path) -> Option<&'a Value> {
    path.iter().try_fold(input, |value, segment| match segment {
        Segment::Seq { index } => value.get(*index),
        Segment::Map { key } => value.get(key),
        Segment::Enum { .. } | Segment::Unknown => Some(value),
    })
}

/// The value at a path in words, as far as names without dots and brackets go.
fn find<'a>(input: &'a Value, words: &str) -> Option<&'a Value> {
    words.split(['.', '[']).try_fold(input, |value, part| match part.strip_suffix(']') {
        Some(index) => value.get(index.parse::<usize>().ok()?),
        None => value.get(part),
    })
}

fn shorten(value: Value) -> Value {
    let text = match &value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        _ => return value,
    };
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => Value::String(format!("{}…", text.get(..end).unwrap_or_default())),
        None => value,
    }
}

/// The names that serde puts between backticks.
fn backticked(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}
