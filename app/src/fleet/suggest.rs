use super::{
    filter::{Field, quoted},
    parse::terms,
};

/// How many are shown at once.
const MOST: usize = 8;

/// Something that the word under the caret may be meant to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// The term: `tag:web`.
    pub(crate) term: String,
    /// What it stands for, or how many containers have it.
    pub(crate) hint: String,
    /// All of the text once it is taken.
    pub(crate) text: String,
    /// Where the caret stands then, in bytes.
    pub(crate) caret: usize,
}

/// What the word before the caret, a place in bytes, may become. `values` gives what there is to find
/// in a field, each with how many containers have it, the most frequent first.
pub(crate) fn suggest(
    text: &str,
    caret: usize,
    values: impl Fn(Field) -> Vec<(String, usize)>,
) -> Vec<Suggestion> {
    let caret = (0..=caret.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let caret = caret.unwrap_or_default();
    let range = terms(text)
        .map(|placed| placed.range)
        .find(|range| range.start < caret && caret <= range.end)
        .unwrap_or(caret..caret);
    let typed = &text[range.start..caret];
    let (sign, word) = match typed.strip_prefix('-') {
        Some(word) => ("-", word),
        None => ("", typed),
    };
    let named = word.split_once(':').and_then(|(name, rest)| Some((Field::named(name)?, rest)));
    let found: Vec<(String, String)> = if let Some((field, rest)) = named {
        // those before the last comma are settled
        let (settled, part) = rest
            .rsplit_once(',')
            .map_or(("", rest), |(settled, part)| (&rest[..=settled.len()], part));
        let part = part.trim_start_matches('"').to_lowercase();
        let name = field.name().unwrap_or_default();
        let has = |(value, _): &(String, usize)| value.to_lowercase().contains(&part);
        let shown = |(value, count): (String, usize)| {
            (format!("{name}:{settled}{}", quoted(&value)), count.to_string())
        };
        values(field).into_iter().filter(has).map(shown).collect()
    } else {
        let word = word.to_lowercase();
        let begins = |value: &str| value.to_lowercase().starts_with(&word);
        let fields = Field::NAMED.iter().filter(|(_, name, _)| begins(name));
        let fields = fields.map(|(_, name, what)| (format!("{name}:"), (*what).to_owned()));
        // a word that is a state or a tag is likely to be meant as one
        let of = |field: Field| {
            let all = if word.is_empty() { Vec::new() } else { values(field) };
            let name = field.name().unwrap_or_default();
            all.into_iter()
                .filter(|(value, _)| begins(value))
                .map(move |(value, count)| {
                    (format!("{name}:{}", quoted(&value)), count.to_string())
                })
                .collect::<Vec<_>>()
        };
        let (statuses, tags) = (of(Field::Status), of(Field::Tag));
        fields.chain(statuses).chain(tags).collect()
    };
    let after = &text[range.end..];
    let put = |(term, hint): (String, String)| {
        let term = format!("{sign}{term}");
        // a field waits for its value; a term is done
        let space = if term.ends_with(':') || after.starts_with(' ') { "" } else { " " };
        let before = format!("{}{term}{space}", &text[..range.start]);
        Suggestion { caret: before.len(), text: format!("{before}{after}"), term, hint }
    };
    let new = |suggestion: &Suggestion| suggestion.text.trim_end() != text.trim_end();
    found.into_iter().map(put).filter(new).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::suggest;
    use crate::fleet::Field;
    use proptest::prelude::*;

    fn values(field: Field) -> Vec<(String, usize)> {
        let all: &[(&str, usize)] = match field {
            Field::Status => &[("running", 3), ("exited", 1)],
            Field::Tag => &[("web", 2), ("staging", 1), ("two words", 1)],
            _ => &[],
        };
        all.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    }

    fn terms(text: &str, caret: usize) -> Vec<String> {
        suggest(text, caret, values).into_iter().map(|suggestion| suggestion.term).collect()
    }

    #[test]
    fn the_word_before_the_caret_is_completed() {
        for (text, expected) in [
            ("", vec!["status:", "tag:", "image:", "name:", "port:", "id:"]),
            ("sta", vec!["status:", "tag:staging"]),
            ("-st", vec!["-status:", "-tag:staging"]),
            ("status:", vec!["status:running", "status:exited"]),
            ("status:running,", vec!["status:running,running", "status:running,exited"]),
            ("status:ex", vec!["status:exited"]),
            ("run", vec!["status:running"]),
            ("tag:w", vec!["tag:web", "tag:\"two words\""]),
            ("tag:\"tw", vec!["tag:\"two words\""]),
            ("tag:web", vec![]),
            ("shop", vec![]),
            ("shop ", vec!["status:", "tag:", "image:", "name:", "port:", "id:"]),
        ] {
            assert_eq!(terms(text, text.len()), expected, "{text}");
        }
        assert_eq!(terms("ta shop", 2), ["tag:"]);
    }

    #[test]
    fn what_is_taken_replaces_the_word_alone() {
        let taken = suggest("shop tag:w name:x", 10, values).remove(0);
        assert_eq!((&*taken.text, taken.caret), ("shop tag:web name:x", 12));
        let taken = suggest("sta", 3, values).remove(0);
        assert_eq!((&*taken.text, taken.caret), ("status:", 7));
        let taken = suggest("status:r", 8, values).remove(0);
        assert_eq!((&*taken.text, taken.caret), ("status:running ", 15));
    }

    proptest! {
        #[test]
        fn no_text_and_no_caret_is_too_much(text in any::<String>(), caret in 0..64_usize) {
            for suggestion in suggest(&text, caret, values) {
                prop_assert!(suggestion.text.is_char_boundary(suggestion.caret));
            }
        }
    }
}
