use super::RelPath;
use crate::store::FileError;
use app::types::{ErrorKind, Failure, FileKind};

/// Words why something could not be done with a path; `field` is what the path is called in the
/// request.
pub(in crate::domain) fn refused(error: FileError, field: &str, path: &str) -> Failure {
    let (kind, code, message) = match error {
        FileError::NotFound => (
            ErrorKind::NotFound,
            "FILE_NOT_FOUND",
            format!("There is nothing at {path:?} in the container's files. List the folder to see what there is."),
        ),
        FileError::Escapes => (
            ErrorKind::ValidationError,
            "PATH_ESCAPES",
            "A link on this path leads out of the container's files, or in circles. Name what you mean by a path without that link.".to_owned(),
        ),
        FileError::NotAFile(FileKind::Directory) => (
            ErrorKind::ValidationError,
            "NOT_A_FILE",
            "This is a folder. Name a file, or use what takes folders: a list, or download-zip.".to_owned(),
        ),
        FileError::NotAFile(FileKind::Symlink) => (
            ErrorKind::ValidationError,
            "NOT_A_FILE",
            "This is a link, which is never written through. Name the file it leads to, or delete the link first.".to_owned(),
        ),
        FileError::NotAFile(kind) => (
            ErrorKind::ValidationError,
            "NOT_A_FILE",
            format!("This is a {}, which has no content of its own to be read or written.", kind.as_str()),
        ),
        FileError::NotADirectory => (
            ErrorKind::ValidationError,
            "NOT_A_DIRECTORY",
            "This, or something on the way to it, is no folder.".to_owned(),
        ),
        FileError::Exists => (
            ErrorKind::Conflict,
            "FILE_EXISTS",
            "Something of this name is there already. Choose another name, or say that it may be replaced.".to_owned(),
        ),
        FileError::IntoItself => (
            ErrorKind::ValidationError,
            "INTO_ITSELF",
            "A folder can't become a part of itself, and the mount itself stays where it is.".to_owned(),
        ),
        FileError::NameTooLong => (
            ErrorKind::ValidationError,
            "PATH_INVALID",
            "A name or a path is longer than the file system takes: 255 bytes a part, 4,095 in all, with all that is below.".to_owned(),
        ),
        FileError::DiskFull => (
            ErrorKind::IoError,
            "DISK_FULL",
            "The disk that holds the container's files is full. Free some space, then try again; nothing was changed.".to_owned(),
        ),
        FileError::ReadOnly => (
            ErrorKind::IoError,
            "READ_ONLY",
            "The container's files are on a file system that is mounted read-only; nothing was changed.".to_owned(),
        ),
        FileError::Io(error) => {
            tracing::error!(%error, path, "work on a container's files failed");
            (
                ErrorKind::IoError,
                "IO",
                format!("The operating system refused: {error}. Check the disk that holds the data folder, and whom the files belong to."),
            )
        }
    };
    let provided: String = path.chars().take(200).collect();
    Failure::new(kind, code, message).with("field", field).with("provided", provided)
}

/// The container is just being made or removed.
pub(super) fn container_busy(what: &str) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "CONTAINER_BUSY",
        format!("The container is being {what}. Its files can be worked with when that has ended, if it is still there."),
    )
    .with("field", "cuid")
}

/// An upload has more bytes than the operator allows.
pub(super) fn upload_too_large(limit: u64) -> Failure {
    Failure::new(
        ErrorKind::ValidationError,
        "UPLOAD_TOO_LARGE",
        format!("The upload has more than {limit} bytes. Send less at a time, or raise MAX_UPLOAD_BYTES."),
    )
    .with("field", "body")
    .with("limit_bytes", limit)
}

/// The file is not what the client takes it for; `now` is its entity tag.
pub(super) fn file_changed(path: &RelPath, now: Option<String>) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "FILE_CHANGED",
        "Somebody has changed or removed this file since you read it. Read it again, or write without If-Match to overwrite it.",
    )
    .with("field", "path")
    .with("provided", path.as_str())
    .with("etag", now)
}
