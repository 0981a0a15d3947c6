use super::{DataFolder, FileError, Folder, Mount, StoreError, atomic};
use app::types::FileKind;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, ErrorKind},
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The definition's file in a container's folder; what `docker compose -f` is given.
pub(super) const DEFINITION: &str = "compose.yaml";
/// The definition as it was before an update that has not ended yet.
const PREVIOUS: &str = "compose.yaml.previous";
/// What is being done to the container; absent when nothing is.
const JOURNAL: &str = "operation.json";
/// The mount, `/app` in the container.
const MOUNT: &str = "app";

/// The definitions in a data folder: a folder a container, named by its id.
#[derive(Clone)]
pub struct Definitions {
    folder: Arc<DataFolder>,
}

/// A note of what is being done, so that a start after a crash can finish or undo it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "lowercase")]
pub enum Journal {
    /// The container is being made; nobody was told yet that it exists.
    Create,
    /// The definition is being replaced; the old one is kept beside it.
    Update {
        /// Whether the container ran before.
        running: bool,
    },
    /// The container is being deleted.
    Delete,
}

/// What lies in one container's folder.
pub struct Stored {
    /// The folder's name, which is the container's id.
    pub name: String,
    /// The definition's text; absent in a folder whose making was cut short.
    pub definition: Option<String>,
    /// What was being done.
    pub journal: Option<Journal>,
}

impl Definitions {
    /// The definitions in `folder`.
    pub const fn new(folder: Arc<DataFolder>) -> Self {
        Self { folder }
    }

    /// Everything there is, in no order. Folders that were being removed are removed.
    pub fn load(&self) -> Result<Vec<Stored>, StoreError> {
        let root = self.folder.containers();
        let io = |error| StoreError::io("list", &root, error);
        let mut stored = Vec::new();
        for entry in fs::read_dir(&root).map_err(io)? {
            let entry = entry.map_err(io)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !entry.file_type().map_err(io)?.is_dir() {
                continue;
            }
            if name.starts_with(TRASH) {
                let path = entry.path();
                remove_tree(&path).map_err(|error| StoreError::io("remove", &path, error))?;
                continue;
            }
            stored.push(self.read(&name)?);
        }
        Ok(stored)
    }

    /// What lies in one container's folder.
    pub fn read(&self, name: &str) -> Result<Stored, StoreError> {
        Ok(Stored {
            name: name.to_owned(),
            definition: read(&self.file(name))?,
            journal: read(&self.path(name).join(JOURNAL))?
                .and_then(|text| serde_json::from_str(&text).ok()),
        })
    }

    /// Makes a container's folder with its mount, which belongs to `owner` (uid, gid), noting
    /// that the container is being created.
    pub fn create(&self, name: &str, text: &str, owner: (u32, u32)) -> Result<(), StoreError> {
        let path = self.path(name);
        let make = || -> io::Result<()> {
            fs::create_dir(&path)?;
            atomic::write(&path.join(JOURNAL), &journal_bytes(Journal::Create)?, 0o600)?;
            let mount = path.join(MOUNT);
            fs::create_dir(&mount)?;
            fs::set_permissions(&mount, fs::Permissions::from_mode(0o755))?;
            match chown(&mount, Some(owner.0), Some(owner.1)) {
                // not root: the mount belongs to whoever runs this server
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                other => other?,
            }
            atomic::write(&path.join(DEFINITION), text.as_bytes(), 0o600)?;
            atomic::sync_folder(&self.folder.containers())
        };
        make().map_err(|error| StoreError::io("create", &path, error))
    }

    /// Replaces a definition.
    pub fn write(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let path = self.file(name);
        atomic::write(&path, text.as_bytes(), 0o600)
            .map_err(|error| StoreError::io("write", &path, error))
    }

    /// Replaces a definition so that it can be taken back by [`Self::restore_previous`], also
    /// after a crash, until [`Self::finish`].
    pub fn begin_update(&self, name: &str, text: &str, running: bool) -> Result<(), StoreError> {
        let (file, previous) = (self.file(name), self.path(name).join(PREVIOUS));
        let old = fs::read(&file).map_err(|error| StoreError::io("read", &file, error))?;
        atomic::write(&previous, &old, 0o600)
            .map_err(|error| StoreError::io("write", &previous, error))?;
        self.note(name, Journal::Update { running })?;
        self.write(name, text)
    }

    /// Puts the definition from before [`Self::begin_update`] back and gives its text.
    pub fn restore_previous(&self, name: &str) -> Result<Option<String>, StoreError> {
        let old = read(&self.path(name).join(PREVIOUS))?;
        if let Some(text) = &old {
            self.write(name, text)?;
        }
        Ok(old)
    }

    /// Notes what is about to be done.
    pub fn note(&self, name: &str, journal: Journal) -> Result<(), StoreError> {
        let path = self.path(name).join(JOURNAL);
        journal_bytes(journal)
            .and_then(|bytes| atomic::write(&path, &bytes, 0o600))
            .map_err(|error| StoreError::io("write", &path, error))
    }

    /// Notes that what was being done is done.
    pub fn finish(&self, name: &str) -> Result<(), StoreError> {
        let (journal, previous) = (self.path(name).join(JOURNAL), self.path(name).join(PREVIOUS));
        atomic::remove(&journal).map_err(|error| StoreError::io("remove", &journal, error))?;
        atomic::remove(&previous).map_err(|error| StoreError::io("remove", &previous, error))
    }

    /// Removes a container's folder with everything in it; one that is not there is no error.
    /// The folder is moved aside first, so that a crash leaves all of it or nothing in its place.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        let trash = self.folder.containers().join(format!("{TRASH}{name}"));
        let remove = || -> io::Result<()> {
            match fs::rename(&path, &trash) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                other => other?,
            }
            atomic::sync_folder(&self.folder.containers())?;
            remove_tree(&trash)
        };
        remove().map_err(|error| StoreError::io("remove", &path, error))
    }

    /// Removes a container's folder that has nothing in it; one with content stays.
    pub fn remove_if_empty(&self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        match fs::remove_dir(&path) {
            Err(error)
                if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) =>
            {
                Err(StoreError::io("remove", &path, error))
            }
            _ => Ok(()),
        }
    }

    /// Whether a container's mount has a regular file of that name; a link counts as none, so that
    /// a container can't make the server believe in a file elsewhere.
    pub fn has_file(&self, name: &str, file: &str) -> bool {
        let facts = self.open_mount(name, (0, 0)).and_then(|mount| mount.facts(Path::new(file)));
        facts.is_ok_and(|facts| facts.kind == FileKind::File)
    }

    /// Opens a container's mount; what is made in it belongs to `owner` (uid, gid).
    pub fn open_mount(&self, name: &str, owner: (u32, u32)) -> Result<Mount, FileError> {
        Mount::open(&self.path(name), MOUNT, owner)
    }

    /// Removes what a crash left of writes to a container's files, when nothing is being done.
    pub fn tidy(&self, name: &str) -> Result<(), StoreError> {
        let folder = self.path(name);
        let unfinished =
            [DEFINITION, PREVIOUS, JOURNAL].map(|file| atomic::temporary(&folder.join(file)));
        unfinished.into_iter().chain([folder.join(PREVIOUS)]).try_for_each(|path| {
            atomic::remove(&path).map_err(|error| StoreError::io("remove", &path, error))
        })
    }

    /// The definition's file.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path(name).join(DEFINITION)
    }

    /// The mount's folder.
    pub fn mount(&self, name: &str) -> PathBuf {
        self.path(name).join(MOUNT)
    }

    /// The folder of all definitions, for those who watch it.
    pub fn root(&self) -> PathBuf {
        self.folder.containers()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.containers().join(name)
    }
}

/// A folder of this name is on its way out.
const TRASH: &str = ".trash-";

/// Removes a folder that nobody looks for any more. Mounts in it may be of any depth, and an upload
/// that has not noticed yet may still put something there.
fn remove_tree(path: &Path) -> io::Result<()> {
    loop {
        Folder::open(path).and_then(|folder| folder.clear()).map_err(io::Error::from)?;
        match fs::remove_dir(path) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
            other => return other,
        }
    }
}

fn journal_bytes(journal: Journal) -> io::Result<Vec<u8>> {
    serde_json::to_vec(&journal).map_err(io::Error::other)
}

fn read(path: &Path) -> Result<Option<String>, StoreError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("read", path, error)),
    }
}
