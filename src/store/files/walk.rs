use super::{FileError, Folder};
use app::types::FileKind;
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

/// One entry that a walk has come to.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    /// The folder it is in.
    pub(super) folder: &'a Folder,
    /// That folder's path below the walk's base.
    pub(super) path: &'a Path,
    /// The entry's name.
    pub(super) name: &'a OsStr,
    /// What it is.
    pub(super) kind: FileKind,
}

/// Walks everything at and below `roots`, paths below `base`, a folder before what is in it,
/// following no link. An empty path is the base itself, which is not visited. Holds one handle at a
/// time, so that no depth takes more. What goes away meanwhile is passed over. Gives how many folders
/// could not be entered: those whose path is longer than the system takes.
pub(super) fn walk<E: From<FileError>>(
    base: &Folder,
    roots: &[PathBuf],
    mut visit: impl FnMut(Step<'_>) -> Result<(), E>,
) -> Result<u64, E> {
    let mut left_out = 0;
    let mut ahead = Vec::new();
    for root in roots {
        let Some(name) = root.file_name() else {
            ahead.push(PathBuf::new());
            continue;
        };
        let path = root.parent().unwrap_or(Path::new(""));
        let folder = base.descend(path)?;
        let kind = folder.facts(name)?.kind;
        visit(Step { folder: &folder, path, name, kind })?;
        if kind == FileKind::Directory {
            ahead.push(root.clone());
        }
    }
    while let Some(path) = ahead.pop() {
        let folder = match base.descend(&path) {
            Ok(folder) => folder,
            Err(FileError::NotFound | FileError::NotADirectory | FileError::Escapes) => continue,
            Err(FileError::NameTooLong) => {
                left_out += 1;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let mut outcome = Ok(());
        let seen = folder.visit(|name, kind| {
            let kind = match kind.map_or_else(|| folder.facts(name).map(|facts| facts.kind), Ok) {
                Err(FileError::NotFound) => return Ok(()),
                kind => kind?,
            };
            if kind == FileKind::Directory {
                ahead.push(path.join(name));
            }
            visit(Step { folder: &folder, path: &path, name, kind }).map_err(|error| {
                outcome = Err(error);
                // only ends the visit: the outcome has the reason
                FileError::Exists
            })
        });
        outcome?;
        seen?;
    }
    Ok(left_out)
}
