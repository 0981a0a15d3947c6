use super::{FileError, Folder};
use rustix::fs::{RenameFlags, renameat_with};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{BufWriter, Read as _, Write as _},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

/// One step from what is in the mount to what is in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Something comes where nothing is.
    Add,
    /// A file takes the place of a file.
    Replace,
    /// Something goes.
    Remove,
}

impl Step {
    const ALL: [Self; 3] = [Self::Add, Self::Replace, Self::Remove];

    const fn letter(self) -> u8 {
        match self {
            Self::Add => b'A',
            Self::Replace => b'M',
            Self::Remove => b'D',
        }
    }
}

/// Which way the steps are being gone. The name of the journal says it, so that a rename turns back
/// in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Nothing has been done yet, and need not be.
    Planned,
    /// They are being done. Once the journal has this name, the archive is as good as there.
    Forward,
    /// What was done is being undone.
    Back,
}

impl Direction {
    const fn file(self) -> &'static str {
        match self {
            Self::Planned => "journal.new",
            Self::Forward => "journal",
            Self::Back => "journal.undo",
        }
    }
}

/// The steps, on disk: a letter and a path each, ended by a NUL, which no path has.
pub(super) struct Journal(BufWriter<File>);

impl Journal {
    /// An empty one that is only planned.
    pub(super) fn create(folder: &Folder) -> Result<Self, FileError> {
        Ok(Self(BufWriter::new(folder.make_file(OsStr::new(Direction::Planned.file()))?)))
    }

    /// Adds a step.
    pub(super) fn note(&mut self, step: Step, path: &Path) -> Result<(), FileError> {
        self.0.write_all(&[step.letter()])?;
        self.0.write_all(path.as_os_str().as_bytes())?;
        Ok(self.0.write_all(&[0])?)
    }

    /// Ends the writing.
    pub(super) fn close(&mut self) -> Result<(), FileError> {
        Ok(self.0.flush()?)
    }
}

/// Which journal a folder has.
pub(super) fn direction(folder: &Folder) -> Result<Direction, FileError> {
    for direction in [Direction::Back, Direction::Forward] {
        match folder.facts(OsStr::new(direction.file())) {
            Ok(_) => return Ok(direction),
            Err(FileError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Direction::Planned)
}

/// Changes the direction, for good: also after a power cut.
pub(super) fn turn(folder: &Folder, from: Direction, to: Direction) -> Result<(), FileError> {
    renameat_with(folder, from.file(), folder, to.file(), RenameFlags::NOREPLACE)?;
    folder.sync()
}

/// Notes that all steps are done or all undone.
pub(super) fn end(folder: &Folder, direction: Direction) -> Result<(), FileError> {
    folder.unlink(OsStr::new(direction.file()))
}

/// Reads the steps.
pub(super) fn steps(
    folder: &Folder,
    direction: Direction,
) -> Result<Vec<(Step, PathBuf)>, FileError> {
    let mut bytes = Vec::new();
    folder.open_file(OsStr::new(direction.file()))?.0.read_to_end(&mut bytes)?;
    let step = |record: &[u8]| {
        let (letter, path) = record.split_first()?;
        let step = Step::ALL.into_iter().find(|step| step.letter() == *letter)?;
        Some((step, PathBuf::from(OsString::from_vec(path.to_owned()))))
    };
    Ok(bytes.split(|byte| *byte == 0).filter_map(step).collect())
}
