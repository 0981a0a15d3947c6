use super::{At, RelPath, look::look};
use crate::{
    domain::{container::Cuid, core::Core},
    store::{Aside, FileError, Mount, Overwrite},
};
use app::types::{CopyRequest, Failure, FileEntry, MoveRequest};
use std::sync::Arc;

impl Core {
    /// Gives something another place and name.
    pub(in crate::domain) async fn move_file(
        self: &Arc<Self>,
        cuid: Cuid,
        request: MoveRequest,
    ) -> Result<FileEntry, Failure> {
        let way = Way::read(&request.from, &request.to, request.overwrite)?;
        let changed = [&way.from, &way.to].map(|path| path.as_str().to_owned()).to_vec();
        self.change_files(
            cuid,
            |_| changed,
            move |mount| {
                let (folder, name) = mount.place(way.from.as_ref()).at("from", &way.from)?;
                folder.facts(name).at("from", &way.from)?;
                way.refuse_taken(mount)?;
                let place = || {
                    let (into, new_name) = mount.make_place(way.to.as_ref())?;
                    let scratch = mount.aside(Aside::Scratch)?;
                    folder.rename(name, &into, new_name, way.overwrite, &scratch)
                };
                place().at("to", &way.to)?;
                look(mount, &way.to, "to")
            },
        )
        .await
    }

    /// Copies something. What takes long, the copying itself, is done aside while others go on.
    pub(in crate::domain) async fn copy_file(
        self: &Arc<Self>,
        cuid: Cuid,
        request: CopyRequest,
    ) -> Result<FileEntry, Failure> {
        let way = Way::read(&request.from, &request.to, request.overwrite)?;
        let core = Arc::clone(self);
        self.see_through(async move {
            let (way, copy) = core
                .on_files(cuid, move |mount| {
                    mount.facts(way.from.as_ref()).at("from", &way.from)?;
                    way.refuse_taken(mount)?;
                    let copy = mount.copy_aside(way.from.as_ref()).at("from", &way.from)?;
                    Ok((way, copy))
                })
                .await?;
            let _held = core.lock_files(cuid).await?;
            let placed = core.on_files(cuid, move |mount| {
                way.refuse_taken(mount)?;
                let place = || {
                    let (into, name) = mount.make_place(way.to.as_ref())?;
                    copy.place(&into, name, way.overwrite)
                };
                place().at("to", &way.to)?;
                look(mount, &way.to, "to")
            });
            let entry = placed.await?;
            core.tell_files(cuid, entry.path.clone());
            Ok(entry)
        })
        .await
    }
}

/// From where to where, and what happens to something that is there.
struct Way {
    from: RelPath,
    to: RelPath,
    overwrite: Overwrite,
}

impl Way {
    fn read(from: &str, to: &str, overwrite: bool) -> Result<Self, Failure> {
        let (from, to) = (RelPath::parse(from, "from")?, RelPath::parse(to, "to")?);
        if from.is_mount() || to.is_within(&from) || to.is_mount() {
            return Err(FileError::IntoItself).at("to", &to);
        }
        let overwrite = if overwrite { Overwrite::Always } else { Overwrite::Never };
        Ok(Self { from, to, overwrite })
    }

    /// Before anything is made that would then be left over.
    fn refuse_taken(&self, mount: &Mount) -> Result<(), Failure> {
        let there = match mount.facts(self.to.as_ref()) {
            Err(FileError::NotFound) => false,
            other => other.map(|_| true).at("to", &self.to)?,
        };
        if there && self.overwrite == Overwrite::Never {
            return Err(FileError::Exists).at("to", &self.to);
        }
        Ok(())
    }
}
