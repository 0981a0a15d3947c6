/// What stands in place of a value that is covered.
const COVER: &str = "••••••••";

/// The variables that the server sets by itself.
const PUBLIC: [&str; 3] = ["CONTAINER_UID", "PYTHONUNBUFFERED", "TAGS"];

/// A line of a Compose file, in the parts that are shown differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlLine {
    /// What stands before the key: the indentation, and the dash of a list.
    pub(crate) before: String,
    /// The key, with its colon; empty where the line has none.
    pub(crate) key: String,
    /// The rest.
    pub(crate) value: String,
}

/// The lines of a Compose file as this server writes it; where `covered`, without the values of
/// variables. As many lines as the text has.
pub(crate) fn yaml_lines(text: &str, covered: bool) -> Vec<YamlLine> {
    // the indentation of `environment:`, while its lines last, and of its first variable
    let mut environment = None::<(usize, Option<usize>)>;
    text.lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            if let Some((outer, names)) = &mut environment {
                if indent > *outer || line.trim().is_empty() {
                    let names = *names.get_or_insert(indent);
                    let parts = parts(line);
                    return if covered { cover(parts, indent > names) } else { parts };
                }
                environment = None;
            }
            if line.trim() == "environment:" {
                environment = Some((indent, None));
            }
            parts(line)
        })
        .collect()
}

fn parts(line: &str) -> YamlLine {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let (before, rest) = line.split_at(start);
    let end = match rest.find(": ") {
        Some(at) => at + 1,
        None if rest.ends_with(':') => rest.len(),
        None => 0,
    };
    // a colon within quotes or words belongs to a value
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./:".contains(char);
    let end = if rest[..end].chars().all(plain) { end } else { 0 };
    let (key, value) = rest.split_at(end);
    YamlLine { before: before.to_owned(), key: key.to_owned(), value: value.to_owned() }
}

/// Covers the value of a variable, or a further line of one.
fn cover(line: YamlLine, further: bool) -> YamlLine {
    if further {
        return YamlLine { key: String::new(), value: COVER.to_owned(), ..line };
    }
    if line.key.is_empty() || PUBLIC.contains(&line.key.trim_end_matches(':')) {
        // a key that is not understood may be followed by anything
        let value = if line.key.is_empty() { COVER.to_owned() } else { line.value };
        return YamlLine { value, ..line };
    }
    YamlLine { value: format!(" {COVER}"), ..line }
}

#[cfg(test)]
mod tests {
    use super::yaml_lines;

    const TEXT: &str = "services:
  c1:
    image: nginx:alpine
    command:
    - sh
    - 'echo: x'
    environment:
      CONTAINER_UID: c1
      SECRET: hunter2
      TEXT: |-
        a: secret
          indented secret

        last secret
      'odd: secret': secret
    ports:
    - target: 80
";

    fn joined(covered: bool) -> String {
        let line = |line: super::YamlLine| format!("{}{}{}\n", line.before, line.key, line.value);
        yaml_lines(TEXT, covered).into_iter().map(line).collect()
    }

    #[test]
    fn lines_come_apart_and_together() {
        assert_eq!(joined(false), TEXT);
        let lines = yaml_lines(TEXT, false);
        assert_eq!((lines[2].key.as_str(), lines[2].value.as_str()), ("image:", " nginx:alpine"));
        assert_eq!(lines[5].key, "");
        assert_eq!((lines[16].before.as_str(), lines[16].key.as_str()), ("    - ", "target:"));
    }

    #[test]
    fn no_value_of_a_variable_is_seen_where_they_are_covered() {
        let text = joined(true);
        assert!(!text.contains("secret") && !text.contains("hunter2"), "{text}");
        assert!(text.contains("CONTAINER_UID: c1") && text.contains("SECRET: ••••"), "{text}");
        assert!(text.contains("image: nginx:alpine") && text.contains("- target: 80"), "{text}");
        assert_eq!(text.lines().count(), TEXT.lines().count());
    }
}
