use super::{FileError, Folder, Overwrite};
use app::types::FileKind;
use rustix::fs::renameat;
use std::ffi::{OsStr, OsString};
use uuid::Uuid;

impl Folder {
    /// Removes an entry with everything in it. It leaves its place at once and is then taken apart
    /// in `scratch`, where no container can add to it.
    pub fn remove(&self, name: &OsStr, scratch: &Self) -> Result<(), FileError> {
        match self.unlink(name) {
            Err(FileError::NotAFile(FileKind::Directory)) => {}
            other => {
                other?;
                return self.sync();
            }
        }
        let aside = scratch_name();
        self.rename(name, scratch, &aside, Overwrite::Never, scratch)?;
        scratch.take_apart(aside)
    }

    /// Takes away a name, if it is no folder with something in it.
    fn unlink_any(&self, name: &OsStr) -> Result<(), FileError> {
        match self.unlink(name) {
            Err(FileError::NotAFile(FileKind::Directory)) => self.unlink_folder(name),
            other => other,
        }
    }

    /// Removes everything in this folder, which is a scratch folder.
    pub fn clear(&self) -> Result<(), FileError> {
        let mut names = Vec::new();
        self.visit(|name, _| {
            names.push(name.to_owned());
            Ok(())
        })?;
        names.into_iter().try_for_each(|name| self.take_apart(name))
    }

    /// Removes an entry of this folder, which is a scratch folder. Folders within are first brought
    /// up into this one, so that no depth, however hostile, takes stack, handles or long paths.
    pub(super) fn take_apart(&self, name: OsString) -> Result<(), FileError> {
        let mut left = vec![name];
        while let Some(name) = left.pop() {
            match self.unlink(&name) {
                Err(FileError::NotAFile(FileKind::Directory)) => {}
                Err(FileError::NotFound) => continue,
                other => {
                    other?;
                    continue;
                }
            }
            let folder = self.open_folder(&name)?;
            folder.visit(|inner, _| match folder.unlink_any(inner) {
                Err(FileError::Exists) => {
                    let aside = scratch_name();
                    renameat(&folder, inner, self, &aside)?;
                    left.push(aside);
                    Ok(())
                }
                // a process that still stands in there has removed it
                Err(FileError::NotFound) => Ok(()),
                other => other,
            })?;
            match self.unlink_folder(&name) {
                // something was added meanwhile, or reading missed what came up
                Err(FileError::Exists) => left.push(name),
                other => other?,
            }
        }
        Ok(())
    }
}

/// A name that nothing else in a scratch folder has.
pub(super) fn scratch_name() -> OsString {
    Uuid::new_v4().simple().to_string().into()
}
