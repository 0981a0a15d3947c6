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

/// Words what serde says about a value. `input` is the whole value.
pub(super) fn explain(source: Source, path: &Path, message: &str, input: &Value) -> Failure {
    let names = backticked(message);
    let name = names.first().copied().unwrap_or_default();
    let field = words(path);
    let provided = shorten(at(input, path).cloned().unwrap_or(Value::Null));
    if message.starts_with("unknown field ") {
        return unknown_field(source, &field, &names, provided);
    }
    if message.starts_with("duplicate field ") {
        let words = format!("`{name}` is given twice");
        return Failure::field(&join(&field, name), "DUPLICATE_FIELD", words, Value::Null);
    }
    if message.starts_with("missing field ") {
        let words = format!("`{name}` is required");
        return Failure::field(&join(&field, name), "MISSING_FIELD", words, Value::Null);
    }
    let wrong_value =
        message.starts_with("unknown variant ") || message.starts_with("invalid value");
    let code =
        if wrong_value || source == Source::Query { "INVALID_VALUE" } else { "INVALID_TYPE" };
    let subject = if field.is_empty() { "the body".to_owned() } else { format!("`{field}`") };
    Failure::field(&field, code, format!("{subject}: {message}"), provided)
}

/// `names` are those that serde gives: the unknown one, then all that are known.
fn unknown_field(source: Source, field: &str, names: &[&str], provided: Value) -> Failure {
    let (what, code) = match source {
        Source::Body => ("field", "UNKNOWN_FIELD"),
        Source::Query => ("parameter", "UNKNOWN_PARAMETER"),
    };
    let (name, known) = names.split_first().unwrap_or((&"", &[]));
    let nearest = known
        .iter()
        .map(|known| (strsim::jaro_winkler(&name.to_ascii_lowercase(), known), *known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, nearest)) = nearest else {
        let words = format!("unknown {what} `{name}`; no {what}s are known here");
        return Failure::field(field, code, words, provided);
    };
    let words = format!(
        "unknown {what} `{name}`; did you mean `{nearest}`? Known here: {}",
        known.join(", ")
    );
    Failure::field(field, code, words, provided).with("nearest", nearest).with("known", known)
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
