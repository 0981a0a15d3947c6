use app::types::{ErrorKind, Failure};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why something on disk could not be read or written.
#[derive(Debug)]
pub enum StoreError {
    /// The operating system refused.
    Io {
        /// What was tried: `write`, `list`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Another process owns the data folder.
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The other process's id, as far as known.
        owner: String,
    },
    /// The project name in the data folder's `.env` is none that Compose accepts.
    ProjectName {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
}

impl StoreError {
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, source } => {
                write!(f, "can't {action} {}: {source}", path.display())
            }
            Self::Locked { folder, owner } => write!(
                f,
                "the data folder {} is in use by process {owner}: stop that one, or set WHARFINGER_DATA to another folder",
                folder.display()
            ),
            Self::ProjectName { path, name } => write!(
                f,
                "COMPOSE_PROJECT_NAME in {} is {name:?}: use lower-case letters, digits, - and _, beginning with a letter or digit",
                path.display()
            ),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            // the path is the operator's business, not the client's
            StoreError::Io { action, ref path, ref source } => {
                tracing::error!(path = %path.display(), %source, "can't {action}");
                Self::new(
                    ErrorKind::IoError,
                    "STORAGE_FAILED",
                    format!(
                        "The server could not {action} its files: {source}. Check the disk that holds the data folder."
                    ),
                )
            }
            other => Self::new(ErrorKind::IoError, "STORAGE_FAILED", other.to_string()),
        }
    }
}
