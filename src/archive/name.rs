use super::error::{ArchiveError, Problem};

/// The longest name of one file or folder, in bytes (`NAME_MAX` of Linux).
const PART: usize = 255;
/// The longest path, in bytes (`PATH_MAX` of Linux, which counts a NUL at the end).
const WHOLE: usize = 4095;

/// Reads an entry's name: the path inside the archive, parts apart by `/`, and whether it is a
/// folder's. Whatever could mean something else to another program, or lead anywhere else, is
/// refused rather than mended.
pub(super) fn parse(raw: &[u8], most_depth: usize) -> Result<(&str, bool), ArchiveError> {
    let name = std::str::from_utf8(raw).map_err(|_| Problem::NameEncoding)?;
    let (path, is_folder) = name.strip_suffix('/').map_or((name, false), |path| (path, true));
    let is_part = |part: &str| !matches!(part, "" | "." | "..") && part.len() <= PART;
    if path.split('/').count() > most_depth {
        return Err(ArchiveError::over(Problem::TooDeep, most_depth as u64));
    }
    let is_odd = path.len() > WHOLE || path.contains(['\0', '\\']);
    if is_odd || !path.split('/').all(is_part) {
        return Err(Problem::Path.into());
    }
    Ok((path, is_folder))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::archive::{ArchiveError, Problem};

    #[track_caller]
    fn refused(raw: &[u8]) -> Problem {
        match parse(raw, 8) {
            Err(ArchiveError::Refused { problem, .. }) => problem,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_path_is_a_path_inside() {
        for (raw, path, is_folder) in [
            ("boot.py", "boot.py", false),
            ("data/config.json", "data/config.json", false),
            ("data/", "data", true),
            ("...", "...", false),
            ("..a/b..", "..a/b..", false),
            ("C:file", "C:file", false),
            ("Übersicht/日本.txt", "Übersicht/日本.txt", false),
        ] {
            assert_eq!(parse(raw.as_bytes(), 8).unwrap(), (path, is_folder));
        }
    }

    #[test]
    fn nothing_leads_out() {
        for raw in [
            "",
            "/",
            "//",
            "/etc/passwd",
            "..",
            "../",
            "../x",
            "a/../b",
            "a/..",
            "./a",
            "a/./b",
            ".",
            "a//b",
            "a//",
            "..\\x",
            "a\\..\\..\\x",
            "C:\\x",
            "\\\\server\\x",
            "a\0b",
            "a/\0",
        ] {
            assert_eq!(refused(raw.as_bytes()), Problem::Path, "{raw:?}");
        }
        assert_eq!(refused("x".repeat(256).as_bytes()), Problem::Path);
        assert_eq!(refused("a/".repeat(9).as_bytes()), Problem::TooDeep);
        assert_eq!(refused(b"caf\xe9"), Problem::NameEncoding);
        assert_eq!(refused(b"\xc0\xae\xc0\xae/x"), Problem::NameEncoding);
    }
}
