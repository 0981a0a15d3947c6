//! How an archive gets into a mount, wholly or not at all, whatever happens on the way.
//!
//! Each step is a rename or two, and what is on disk tells whether it was done: what is new is still
//! in the tree or is not, what is old is kept aside or is not. So steps can be repeated, forward and
//! back, by a start that finds a journal, and nothing but the journal needs to be noted.

use super::{
    Aside, FileError, Folder, Mount, Staging,
    journal::{self, Direction, Step},
};
use rustix::{
    fs::{AtFlags, RenameFlags, linkat, renameat, renameat_with, syncfs},
    io::Errno,
};
use std::{
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

/// What a start found of an upload that was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumed {
    /// It is in the mount now, wholly.
    Finished,
    /// Nothing of it is.
    Undone,
}

impl fmt::Display for Resumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Finished => "finished",
            Self::Undone => "undid",
        })
    }
}

impl Staging {
    /// Does what [`Self::compare`] has noted. Where a step fails, those before it are undone.
    pub fn apply(&mut self, mount: &Mount) -> Result<(), FileError> {
        // one call in place of one for each file
        syncfs(&self.folder)?;
        journal::turn(&self.folder, Direction::Planned, Direction::Forward)?;
        self.finish(mount)
    }

    fn finish(&mut self, mount: &Mount) -> Result<(), FileError> {
        // until the way back has been gone too, the next start is to try again
        self.kept = true;
        let done = journal::steps(&self.folder, Direction::Forward)
            .and_then(|steps| Applying::new(self, mount)?.forward(&steps));
        match done {
            Ok(()) => journal::end(&self.folder, Direction::Forward)?,
            Err(error) => {
                tracing::warn!(%error, "an upload fails on its way into the mount: undoing it");
                journal::turn(&self.folder, Direction::Forward, Direction::Back)?;
                self.undo(mount)?;
                self.kept = false;
                return Err(error);
            }
        }
        self.kept = false;
        Ok(())
    }

    fn undo(&mut self, mount: &Mount) -> Result<(), FileError> {
        self.kept = true;
        let steps = journal::steps(&self.folder, Direction::Back)?;
        Applying::new(self, mount)?.back(&steps)?;
        journal::end(&self.folder, Direction::Back)?;
        self.kept = false;
        Ok(())
    }

    /// Finishes or undoes what an earlier run left half done in a mount, and removes what it left.
    pub fn resume(mount: &Mount) -> Result<Vec<Resumed>, FileError> {
        let Some(all) = mount.find_aside(Aside::Staging)? else { return Ok(Vec::new()) };
        let mut names: Vec<OsString> = Vec::new();
        all.visit(|name, _| {
            names.push(name.to_owned());
            Ok(())
        })?;
        let mut resumed = Vec::new();
        for name in names {
            let folder = match all.open_folder(&name) {
                Ok(folder) => folder,
                Err(FileError::NotADirectory) => {
                    all.unlink(&name)?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let direction = journal::direction(&folder)?;
            let here = all.descend(Path::new(""))?;
            if direction == Direction::Planned {
                all.take_apart(name)?;
                continue;
            }
            let mut staging = Self::open(here, name, mount.owner())?;
            match direction {
                Direction::Back => staging.undo(mount).map(|()| resumed.push(Resumed::Undone))?,
                _ => match staging.finish(mount) {
                    Ok(()) => resumed.push(Resumed::Finished),
                    Err(error) if staging.kept => return Err(error),
                    Err(_) => resumed.push(Resumed::Undone),
                },
            }
        }
        Ok(resumed)
    }
}

/// The handles that steps take.
struct Applying<'a> {
    staging: &'a Staging,
    root: Folder,
    /// The folder of the last step, in the tree and in the mount: the next one mostly is in the same.
    place: Option<(PathBuf, Option<Folder>, Folder)>,
}

impl<'a> Applying<'a> {
    fn new(staging: &'a Staging, mount: &Mount) -> Result<Self, FileError> {
        Ok(Self { staging, root: mount.folder(Path::new(""))?, place: None })
    }

    /// The folders that a path is in: in the tree, if it has one, and in the mount. No link is
    /// followed, so that one that was put in the way after all was compared ends the upload.
    fn place(&mut self, path: &Path) -> Result<(Option<&Folder>, &Folder), FileError> {
        let parent = path.parent().unwrap_or(Path::new(""));
        if self.place.as_ref().is_none_or(|(known, ..)| known != parent) {
            let tree = match self.staging.tree.descend(parent) {
                Err(FileError::NotFound) => None,
                tree => Some(tree?),
            };
            self.place = Some((parent.to_owned(), tree, self.root.descend(parent)?));
        }
        let place = self.place.as_ref().map(|(_, tree, mount)| (tree.as_ref(), mount));
        place.ok_or(FileError::NotFound)
    }

    fn forward(&mut self, steps: &[(Step, PathBuf)]) -> Result<(), FileError> {
        let old = &self.staging.old;
        for (number, (step, path)) in steps.iter().enumerate() {
            let name = path.file_name().ok_or(FileError::NotFound)?;
            let aside = number.to_string();
            let (tree, mount) = self.place(path)?;
            let is_new = tree.is_some_and(|tree| tree.facts(name).is_ok());
            match (step, tree) {
                (Step::Add, Some(tree)) if is_new => {
                    renameat_with(tree, name, mount, name, RenameFlags::NOREPLACE)?;
                }
                (Step::Replace, Some(tree)) if is_new => {
                    // a second name for the old file, so that at no moment there is none
                    match linkat(mount, name, old, &aside, AtFlags::empty()) {
                        Ok(()) | Err(Errno::EXIST | Errno::NOENT) => {}
                        // some file systems have no second names
                        Err(Errno::PERM | Errno::MLINK | Errno::OPNOTSUPP) => {
                            renameat(mount, name, old, &aside)?;
                        }
                        Err(error) => return Err(error.into()),
                    }
                    renameat(tree, name, mount, name)?;
                }
                (Step::Remove, _) if old.facts(aside.as_ref()).is_err() => {
                    match renameat_with(mount, name, old, &aside, RenameFlags::NOREPLACE) {
                        // the container was faster
                        Ok(()) | Err(Errno::NOENT) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                // done before
                _ => {}
            }
        }
        Ok(())
    }

    fn back(&mut self, steps: &[(Step, PathBuf)]) -> Result<(), FileError> {
        let old = &self.staging.old;
        for (number, (step, path)) in steps.iter().enumerate().rev() {
            let name = path.file_name().ok_or(FileError::NotFound)?;
            let aside = number.to_string();
            let (tree, mount) = match self.place(path) {
                // the container has taken the folder away
                Err(FileError::NotFound | FileError::NotADirectory | FileError::Escapes) => {
                    continue;
                }
                place => place?,
            };
            let undone = match (step, tree) {
                (Step::Add, Some(tree)) if tree.facts(name).is_err() => {
                    renameat_with(mount, name, tree, name, RenameFlags::NOREPLACE)
                }
                (Step::Replace | Step::Remove, _) if old.facts(aside.as_ref()).is_ok() => {
                    renameat(old, &aside, mount, name)
                }
                _ => Ok(()),
            };
            match undone {
                Ok(()) => {}
                // the container has put something of its own there meanwhile, or taken it away
                Err(
                    Errno::NOENT | Errno::EXIST | Errno::NOTEMPTY | Errno::ISDIR | Errno::NOTDIR,
                ) => {
                    tracing::warn!(path = %path.display(), "the container changed a file that an upload was putting back");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
