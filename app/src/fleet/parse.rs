use super::filter::{Field, Filter, Term};
use std::{convert::Infallible, iter::Peekable, ops::Range, str::CharIndices, str::FromStr};

/// A term and where it stands in the text.
pub(super) struct Placed {
    pub(super) range: Range<usize>,
    pub(super) term: Term,
}

impl FromStr for Filter {
    /// Whatever is typed means something, since it is read at every key.
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let terms = terms(text).map(|placed| placed.term);
        // two quotes with nothing in them ask for nothing
        let says = |term: &Term| term.field != Field::Text || !term.values.is_empty();
        Ok(Self { terms: terms.filter(says).collect() })
    }
}

/// The terms of a text: separated by space, a minus before a term turns it round, a field's name and
/// a colon say where to look, commas separate what may be found there. Quotes hold together what has
/// spaces or commas; in them a backslash takes the meaning from a quote and from itself.
pub(super) fn terms(text: &str) -> impl Iterator<Item = Placed> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, char)| char.is_whitespace()).is_some() {}
        let start = chars.peek()?.0;
        let rest = &text[start..];
        // a minus on its own is what is looked for
        let negated = rest
            .strip_prefix('-')
            .is_some_and(|rest| rest.chars().next().is_some_and(|char| !char.is_whitespace()));
        let rest = if negated { &rest[1..] } else { rest };
        let named = rest.split_once(':').and_then(|(name, _)| Some((Field::named(name)?, name)));
        let (field, skip) = match named {
            Some((field, name)) => (field, usize::from(negated) + name.len() + 1),
            None => (Field::Text, usize::from(negated)),
        };
        // the minus and the names are of one byte a character
        for _ in 0..skip {
            chars.next();
        }
        let values = values(&mut chars, field != Field::Text);
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        Some(Placed { range: start..end, term: Term { negated, field, values } })
    })
}

fn values(chars: &mut Peekable<CharIndices>, several: bool) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    while let Some(&(_, char)) = chars.peek() {
        if char.is_whitespace() && !quoted {
            break;
        }
        chars.next();
        let last = found.len() - 1;
        match char {
            '"' => quoted = !quoted,
            '\\' if quoted => {
                let escaped = chars.next_if(|(_, char)| matches!(char, '"' | '\\'));
                found[last].push(escaped.map_or('\\', |(_, char)| char));
            }
            ',' if several && !quoted => found.push(String::new()),
            char => found[last].push(char),
        }
    }
    let lower = found.into_iter().map(|value| value.to_lowercase());
    lower.filter(|value| !value.is_empty()).collect()
}
