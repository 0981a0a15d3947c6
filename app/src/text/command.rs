/// Splits a command line into arguments by the quoting rules of the POSIX shell (section 2.2), and
/// by nothing else: no variable, glob or operator means anything.
///
/// # Errors
/// A sentence for the one who typed it, where a quote is not closed.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut arguments = Vec::new();
    let mut current: Option<String> = None;
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match char {
            '\'' | '"' => quoted(char, &mut chars, current.get_or_insert_default())?,
            '\\' => match chars.next() {
                // a line that goes on
                Some('\n') => {}
                Some(escaped) => current.get_or_insert_default().push(escaped),
                None => return Err("The command ends with a backslash.".to_owned()),
            },
            char if char.is_whitespace() => arguments.extend(current.take()),
            char => current.get_or_insert_default().push(char),
        }
    }
    arguments.extend(current);
    Ok(arguments)
}

fn quoted(quote: char, chars: &mut std::str::Chars, into: &mut String) -> Result<(), String> {
    while let Some(char) = chars.next() {
        match (quote, char) {
            (_, char) if char == quote => return Ok(()),
            ('"', '\\') => match chars.next() {
                Some('\n') => {}
                Some(escaped @ ('"' | '\\' | '$' | '`')) => into.push(escaped),
                Some(other) => into.extend(['\\', other]),
                None => break,
            },
            (_, char) => into.push(char),
        }
    }
    Err(format!("A quote ({quote}) in the command is not closed."))
}

/// Writes arguments so that [`split`] gives them back.
pub(crate) fn join(arguments: &[String]) -> String {
    let quote = |argument: &String| {
        let plain = |char: char| char.is_ascii_alphanumeric() || "-_./:=@%+,".contains(char);
        if !argument.is_empty() && argument.chars().all(plain) {
            argument.clone()
        } else {
            format!("'{}'", argument.replace('\'', r"'\''"))
        }
    };
    arguments.iter().map(quote).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    #[test]
    fn quotes_hold_together_and_nothing_expands() {
        for (line, expected) in [
            ("", vec![]),
            ("  sleep   60 ", vec!["sleep", "60"]),
            (r#"sh -c "echo \"$HOME\" *""#, vec!["sh", "-c", "echo \"$HOME\" *"]),
            (r"echo 'a b'c\ d", vec!["echo", "a bc d"]),
            (r#"printf '' "" x"#, vec!["printf", "", "", "x"]),
            ("a; b && c", vec!["a;", "b", "&&", "c"]),
            ("a \\\n b", vec!["a", "b"]),
            (r#""a\nb""#, vec![r"a\nb"]),
        ] {
            assert_eq!(
                split(line).as_deref(),
                Ok(&expected.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_not_closed_is_refused() {
        for line in ["'a", "\"a", "a\\", "\"a\\"] {
            assert!(split(line).is_err(), "{line}");
        }
    }

    #[test]
    fn what_is_joined_splits_into_the_same() {
        for arguments in [
            vec!["sh", "-c", "while :; do echo 'it'\"'\"'s'; sleep 1; done"],
            vec!["", " ", "\n", "\\", "'", "\"", "$x", "ü", "a=b"],
        ] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            assert_eq!(split(&join(&arguments)), Ok(arguments));
        }
    }
}
