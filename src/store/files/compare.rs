use super::{
    FileError, Folder, Mount, Staging,
    journal::{Journal, Step},
    mount::is_aside,
    walk::walk,
};
use app::types::{Change, ChangeKind, FileKind, UploadMode};
use std::{
    ffi::OsStr,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

/// How many changes a dry run names.
const NAMED: usize = 1000;
/// How much of two files is compared at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// What an archive does to a mount. Files count, folders do not.
#[derive(Debug, Default)]
pub struct Changes {
    /// How many files are new.
    pub added: u64,
    /// How many take the place of others.
    pub changed: u64,
    /// How many go.
    pub removed: u64,
    /// The first of them, if they are to be named.
    pub named: Option<Vec<Change>>,
    /// Whether there are more than are named.
    pub truncated: bool,
}

impl Changes {
    fn note(&mut self, path: &Path, change: ChangeKind, bytes: u64) {
        *match change {
            ChangeKind::Added => &mut self.added,
            ChangeKind::Changed => &mut self.changed,
            ChangeKind::Removed => &mut self.removed,
        } += 1;
        match &mut self.named {
            Some(named) if named.len() < NAMED => {
                named.push(Change { path: path.to_string_lossy().into_owned(), change, bytes });
            }
            Some(_) => self.truncated = true,
            None => {}
        }
    }
}

/// Why an archive can't go into a mount.
#[derive(Debug)]
pub enum Obstacle {
    /// What is at this path is of another kind: a folder where a file is to go, a link, a device.
    Conflict(PathBuf),
    /// The files could not be looked at or changed.
    File(FileError),
}

impl From<FileError> for Obstacle {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl Staging {
    /// Compares what was unpacked for the folder `target` with what is in the mount, and notes the
    /// steps from the one to the other, changing nothing.
    pub fn compare(
        &self,
        mount: &Mount,
        target: &Path,
        mode: UploadMode,
        named: bool,
    ) -> Result<Changes, Obstacle> {
        let mut comparing = Comparing {
            mount,
            target,
            mode,
            journal: Journal::create(&self.folder)?,
            changes: Changes { named: named.then(Vec::new), ..Changes::default() },
        };
        let root = mount.folder(Path::new(""))?;
        comparing.folder(&self.tree, &root, Path::new(""))?;
        comparing.journal.close()?;
        Ok(comparing.changes)
    }
}

struct Comparing<'a> {
    mount: &'a Mount,
    target: &'a Path,
    mode: UploadMode,
    journal: Journal,
    changes: Changes,
}

impl Comparing<'_> {
    fn folder(&mut self, new: &Folder, now: &Folder, path: &Path) -> Result<(), Obstacle> {
        for name in names(new)? {
            self.entry(new, now, &name, &path.join(&name))?;
        }
        let replaces = self.mode == UploadMode::Replace && path.starts_with(self.target);
        if replaces {
            for name in names(now)? {
                let is_own =
                    path.as_os_str().is_empty() && self.mount.is_apart() && is_aside(&name);
                if !is_own && matches!(new.facts(&name), Err(FileError::NotFound)) {
                    self.removed(now, &name, &path.join(&name))?;
                }
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        new: &Folder,
        now: &Folder,
        name: &OsStr,
        path: &Path,
    ) -> Result<(), Obstacle> {
        let facts = new.facts(name)?;
        let there = match now.facts(name) {
            Err(FileError::NotFound) => None,
            other => Some(other?),
        };
        match (facts.kind, there.map(|there| there.kind)) {
            (_, None) => self.added(new, name, path),
            (FileKind::Directory, Some(FileKind::Directory)) => {
                self.folder(&new.open_folder(name)?, &now.open_folder(name)?, path)
            }
            (FileKind::File, Some(FileKind::File)) => {
                let is_same = there.is_some_and(|there| {
                    there.size == facts.size && there.mode & 0o111 == facts.mode & 0o111
                }) && same(&new.open_file(name)?.0, &now.open_file(name)?.0)?;
                if !is_same {
                    self.changes.note(path, ChangeKind::Changed, facts.size);
                    self.journal.note(Step::Replace, path)?;
                }
                Ok(())
            }
            _ if self.mode == UploadMode::Replace
                && path.starts_with(self.target)
                && path != self.target =>
            {
                self.removed(now, name, path)?;
                self.added(new, name, path)
            }
            _ => Err(Obstacle::Conflict(path.to_owned())),
        }
    }

    /// A file or a whole folder that is new: one step, whatever is in it.
    fn added(&mut self, new: &Folder, name: &OsStr, path: &Path) -> Result<(), Obstacle> {
        self.journal.note(Step::Add, path)?;
        self.count(new, name, path, ChangeKind::Added)
    }

    /// Whatever is there goes: one step.
    fn removed(&mut self, now: &Folder, name: &OsStr, path: &Path) -> Result<(), Obstacle> {
        self.journal.note(Step::Remove, path)?;
        self.count(now, name, path, ChangeKind::Removed)
    }

    fn count(
        &mut self,
        folder: &Folder,
        name: &OsStr,
        path: &Path,
        change: ChangeKind,
    ) -> Result<(), Obstacle> {
        let facts = folder.facts(name)?;
        if facts.kind != FileKind::Directory {
            self.changes.note(path, change, facts.size);
            return Ok(());
        }
        let inner = folder.open_folder(name)?;
        walk(&inner, &[PathBuf::new()], |step| {
            if step.kind == FileKind::Directory {
                return Ok(());
            }
            let bytes = match step.folder.facts(step.name) {
                Err(FileError::NotFound) => return Ok(()),
                facts => facts?.size,
            };
            self.changes.note(&path.join(step.path).join(step.name), change, bytes);
            Ok::<(), Obstacle>(())
        })?;
        Ok(())
    }
}

fn names(folder: &Folder) -> Result<Vec<std::ffi::OsString>, FileError> {
    let mut names = Vec::new();
    folder.visit(|name, _| {
        names.push(name.to_owned());
        Ok(())
    })?;
    names.sort_unstable();
    Ok(names)
}

/// Whether two files have the same contents.
fn same(one: &File, other: &File) -> Result<bool, FileError> {
    let (mut left, mut right) = (vec![0; PIECE], vec![0; PIECE]);
    let (mut one, mut other) = (one, other);
    loop {
        let count = one.read(&mut left)?;
        if count == 0 {
            return Ok(other.read(&mut right)? == 0);
        }
        match other.read_exact(&mut right[..count]) {
            Ok(()) if left[..count] == right[..count] => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
}
