/// The folder that holds what is at that path; empty for what lies in the mount itself.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// What lies in a folder under that name.
pub(crate) fn beneath(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// What a name ends with, in small letters: `gz` of `a.tar.GZ`; empty without an extension.
pub(crate) fn extension(path: &str) -> String {
    match file_name(path).rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// The same name for another file: `notes (2).txt`.
pub(crate) fn numbered(path: &str, number: usize) -> String {
    let folder = parent(path);
    let name = match file_name(path).rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
        _ => format!("{} ({number})", file_name(path)),
    };
    beneath(folder, &name)
}

#[cfg(test)]
mod tests {
    use super::{beneath, extension, file_name, numbered, parent};

    #[test]
    fn paths_come_apart_and_together() {
        for (path, folder, name) in
            [("", "", ""), ("a", "", "a"), ("a/b", "a", "b"), ("a/b/c.d", "a/b", "c.d")]
        {
            assert_eq!((parent(path), file_name(path)), (folder, name));
            assert_eq!(beneath(folder, name), path);
        }
    }

    #[test]
    fn a_leading_dot_is_no_extension() {
        for (path, expected) in
            [("a.tar.GZ", "gz"), (".env", ""), ("x/.a.py", "py"), ("Dockerfile", ""), ("a.", "")]
        {
            assert_eq!(extension(path), expected, "{path}");
        }
    }

    #[test]
    fn a_number_stands_before_the_extension() {
        for (path, expected) in
            [("a/notes.txt", "a/notes (2).txt"), (".env", ".env (2)"), ("a.b/data", "a.b/data (2)")]
        {
            assert_eq!(numbered(path, 2), expected);
        }
    }
}
