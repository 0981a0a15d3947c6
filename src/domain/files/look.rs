use super::{At, RelPath};
use crate::{
    domain::{container::Cuid, core::Core, time},
    store::{Facts, FileError, Folder, Mount},
};
use app::types::{Failure, FileEntry, FileKind};
use std::ffi::OsStr;

impl Core {
    /// What is known of one entry.
    pub(in crate::domain) async fn stat_file(
        &self,
        cuid: Cuid,
        path: &str,
    ) -> Result<FileEntry, Failure> {
        let path = RelPath::parse(path, "path")?;
        self.on_files(cuid, move |mount| look(mount, &path, "path")).await
    }
}

/// One entry as everybody is shown it; `path` is what the request calls `path`.
pub(super) fn look(mount: &Mount, path: &RelPath, field: &str) -> Result<FileEntry, Failure> {
    let look = || {
        if path.is_mount() {
            return entry(None, OsStr::new(""), path, mount.facts(path.as_ref())?);
        }
        let (folder, name) = mount.place(path.as_ref())?;
        let facts = folder.facts(name)?;
        entry(Some(&folder), name, &path.parent(), facts)
    };
    look().at(field, path.as_str())
}

/// One entry of a folder whose path is `parent`.
pub(super) fn entry(
    folder: Option<&Folder>,
    name: &OsStr,
    parent: &RelPath,
    facts: Facts,
) -> Result<FileEntry, FileError> {
    let target = match folder.filter(|_| facts.kind == FileKind::Symlink) {
        Some(folder) => match folder.target(name) {
            // gone since it was looked at
            Err(FileError::NotFound) => None,
            target => Some(target?.to_string_lossy().into_owned()),
        },
        None => None,
    };
    let name_lossy = name.to_str().is_none();
    let name = name.to_string_lossy().into_owned();
    Ok(FileEntry {
        path: if parent.is_mount() { name.clone() } else { format!("{parent}/{name}") },
        name,
        kind: facts.kind,
        size: facts.size,
        modified: time::from_nanoseconds(facts.modified).unwrap_or_default(),
        mode: format!("{:04o}", facts.mode),
        uid: facts.uid,
        gid: facts.gid,
        etag: (facts.kind == FileKind::File).then(|| facts.etag()),
        target,
        name_lossy,
    })
}
