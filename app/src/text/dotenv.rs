/// Reads pasted `NAME=value` lines as `.env` files write them: blank lines and comments are left
/// out, `export` and one pair of quotes around a value are taken off. A line without `=` goes on
/// with the value before it.
pub(crate) fn variables(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let start = line.trim_start();
        if start.is_empty() || start.starts_with('#') {
            continue;
        }
        match start.strip_prefix("export ").unwrap_or(start).split_once('=') {
            Some((name, value)) => found.push((name.trim().to_owned(), unquoted(value).to_owned())),
            None => {
                if let Some((_, value)) = found.last_mut() {
                    value.push('\n');
                    value.push_str(line);
                }
            }
        }
    }
    found
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn lines_become_variables() {
        let text = "# a comment\nexport A=1\r\n\n B = two words\nC=\"q = 'x'\"\nD=\nE='\nF=a=b\n";
        let expected = [
            ("A", "1"),
            ("B", " two words"),
            ("C", "q = 'x'"),
            ("D", ""),
            ("E", "'"),
            ("F", "a=b"),
        ];
        assert_eq!(
            variables(text),
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn a_line_without_a_name_goes_on_with_the_value_before() {
        assert_eq!(
            variables("KEY=first\nsecond"),
            [("KEY".to_owned(), "first\nsecond".to_owned())]
        );
        assert_eq!(variables("no variable at all"), []);
    }
}
