use super::{Aside, FileError, Folder, Mount, mount::give};
use crate::archive::{Archive, ArchiveError, Contents, Entry, Kind, Problem, Totals};
use app::types::FileKind;
use rustix::{
    fs::{Mode, OFlags, fchmod, mkdirat, openat},
    io::Errno,
};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The archive, as it was sent.
const ARCHIVE: &str = "archive";
/// What was in it, from the mount's root on.
const TREE: &str = "tree";
/// What it takes the place of.
const OLD: &str = "old";

/// How much is unpacked at a time, in bytes.
const PIECE: usize = 128 * 1024;

/// An archive on its way into a mount, in a folder of the server's own on the same file system. It
/// is gone when the value is dropped.
pub struct Staging {
    all: Folder,
    name: OsString,
    pub(super) folder: Folder,
    pub(super) tree: Folder,
    pub(super) old: Folder,
    owner: (u32, u32),
    /// Whether it stays for the next start, which has to finish what could not be finished now.
    pub(super) kept: bool,
}

impl Staging {
    /// Makes room for an archive.
    pub fn new(mount: &Mount) -> Result<Self, FileError> {
        let all = mount.aside(Aside::Staging)?;
        let name = OsString::from(Uuid::new_v4().simple().to_string());
        mkdirat(&all, &name, Mode::RWXU)?;
        let folder = all.open_folder(&name)?;
        for inner in [TREE, OLD] {
            mkdirat(&folder, inner, Mode::RWXU)?;
        }
        Self::open(all, name, mount.owner())
    }

    /// The room that an earlier run made.
    pub(super) fn open(all: Folder, name: OsString, owner: (u32, u32)) -> Result<Self, FileError> {
        let folder = all.open_folder(&name)?;
        let (tree, old) =
            (folder.open_folder(OsStr::new(TREE))?, folder.open_folder(OsStr::new(OLD))?);
        Ok(Self { all, name, folder, tree, old, owner, kept: false })
    }

    /// The file for the archive's bytes.
    pub fn archive(&self) -> Result<File, FileError> {
        self.folder.make_file(OsStr::new(ARCHIVE))
    }

    /// Unpacks an archive whose files are meant for the folder `target` of the mount, and throws it
    /// away.
    pub fn unpack(&self, archive: Archive, target: &Path) -> Result<Unpacked, ArchiveError> {
        let mut archive = archive;
        let root = descend_making(&self.tree, target, self.owner, &mut 0)?;
        let mut unpacking = Unpacking {
            root: &root,
            above: target.as_os_str().len(),
            owner: self.owner,
            parent: None,
            directories: 0,
            piece: vec![0; PIECE],
        };
        let totals = archive.each(|entry, contents| unpacking.entry(entry, contents))?;
        let directories = unpacking.directories;
        drop(archive);
        // it has done its part, and need not be written to the disk any more
        self.folder.unlink(OsStr::new(ARCHIVE)).map_err(io)?;
        Ok(Unpacked { totals, directories })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        if let Err(error) = self.all.take_apart(self.name.clone()) {
            tracing::warn!(%error, "what an upload has left stays until the next start");
        }
    }
}

/// What was unpacked.
#[derive(Debug, Clone, Copy)]
pub struct Unpacked {
    /// Files and their bytes.
    pub totals: Totals,
    /// Folders, those that are only in paths among them.
    pub directories: u64,
}

/// An unpacking under way. The file system itself tells names that come twice.
struct Unpacking<'a> {
    root: &'a Folder,
    /// How long the path to the root is in the mount, in bytes.
    above: usize,
    owner: (u32, u32),
    /// The folder of the last file: the next one mostly is in the same.
    parent: Option<(PathBuf, Folder)>,
    directories: u64,
    piece: Vec<u8>,
}

impl Unpacking<'_> {
    fn entry(&mut self, entry: &Entry, contents: &mut Contents<'_>) -> Result<(), ArchiveError> {
        const PATH_MAX: usize = 4096;
        if self.above + 1 + entry.path.len() >= PATH_MAX {
            return Err(Problem::Path.into());
        }
        let path = Path::new(&entry.path);
        let Kind::File { executable } = entry.kind else {
            descend_making(self.root, path, self.owner, &mut self.directories)?;
            return self.read(contents, None);
        };
        let name = path.file_name().ok_or(Problem::Path)?;
        let parent = path.parent().unwrap_or(Path::new(""));
        let folder = match &mut self.parent {
            Some((known, folder)) if known == parent => folder,
            other => {
                let found = descend_making(self.root, parent, self.owner, &mut self.directories)?;
                &mut other.insert((parent.to_owned(), found)).1
            }
        };
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = match openat(&*folder, name, flags, Mode::RUSR | Mode::WUSR) {
            Err(Errno::EXIST) => {
                let there = folder.facts(name).map_err(io)?;
                let is_folder = there.kind == FileKind::Directory;
                return Err(if is_folder { Problem::NameClash } else { Problem::Duplicate }.into());
            }
            other => File::from(other.map_err(|error| io(error.into()))?),
        };
        self.read(contents, Some(&file))?;
        give(&file, self.owner).map_err(io)?;
        let mode = if executable { 0o755 } else { 0o644 };
        fchmod(&file, Mode::from_raw_mode(mode)).map_err(|error| io(error.into()))?;
        if let Some(modified) = entry.modified {
            file.set_modified(modified)?;
        }
        Ok(())
    }

    fn read(
        &mut self,
        contents: &mut Contents<'_>,
        mut into: Option<&File>,
    ) -> Result<(), ArchiveError> {
        loop {
            let count = contents.read(&mut self.piece)?;
            if count == 0 {
                return Ok(());
            }
            if let Some(file) = &mut into {
                file.write_all(&self.piece[..count])?;
            }
        }
    }
}

/// Opens a folder below another, making what is not there. Nothing is synced: that is done once,
/// when everything is unpacked.
fn descend_making(
    root: &Folder,
    path: &Path,
    owner: (u32, u32),
    made: &mut u64,
) -> Result<Folder, ArchiveError> {
    match root.descend(path) {
        Err(FileError::NotFound) => {}
        Err(FileError::NotADirectory) => return Err(Problem::NameClash.into()),
        other => return other.map_err(io),
    }
    let mut folder = root.descend(Path::new("")).map_err(io)?;
    for name in path {
        folder = match folder.open_folder(name) {
            Err(FileError::NotFound) => {
                mkdirat(&folder, name, Mode::RWXU).map_err(|error| io(error.into()))?;
                let inner = folder.open_folder(name).map_err(io)?;
                give(&inner, owner).map_err(io)?;
                inner.set_own_mode(0o755).map_err(io)?;
                *made += 1;
                inner
            }
            Err(FileError::NotADirectory) => return Err(Problem::NameClash.into()),
            other => other.map_err(io)?,
        };
    }
    Ok(folder)
}

/// A trouble of the disk, on the way through the archive's reader.
fn io(error: FileError) -> ArchiveError {
    ArchiveError::Io(error.into())
}
