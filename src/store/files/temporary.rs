use super::{Facts, FileError, Folder, Overwrite, mount::give};
use rustix::fs::{Mode, fchmod};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
};
use uuid::Uuid;

/// A file that is being written where no container sees it. It is gone when the value is dropped,
/// unless it was put into its place.
pub struct Temporary {
    scratch: Folder,
    name: OsString,
    file: File,
    owner: (u32, u32),
    placed: bool,
}

impl Temporary {
    pub(super) fn new(scratch: Folder, owner: (u32, u32)) -> Result<Self, FileError> {
        let name = OsString::from(Uuid::new_v4().simple().to_string());
        let file = scratch.make_file(&name)?;
        Ok(Self { scratch, name, file, owner, placed: false })
    }

    /// The file, open for reading and writing.
    pub const fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file into a folder under this name: once this returns, it is there for good and
    /// whole. It belongs to the mount's owner and has the mode 0644, or what the file had whose place
    /// it takes.
    pub fn place(
        mut self,
        into: &Folder,
        name: &OsStr,
        overwrite: Overwrite,
        replaced: Option<&Facts>,
    ) -> Result<Facts, FileError> {
        let (owner, mode) = match replaced {
            // setuid and the like are for who set them to set again
            Some(facts) => ((facts.uid, facts.gid), facts.mode & 0o777),
            None => (self.owner, 0o644),
        };
        give(&self.file, owner)?;
        fchmod(&self.file, Mode::from_raw_mode(mode))?;
        self.file.sync_all()?;
        self.scratch.rename_file(&self.name, into, name, overwrite)?;
        self.placed = true;
        // a rename changes the entity tag
        Ok(rustix::fs::fstat(&self.file)?.into())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.placed
            && let Err(error) = self.scratch.unlink(&self.name)
            && error != FileError::NotFound
        {
            tracing::warn!(%error, "a temporary file stays behind until the next start");
        }
    }
}
