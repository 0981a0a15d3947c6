use super::{SETTINGS, StartError};
use std::collections::HashMap;

/// Reads the text of a `.env` file: `NAME=value` lines, `#` comments, `export` before a name, and
/// values in single or double quotes. Nothing is substituted, so that a password may hold a `$`.
pub(super) fn parse(text: &str) -> Result<HashMap<String, String>, StartError> {
    let mut values = HashMap::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = index + 1;
        let Some((name, value)) = line.split_once('=') else {
            return Err(StartError(format!("line {at} of .env has no `=`: write NAME=value")));
        };
        let name = name.trim();
        let name = name.strip_prefix("export ").map_or(name, str::trim);
        check_name(name, at)?;
        values.insert(name.to_owned(), unquote(value.trim(), at)?);
    }
    Ok(values)
}

/// Other programs may keep their own variables in the file; only what looks like a slip of the
/// pen for one of ours is refused.
fn check_name(name: &str, at: usize) -> Result<(), StartError> {
    if SETTINGS.iter().any(|setting| setting.name == name) {
        return Ok(());
    }
    let upper = name.to_ascii_uppercase();
    let meant = SETTINGS
        .iter()
        .map(|setting| (strsim::normalized_damerau_levenshtein(&upper, setting.name), setting.name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match meant {
        Some((likeness, meant)) if likeness > 0.6 => Err(StartError(format!(
            "line {at} of .env sets {name}, which is not a setting: did you mean {meant}?"
        ))),
        _ => Ok(()),
    }
}

fn unquote(value: &str, at: usize) -> Result<String, StartError> {
    let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        // a comment needs a space before it, since `#` may be part of a password
        let end = value.find(" #").unwrap_or(value.len());
        return Ok(value.get(..end).unwrap_or(value).trim_end().to_owned());
    };
    let mut text = String::new();
    let mut rest = value.chars();
    rest.next();
    while let Some(next) = rest.next() {
        match next {
            '\\' if quote == '"' => match rest.next() {
                Some('n') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => break,
            },
            _ if next == quote => {
                let tail = rest.as_str().trim_start();
                return if tail.is_empty() || tail.starts_with('#') {
                    Ok(text)
                } else {
                    Err(StartError(format!("line {at} of .env has text after the closing quote")))
                };
            }
            _ => text.push(next),
        }
    }
    Err(StartError(format!("line {at} of .env opens a quote that it does not close")))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn values_come_as_they_are_written() {
        let values = parse(
            "# comment\n\nAPP_USER=admin\r\nexport APP_PASS = 'p$a#s \"s'  # note\nBIND=127.0.0.1:1 # here\nOTHER=a#b\nQUOTED=\"a\\\"b\\n\"\nEMPTY=\n",
        )
        .unwrap_or_default();
        for (name, value) in [
            ("APP_USER", "admin"),
            ("APP_PASS", "p$a#s \"s"),
            ("BIND", "127.0.0.1:1"),
            ("OTHER", "a#b"),
            ("QUOTED", "a\"b\n"),
            ("EMPTY", ""),
        ] {
            assert_eq!(values.get(name).map(String::as_str), Some(value), "{name}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        for (text, words) in [
            ("APP_USER=a\nnonsense", "line 2 of .env has no `=`"),
            ("APP_PASSWD=abcdefgh", "did you mean APP_PASS?"),
            ("app_pass=abcdefgh", "did you mean APP_PASS?"),
            ("APP_PASS='abc", "does not close"),
            ("APP_PASS='abc'def", "after the closing quote"),
        ] {
            let error = parse(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(words), "{text:?}: {error}");
        }
    }
}
