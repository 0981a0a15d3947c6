use app::types::FileKind;
use rustix::io::Errno;
use std::{fmt, io};

/// Why something could not be done with the files in a mount. Says nothing of paths: who asked knows
/// which one it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileError {
    /// There is nothing of that name.
    NotFound,
    /// A link on the way leads out of the mount, or in circles.
    Escapes,
    /// What is there has no content to be read or replaced.
    NotAFile(FileKind),
    /// What is there, or something on the way, is no folder.
    NotADirectory,
    /// Something of that name is there.
    Exists,
    /// A folder can't become a part of itself.
    IntoItself,
    /// A name or the whole path is longer than file systems take.
    NameTooLong,
    /// The disk is full, or a quota is used up.
    DiskFull,
    /// The file system is mounted read-only.
    ReadOnly,
    /// The operating system refused for another reason.
    Io(Errno),
}

impl From<Errno> for FileError {
    fn from(error: Errno) -> Self {
        match error {
            Errno::NOENT => Self::NotFound,
            Errno::LOOP => Self::Escapes,
            Errno::NOTDIR => Self::NotADirectory,
            Errno::ISDIR => Self::NotAFile(FileKind::Directory),
            Errno::EXIST | Errno::NOTEMPTY => Self::Exists,
            Errno::NAMETOOLONG => Self::NameTooLong,
            Errno::NOSPC | Errno::DQUOT => Self::DiskFull,
            Errno::ROFS => Self::ReadOnly,
            other => Self::Io(other),
        }
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Errno::from_io_error(&error).unwrap_or(Errno::IO).into()
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::NotFound => Errno::NOENT,
            FileError::Escapes => Errno::LOOP,
            FileError::NotADirectory => Errno::NOTDIR,
            FileError::NotAFile(_) => Errno::ISDIR,
            FileError::Exists => Errno::EXIST,
            FileError::IntoItself => Errno::INVAL,
            FileError::NameTooLong => Errno::NAMETOOLONG,
            FileError::DiskFull => Errno::NOSPC,
            FileError::ReadOnly => Errno::ROFS,
            FileError::Io(error) => error,
        }
        .into()
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::Escapes => f.write_str("a link leads out of the files"),
            Self::NotAFile(kind) => write!(f, "it is a {}", kind.as_str()),
            Self::NotADirectory => f.write_str("it is no folder"),
            Self::Exists => f.write_str("it is there already"),
            Self::IntoItself => f.write_str("a folder can't become a part of itself"),
            Self::NameTooLong => f.write_str("the path is too long"),
            Self::DiskFull => f.write_str("the disk is full"),
            Self::ReadOnly => f.write_str("the file system is read-only"),
            Self::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for FileError {}
