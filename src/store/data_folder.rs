use super::{StoreError, atomic};
use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The folder that holds everything this server keeps. While the value lives, no other process
/// can have it.
pub struct DataFolder {
    root: PathBuf,
    project: String,
    _lock: File,
}

impl DataFolder {
    /// Takes the folder into possession; makes it where it is not there.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::io("open the data folder", path, error);
        DirBuilder::new().recursive(true).mode(0o755).create(path).map_err(io)?;
        // absolute, since Compose resolves bind mounts and the engine wants absolute paths
        let root = fs::canonicalize(path).map_err(io)?;
        let lock = lock(&root)?;
        fs::create_dir_all(root.join("containers")).map_err(io)?;
        let project = project(&root)?;
        Ok(Self { root, project, _lock: lock })
    }

    /// The Compose project that all containers of this folder belong to.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// The folder itself, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the definitions are.
    pub(super) fn containers(&self) -> PathBuf {
        self.root.join("containers")
    }
}

fn lock(root: &Path) -> Result<File, StoreError> {
    let path = root.join("lock");
    let io = |error| StoreError::io("lock the data folder", &path, error);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(io)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK) => {
            let owner = fs::read_to_string(&path).unwrap_or_default();
            return Err(StoreError::Locked {
                folder: root.to_owned(),
                owner: owner.trim().to_owned(),
            });
        }
        Err(error) => return Err(io(error.into())),
    }
    file.set_len(0).map_err(io)?;
    writeln!(file, "{}", std::process::id()).map_err(io)?;
    Ok(file)
}

/// The project's name from `.env`, where Compose reads it too when run in the data folder.
fn project(root: &Path) -> Result<String, StoreError> {
    const KEY: &str = "COMPOSE_PROJECT_NAME=";
    let path = root.join(".env");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(StoreError::io("read", &path, error)),
    };
    let named = text.lines().find_map(|line| line.trim().strip_prefix(KEY)).map(str::trim);
    if let Some(name) = named {
        // https://docs.docker.com/compose/how-tos/project-name/
        let valid = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
        return if valid {
            Ok(name.to_owned())
        } else {
            Err(StoreError::ProjectName { path, name: name.to_owned() })
        };
    }
    let id = Uuid::new_v4().simple().to_string();
    let name = format!("wharfinger-{}", &id[..8]);
    let separator = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let text = format!("{text}{separator}{KEY}{name}\n");
    atomic::write(&path, text.as_bytes(), 0o644)
        .map_err(|error| StoreError::io("write", &path, error))?;
    Ok(name)
}
