use super::{Aside, Facts, FileError, Mount, Overwrite};
use std::{
    ffi::OsStr,
    io::{Read, Write},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

/// How long what was deleted can be restored.
pub const TRASH_KEPT: Duration = Duration::from_mins(15);

/// What was deleted, in a folder of the trash.
const ITEM: &str = "item";
/// The path in the mount that it had.
const ORIGIN: &str = "origin";
/// More than any path has.
const LONGEST_ORIGIN: u64 = 8192;

impl Mount {
    /// Moves an entry into the trash and gives the id that restores it.
    pub fn trash(&self, path: &Path) -> Result<String, FileError> {
        let (folder, name) = self.place(path)?;
        folder.facts(name)?;
        let trash = self.aside(Aside::Trash)?;
        // ids of this kind begin with the time
        let id = Uuid::now_v7().simple().to_string();
        let place = trash.make_folder(OsStr::new(&id), 0o700, (0, 0))?;
        let mut origin = place.make_file(OsStr::new(ORIGIN))?;
        origin.write_all(path.as_os_str().as_encoded_bytes())?;
        origin.sync_all()?;
        let scratch = self.aside(Aside::Scratch)?;
        let moved = folder.rename(name, &place, OsStr::new(ITEM), Overwrite::Never, &scratch);
        if let Err(error) = moved {
            trash.remove(OsStr::new(&id), &scratch)?;
            return Err(error);
        }
        Ok(id)
    }

    /// Where something in the trash was; `NotFound` where the trash has nothing of that id.
    pub fn trashed_from(&self, id: &str) -> Result<String, FileError> {
        let (file, _) = self.in_trash(id)?.open_file(OsStr::new(ORIGIN))?;
        let mut origin = String::new();
        file.take(LONGEST_ORIGIN).read_to_string(&mut origin)?;
        Ok(origin)
    }

    /// Moves something from the trash back to where it was. Where something is there by now, it
    /// stays in the trash: `Exists`.
    pub fn restore(&self, id: &str, path: &Path) -> Result<Facts, FileError> {
        let place = self.in_trash(id)?;
        let scratch = self.aside(Aside::Scratch)?;
        let (folder, name) = self.make_place(path)?;
        place.rename(OsStr::new(ITEM), &folder, name, Overwrite::Never, &scratch)?;
        self.aside(Aside::Trash)?.remove(OsStr::new(id), &scratch)?;
        folder.facts(name)
    }

    /// Removes for good what was deleted longer ago than [`TRASH_KEPT`]; says whether there is more.
    pub fn sweep_trash(&self) -> Result<bool, FileError> {
        let Some(trash) = self.find_aside(Aside::Trash)? else { return Ok(false) };
        let scratch = self.aside(Aside::Scratch)?;
        let (mut over, mut more) = (Vec::new(), false);
        trash.visit(|name, _| {
            if name.to_str().and_then(deleted).is_none_or(is_over) {
                over.push(name.to_owned());
            } else {
                more = true;
            }
            Ok(())
        })?;
        over.iter().try_for_each(|name| trash.remove(name, &scratch))?;
        Ok(more)
    }

    /// Removes what a crash has left of writes and removals. To be called while nobody works on the
    /// container's files.
    pub fn clear_scratch(&self) -> Result<(), FileError> {
        self.find_aside(Aside::Scratch)?.map_or(Ok(()), |scratch| scratch.clear())
    }

    fn in_trash(&self, id: &str) -> Result<super::Folder, FileError> {
        // also what keeps other names than ours out
        if deleted(id).is_none_or(is_over) {
            return Err(FileError::NotFound);
        }
        self.aside(Aside::Trash)?.open_folder(OsStr::new(id))
    }
}

/// When something with this id was deleted; `None` for what is no such id.
fn deleted(id: &str) -> Option<SystemTime> {
    let uuid = Uuid::try_parse(id).ok().filter(|uuid| uuid.simple().to_string() == id)?;
    let (seconds, nanoseconds) = uuid.get_timestamp()?.to_unix();
    Some(UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}

fn is_over(deleted: SystemTime) -> bool {
    // a clock that was set back makes nothing over
    deleted.elapsed().is_ok_and(|passed| passed > TRASH_KEPT)
}
