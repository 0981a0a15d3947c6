use std::{fmt, io};

macro_rules! problems {
    ($($(#[$about:meta])* $name:ident = $code:literal, $message:literal;)*) => {
        /// Why an archive is refused. The codes are part of the public API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$about])* $name,)*
        }

        impl Problem {
            /// The stable word for it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What is wrong and what to do about it.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)* }
            }
        }
    };
}

problems! {
    /// There are no bytes.
    Empty = "ARCHIVE_EMPTY", "There is no archive: the body is empty. Send the bytes of a ZIP archive.";
    /// Something else than a ZIP archive.
    NotZip = "ARCHIVE_NOT_ZIP", "This is not a ZIP archive. Send the bytes of one, as they are in the file.";
    /// The end is missing.
    Truncated = "ARCHIVE_TRUNCATED", "The archive breaks off before its end. Send it again, whole.";
    /// Bytes before the archive or after it.
    ExtraData = "ARCHIVE_EXTRA_DATA", "There are bytes before or after the archive that do not belong to it. Send the archive alone.";
    /// Contradicts itself or the format.
    Damaged = "ARCHIVE_DAMAGED", "The archive is damaged. Make it anew.";
    /// What stands before an entry is not what the directory says of it.
    HeadersDiffer = "ARCHIVE_HEADERS_DIFFER", "The archive says two different things about an entry, so that programs would unpack it differently. Make it anew.";
    /// Entries share bytes.
    Overlap = "ARCHIVE_OVERLAP", "Entries of the archive overlap, as they do in archives that are made to grow without end.";
    /// Needs a password.
    Encrypted = "ARCHIVE_ENCRYPTED", "The archive is encrypted. Make it without a password.";
    /// Neither stored nor deflated.
    Method = "ARCHIVE_METHOD", "An entry is compressed in a way that is not supported. Make the archive with deflate, the usual way, or without compression.";
    /// A name that is not UTF-8.
    NameEncoding = "ARCHIVE_NAME_ENCODING", "An entry's name is not UTF-8. Make the archive with UTF-8 names.";
    /// A name that leads elsewhere or names nothing.
    Path = "ARCHIVE_PATH", "An entry's name is no path inside a folder: absolute, with `..`, `.`, a backslash, an empty or overlong part, or a NUL.";
    /// A symbolic link.
    Link = "ARCHIVE_LINK", "The archive has a symbolic link; those are not unpacked. Make it with what the link points to (zip does so by itself, without -y).";
    /// A device, fifo or socket.
    SpecialFile = "ARCHIVE_SPECIAL_FILE", "The archive has a device, pipe or socket. Only files and folders are unpacked.";
    /// The same file twice.
    Duplicate = "ARCHIVE_DUPLICATE", "Two entries of the archive have the same name.";
    /// A name is a file and a folder.
    NameClash = "ARCHIVE_NAME_CLASH", "A name in the archive is a file and a folder at once.";
    /// More entries than allowed.
    TooManyEntries = "ARCHIVE_TOO_MANY_ENTRIES", "The archive has too many entries. Send fewer at a time, or raise MAX_ARCHIVE_ENTRIES.";
    /// Deeper than allowed.
    TooDeep = "ARCHIVE_TOO_DEEP", "Folders in the archive are nested too deeply. Flatten them, or raise MAX_ARCHIVE_DEPTH.";
    /// Unpacks to more than allowed.
    TooLarge = "ARCHIVE_TOO_LARGE", "The archive unpacks to too many bytes. Send less at a time, or raise MAX_UNPACKED_BYTES.";
    /// Grows more than allowed.
    Ratio = "ARCHIVE_RATIO", "The archive grows suspiciously when it is unpacked, as those do that are made to fill disks. If it is meant to, raise MAX_ARCHIVE_RATIO.";
    /// An entry is larger or smaller than it says.
    Size = "ARCHIVE_SIZE_MISMATCH", "An entry has another size than the archive says. Make it anew.";
    /// An entry's bytes are not those that were packed.
    Checksum = "ARCHIVE_CHECKSUM", "An entry's checksum is wrong: its bytes were damaged. Make or send the archive anew.";
}

/// Why an archive could not be unpacked.
#[derive(Debug)]
pub enum ArchiveError {
    /// It is refused.
    Refused {
        /// Why.
        problem: Problem,
        /// The entry at fault, where one is.
        entry: Option<String>,
        /// The limit that it is over, where one is.
        limit: Option<u64>,
    },
    /// Reading or writing failed.
    Io(io::Error),
}

impl ArchiveError {
    /// Names the entry at fault, where none is named yet.
    #[must_use]
    pub fn at(self, name: &[u8]) -> Self {
        match self {
            Self::Refused { problem, entry: None, limit } => {
                let name: String = String::from_utf8_lossy(name).chars().take(300).collect();
                Self::Refused { problem, entry: Some(name), limit }
            }
            other => other,
        }
    }

    /// A refusal because of a limit.
    pub(super) const fn over(problem: Problem, limit: u64) -> Self {
        Self::Refused { problem, entry: None, limit: Some(limit) }
    }
}

impl From<Problem> for ArchiveError {
    fn from(problem: Problem) -> Self {
        Self::Refused { problem, entry: None, limit: None }
    }
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { problem, entry, .. } => {
                f.write_str(problem.message())?;
                entry.as_ref().map_or(Ok(()), |entry| write!(f, " The entry: {entry:?}."))
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ArchiveError {}
