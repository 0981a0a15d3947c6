use super::{
    Facts, FileError,
    facts::kind,
    mount::{give, resolve},
};
use app::types::FileKind;
use rustix::{
    fs::{
        AtFlags, CWD, Dir, Mode, OFlags, RenameFlags, ResolveFlags, chmodat, fchmod, fstat,
        mkdirat, open, openat, readlinkat, renameat, renameat_with, statat, unlinkat,
    },
    io::Errno,
};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    os::{
        fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd},
        unix::ffi::{OsStrExt, OsStringExt},
    },
    path::Path,
};

/// An open handle on one folder. Its methods take the names of single entries and follow no link, so
/// that they stay in this folder, wherever it is moved and whatever takes its place.
pub struct Folder(OwnedFd);

/// What happens to something that is where another thing is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays, and the other does not go there: `Exists`.
    Never,
    /// It gives way.
    Always,
}

impl Folder {
    pub(super) const fn new(fd: OwnedFd) -> Self {
        Self(fd)
    }

    /// A folder of the server's own, by its path on the host.
    pub(in crate::store) fn open(path: &Path) -> Result<Self, FileError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(open(path, flags, Mode::empty())?))
    }

    /// What is known of the folder itself.
    pub fn own_facts(&self) -> Result<Facts, FileError> {
        Ok(fstat(&self.0)?.into())
    }

    /// What is known of an entry.
    pub fn facts(&self, name: &OsStr) -> Result<Facts, FileError> {
        Ok(statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?.into())
    }

    /// The text of a link.
    pub fn target(&self, name: &OsStr) -> Result<OsString, FileError> {
        match readlinkat(&self.0, name, Vec::new()) {
            // something else has taken the link's place
            Err(Errno::INVAL) => Err(FileError::NotFound),
            target => Ok(OsString::from_vec(target?.into_bytes())),
        }
    }

    /// Looks at every entry, in no order: its name, and what it is where the file system says so at
    /// no cost. Ends where `visit` gives an error.
    pub fn visit(
        &self,
        mut visit: impl FnMut(&OsStr, Option<FileKind>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                visit(OsStr::from_bytes(name), kind(entry.file_type()))?;
            }
        }
        Ok(())
    }

    /// A folder in this one.
    pub fn open_folder(&self, name: &OsStr) -> Result<Self, FileError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(openat(&self.0, name, flags, Mode::empty())?))
    }

    /// A folder somewhere below this one, by a path without any link.
    pub fn descend(&self, path: &Path) -> Result<Self, FileError> {
        let how = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        resolve(&self.0, path, OFlags::RDONLY | OFlags::DIRECTORY, how).map(Self)
    }

    /// Opens a file for reading, if it is a regular one.
    pub fn open_file(&self, name: &OsStr) -> Result<(File, Facts), FileError> {
        reopen(&self.hold(name)?)
    }

    /// Makes a folder that was not there, with these permission bits and this owner.
    pub fn make_folder(
        &self,
        name: &OsStr,
        mode: u32,
        owner: (u32, u32),
    ) -> Result<Self, FileError> {
        mkdirat(&self.0, name, Mode::RWXU)?;
        let folder = self.open_folder(name)?;
        give(&folder, owner)?;
        fchmod(&folder, Mode::from_raw_mode(mode))?;
        self.sync()?;
        Ok(folder)
    }

    /// Makes a file that was not there, which only the server may read yet.
    pub fn make_file(&self, name: &OsStr) -> Result<File, FileError> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(openat(&self.0, name, flags, Mode::RUSR | Mode::WUSR)?.into())
    }

    /// Gives an entry another place and name. With [`Overwrite::Always`], a file takes the place of a
    /// file in one step; where folders are concerned the two change places, so that a crash loses
    /// neither, and what was there is then removed by way of `scratch`.
    pub fn rename(
        &self,
        name: &OsStr,
        into: &Self,
        new_name: &OsStr,
        overwrite: Overwrite,
        scratch: &Self,
    ) -> Result<(), FileError> {
        let moved = match overwrite {
            Overwrite::Never => {
                renameat_with(&self.0, name, &into.0, new_name, RenameFlags::NOREPLACE)
            }
            Overwrite::Always => renameat(&self.0, name, &into.0, new_name),
        };
        match moved {
            Err(Errno::ISDIR | Errno::NOTDIR | Errno::EXIST | Errno::NOTEMPTY)
                if overwrite == Overwrite::Always =>
            {
                renameat_with(&self.0, name, &into.0, new_name, RenameFlags::EXCHANGE)
                    .map_err(renaming)?;
                into.sync()?;
                self.remove(name, scratch)?;
            }
            other => other.map_err(renaming)?,
        }
        into.sync()?;
        self.sync()
    }

    /// Gives a file another place and name; a file, link or the like that is there gives way in one
    /// step, a folder does not.
    pub(super) fn rename_file(
        &self,
        name: &OsStr,
        into: &Self,
        new_name: &OsStr,
        overwrite: Overwrite,
    ) -> Result<(), FileError> {
        let flags = match overwrite {
            Overwrite::Never => RenameFlags::NOREPLACE,
            Overwrite::Always => RenameFlags::empty(),
        };
        renameat_with(&self.0, name, &into.0, new_name, flags).map_err(renaming)?;
        into.sync()
    }

    /// Sets the permission bits of an entry that is no link.
    pub fn set_mode(&self, name: &OsStr, mode: u32) -> Result<(), FileError> {
        let held = self.hold(name)?;
        let facts = Facts::from(fstat(&held)?);
        if facts.kind == FileKind::Symlink {
            return Err(FileError::NotAFile(FileKind::Symlink));
        }
        // a handle that can't read can't be given to fchmod either, but has a path of its own
        Ok(chmodat(CWD, own_path(&held), Mode::from_raw_mode(mode), AtFlags::empty())?)
    }

    /// Sets the permission bits of the folder itself.
    pub fn set_own_mode(&self, mode: u32) -> Result<(), FileError> {
        Ok(fchmod(&self.0, Mode::from_raw_mode(mode))?)
    }

    /// Takes away a name that is no folder's.
    pub fn unlink(&self, name: &OsStr) -> Result<(), FileError> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Takes away an empty folder.
    pub fn unlink_folder(&self, name: &OsStr) -> Result<(), FileError> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Makes what came and went in this folder survive a power cut.
    pub fn sync(&self) -> Result<(), FileError> {
        Ok(rustix::fs::fsync(&self.0)?)
    }

    /// A handle on an entry that can't do anything but be looked at, so that opening it has no
    /// effect, whatever it is.
    fn hold(&self, name: &OsStr) -> Result<OwnedFd, FileError> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(&self.0, name, flags, Mode::empty())?)
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Opens for reading what is held, if it is a regular file.
pub(super) fn reopen(held: &OwnedFd) -> Result<(File, Facts), FileError> {
    let facts = Facts::from(fstat(held)?);
    if facts.kind != FileKind::File {
        return Err(FileError::NotAFile(facts.kind));
    }
    let file = open(own_path(held), OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    Ok((file.into(), facts))
}

/// The path by which the kernel lets a process get at what it has open, without resolving names.
fn own_path(held: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", held.as_raw_fd())
}

/// What a rename refuses with other meanings than other calls.
fn renaming(error: Errno) -> FileError {
    match error {
        Errno::INVAL => FileError::IntoItself,
        other => other.into(),
    }
}
