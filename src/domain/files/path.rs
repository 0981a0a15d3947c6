use app::types::Failure;
use std::{fmt, path::Path};

/// The most bytes that one part of a path has; file systems take no more.
const LONGEST_NAME: usize = 255;
/// The most bytes that a path has.
const LONGEST_PATH: usize = 4096;
/// How much of a wrong path is repeated in an error.
const REPEATED: usize = 200;

/// A path in a container's mount: UTF-8, parts joined by `/`, none of them `.` or `..`, none before
/// the first. Empty, it is the mount itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RelPath(String);

impl RelPath {
    /// Reads what a client calls a path; `field` is what it is called in the request. `/` and `.`
    /// mean the mount too; one `/` before the first part, or after the last one, is left away.
    pub fn parse(text: &str, field: &str) -> Result<Self, Failure> {
        let refuse = |why: &str| Err(invalid(text, field, why));
        if text.len() > LONGEST_PATH {
            return refuse("it has more than 4,096 bytes");
        }
        if matches!(text, "" | "/" | "." | "./") {
            return Ok(Self(String::new()));
        }
        let path = text.strip_prefix('/').unwrap_or(text);
        let path = path.strip_suffix('/').unwrap_or(path);
        for part in path.split('/') {
            match part {
                "" => return refuse("two `/` follow each other"),
                "." | ".." => return refuse("`.` and `..` are no names here"),
                part if part.contains('\0') => return refuse("it contains a NUL"),
                part if part.len() > LONGEST_NAME => {
                    return refuse("a part of it has more than 255 bytes");
                }
                part if is_disguised(part) => {
                    return refuse("a part of it is `..` in disguise; encode a path once only");
                }
                _ => {}
            }
        }
        Ok(Self(path.to_owned()))
    }

    /// Whether it is the mount itself.
    pub fn is_mount(&self) -> bool {
        self.0.is_empty()
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part; empty for the mount itself.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder that holds it; the mount for the mount itself.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned()))
    }

    /// Whether it is `other` or something below.
    pub fn is_within(&self, other: &Self) -> bool {
        Path::new(&self.0).starts_with(&other.0)
    }
}

impl AsRef<Path> for RelPath {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl AsRef<str> for RelPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn invalid(text: &str, field: &str, why: &str) -> Failure {
    Failure::field(
        field,
        "PATH_INVALID",
        format!(
            "This is no path in the container's files: {why}. Give one relative to them, such as data/config.json."
        ),
        text.chars().take(REPEATED).collect::<String>(),
    )
}

/// Whether a name is `..`, or holds a NUL, for somebody who takes `\` for a separator or decodes
/// once more. Harmless here, where it would be a file's name; whoever sends it means no file's name.
fn is_disguised(part: &str) -> bool {
    let mut plain = part.to_ascii_lowercase();
    while plain.contains("%25") {
        plain = plain.replace("%25", "%");
    }
    let plain =
        plain.replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\").replace("%00", "\0");
    plain.contains('\0') || plain.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::RelPath;

    fn parse(text: &str) -> Option<String> {
        RelPath::parse(text, "path").ok().map(|path| path.as_str().to_owned())
    }

    #[test]
    fn paths_in_the_mount_are_read() {
        for (text, path) in [
            ("", ""),
            ("/", ""),
            (".", ""),
            ("a", "a"),
            ("/a/b.txt", "a/b.txt"),
            ("a/b/", "a/b"),
            ("...", "..."),
            (".hidden/..x", ".hidden/..x"),
            ("with space/ü\n", "with space/ü\n"),
            (r"dev-x\x2d.mount", r"dev-x\x2d.mount"),
            ("https%3A%2F%2Fexample", "https%3A%2F%2Fexample"),
            ("100%25", "100%25"),
        ] {
            assert_eq!(parse(text).as_deref(), Some(path), "{text:?}");
        }
        assert!(parse(&"x".repeat(255)).is_some());
    }

    #[test]
    fn what_is_no_path_in_the_mount_is_refused() {
        let (long, deep) = ("x".repeat(256), "a/".repeat(10_000));
        for text in [
            "..",
            "../x",
            "a/..",
            "a/../b",
            "a/./b",
            "./a",
            "//etc",
            "a//b",
            "a//",
            "a\0b",
            r"..\x",
            r"a\..\b",
            "%2e%2e",
            "%2e%2e%2fetc",
            "%2E./x",
            "%252e%252e%252fetc",
            "%25252e%25252e",
            "..%5cx",
            "a%00b",
            &long,
            &deep,
        ] {
            let failure = RelPath::parse(text, "to").unwrap_err();
            assert_eq!(failure.code, "PATH_INVALID", "{text:?}");
            assert_eq!(failure.details["field"], "to");
            assert!(failure.details["provided"].as_str().is_some_and(|said| said.len() <= 200));
        }
    }

    #[test]
    fn a_path_knows_its_place() {
        let path = |text| RelPath::parse(text, "path").unwrap();
        assert_eq!((path("a/b").name(), path("a/b").parent()), ("b", path("a")));
        assert_eq!((path("a").name(), path("a").parent()), ("a", path("")));
        assert!(path("a/b").is_within(&path("a")) && path("a").is_within(&path("a")));
        assert!(path("a").is_within(&path("")) && !path("ab").is_within(&path("a")));
    }
}
