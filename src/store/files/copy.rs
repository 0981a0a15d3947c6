use super::{Aside, Facts, FileError, Folder, Mount, Overwrite, mount::give, remove::scratch_name};
use app::types::FileKind;
use rustix::{
    fs::{
        AtFlags, Mode, Timespec, Timestamps, chownat, fchmod, futimens, symlinkat, syncfs,
        utimensat,
    },
    io::Errno,
    process::{Gid, Uid},
};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

impl Folder {
    /// Copies an entry into another folder, where nothing of that name may be: files share their
    /// blocks where the file system can do that; modes and times are kept, links stay links, and what
    /// is copied belongs to `owner`. Pipes, sockets and devices in a folder are left out.
    ///
    /// Ends although a container adds to files and folders all the while: a file is copied up to the
    /// size it had.
    fn copy(
        &self,
        name: &OsStr,
        into: &Self,
        new_name: &OsStr,
        owner: (u32, u32),
    ) -> Result<(), FileError> {
        let facts = self.facts(name)?;
        match facts.kind {
            FileKind::File => copy_file(self, name, into, new_name, owner)?.sync_all()?,
            FileKind::Symlink => copy_link(self, name, into, new_name, owner)?,
            FileKind::Directory => {
                copy_folder(&self.open_folder(name)?, into, new_name, owner)?;
                // one call instead of one for each file
                syncfs(into)?;
            }
            other => return Err(FileError::NotAFile(other)),
        }
        into.sync()
    }
}

/// Copies a folder with everything in it. By paths below the two folders rather than by a handle for
/// each level, so that depth costs no handles; paths end at the length that the kernel takes.
fn copy_folder(
    from: &Folder,
    into: &Folder,
    name: &OsStr,
    owner: (u32, u32),
) -> Result<(), FileError> {
    into.make_folder(name, 0o700, owner)?;
    let top = into.open_folder(name)?;
    let mut left = vec![PathBuf::new()];
    let mut seen = Vec::new();
    while let Some(path) = left.pop() {
        let (source, copy) = (from.descend(&path)?, top.descend(&path)?);
        source.visit(|inner, _| {
            match source.facts(inner).map(|facts| facts.kind) {
                Ok(FileKind::File) => {
                    skip_gone(copy_file(&source, inner, &copy, inner, owner).map(drop))?;
                }
                Ok(FileKind::Symlink) => {
                    skip_gone(copy_link(&source, inner, &copy, inner, owner))?;
                }
                Ok(FileKind::Directory) => {
                    copy.make_folder(inner, 0o700, owner)?;
                    left.push(path.join(inner));
                }
                Ok(_) | Err(FileError::NotFound) => {}
                Err(error) => return Err(error),
            }
            Ok(())
        })?;
        seen.push((path, source.own_facts()?));
    }
    // last, since what is put into a folder changes its time, and may need its permission
    seen.iter().rev().try_for_each(|(path, facts)| keep(&top.descend(path)?, facts))
}

fn copy_file(
    from: &Folder,
    name: &OsStr,
    into: &Folder,
    new_name: &OsStr,
    owner: (u32, u32),
) -> Result<File, FileError> {
    let (source, facts) = from.open_file(name)?;
    let mut copy = into.make_file(new_name)?;
    // copy_file_range(2), where source and copy are on file systems that can do it
    io::copy(&mut source.take(facts.size), &mut copy)?;
    give(&copy, owner)?;
    keep(&copy, &facts)?;
    Ok(copy)
}

fn copy_link(
    from: &Folder,
    name: &OsStr,
    into: &Folder,
    new_name: &OsStr,
    owner: (u32, u32),
) -> Result<(), FileError> {
    let facts = from.facts(name)?;
    symlinkat(from.target(name)?, into, new_name)?;
    let (uid, gid) = (Uid::from_raw(owner.0), Gid::from_raw(owner.1));
    match chownat(into, new_name, Some(uid), Some(gid), AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::PERM) => {}
        other => other?,
    }
    Ok(utimensat(into, new_name, &times(&facts), AtFlags::SYMLINK_NOFOLLOW)?)
}

/// What went away while its folder was copied is not copied.
const fn skip_gone(copied: Result<(), FileError>) -> Result<(), FileError> {
    match copied {
        Err(FileError::NotFound | FileError::NotAFile(_)) => Ok(()),
        copied => copied,
    }
}

/// Sets permission bits, without setuid and the like, and the time of the last change.
fn keep(copy: impl std::os::fd::AsFd, facts: &Facts) -> Result<(), FileError> {
    fchmod(&copy, Mode::from_raw_mode(facts.mode & 0o777))?;
    Ok(futimens(&copy, &times(facts))?)
}

fn times(facts: &Facts) -> Timestamps {
    let modified = Timespec {
        tv_sec: facts.modified.div_euclid(1_000_000_000),
        tv_nsec: facts.modified.rem_euclid(1_000_000_000),
    };
    Timestamps { last_access: modified, last_modification: modified }
}

/// A copy that is not in its place yet. It is removed when the value is dropped, unless it was put
/// there.
pub struct Copy {
    scratch: Folder,
    name: OsString,
    placed: bool,
}

impl Mount {
    /// Copies something where no container sees it.
    pub fn copy_aside(&self, path: &Path) -> Result<Copy, FileError> {
        let (folder, name) = self.place(path)?;
        let scratch = self.aside(Aside::Scratch)?;
        let copy = Copy { scratch, name: scratch_name(), placed: false };
        folder.copy(name, &copy.scratch, &copy.name, self.owner())?;
        Ok(copy)
    }
}

impl Copy {
    /// Puts the copy into a folder under this name.
    pub fn place(
        mut self,
        into: &Folder,
        name: &OsStr,
        overwrite: Overwrite,
    ) -> Result<(), FileError> {
        self.scratch.rename(&self.name, into, name, overwrite, &self.scratch)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if !self.placed
            && let Err(error) = self.scratch.remove(&self.name, &self.scratch)
            && error != FileError::NotFound
        {
            tracing::warn!(%error, "a copy stays behind until the next start");
        }
    }
}
