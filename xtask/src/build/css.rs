use anyhow::{Context, Result};
use std::{fs, path::Path};

/// The style sheet with every `@import "x.css";` line replaced by that file, so that the browser
/// fetches one.
pub(super) fn bundle(sheet: &Path) -> Result<String> {
    let text = fs::read_to_string(sheet)
        .with_context(|| format!("cannot read the style sheet {}", sheet.display()))?;
    let mut bundled = String::with_capacity(text.len());
    for line in text.lines() {
        if let Some(name) = imported(line) {
            bundled.push_str(&bundle(&sheet.with_file_name(name))?);
        } else {
            bundled.push_str(line);
            bundled.push('\n');
        }
    }
    Ok(bundled)
}

fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import \"")?.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::bundle;
    use anyhow::Result;
    use std::fs;

    #[test]
    fn imports_are_replaced_by_what_they_name() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("main.css"), "@import \"a.css\";\nb {}\n")?;
        fs::write(folder.path().join("a.css"), "a {}\n")?;
        assert_eq!(bundle(&folder.path().join("main.css"))?, "a {}\nb {}\n");
        Ok(())
    }

    #[test]
    fn an_import_of_nothing_names_the_file() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("main.css"), "@import \"gone.css\";\n")?;
        let refused = bundle(&folder.path().join("main.css")).err().map(|error| error.to_string());
        assert!(refused.is_some_and(|words| words.contains("gone.css")));
        Ok(())
    }
}
