use crate::{
    text,
    types::{FileEntry, FileKind},
};

/// How an entry looks in a list: its picture, and what it is in a word.
pub(super) fn look(entry: &FileEntry) -> (&'static str, &'static str) {
    match entry.kind {
        FileKind::Directory => ("folder", "Folder"),
        FileKind::Symlink => ("link", "Link"),
        FileKind::Fifo => ("device", "Pipe"),
        FileKind::Socket => ("device", "Socket"),
        FileKind::BlockDevice | FileKind::CharDevice => ("device", "Device"),
        FileKind::File => match content(&entry.path) {
            Content::Image(_) => ("image", "Image"),
            Content::Archive => ("archive", "Archive"),
            Content::Text | Content::Pdf => ("file", "File"),
        },
    }
}

/// What a file is likely to hold, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A picture of that media type.
    Image(&'static str),
    Pdf,
    /// A ZIP archive.
    Archive,
    /// Text, unless its bytes say otherwise.
    Text,
}

/// What a file is likely to hold.
pub(super) fn content(path: &str) -> Content {
    match text::extension(path).as_str() {
        "png" => Content::Image("image/png"),
        "jpg" | "jpeg" => Content::Image("image/jpeg"),
        "gif" => Content::Image("image/gif"),
        "webp" => Content::Image("image/webp"),
        "avif" => Content::Image("image/avif"),
        "ico" => Content::Image("image/x-icon"),
        "svg" => Content::Image("image/svg+xml"),
        "pdf" => Content::Pdf,
        "zip" => Content::Archive,
        _ => Content::Text,
    }
}

/// What is chosen, in a few words: `app.py`, or `3 entries`.
pub(super) fn few(entries: &[FileEntry]) -> String {
    match entries {
        [entry] => entry.name.clone(),
        entries => format!("{} entries", entries.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, content};

    #[test]
    fn names_tell_what_is_inside() {
        for (path, expected) in [
            ("a/b.PNG", Content::Image("image/png")),
            ("a.zip/b", Content::Text),
            ("site.zip", Content::Archive),
            ("manual.pdf", Content::Pdf),
            (".zip", Content::Text),
        ] {
            assert_eq!(content(path), expected, "{path}");
        }
    }
}
