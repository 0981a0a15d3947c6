use super::{At, RelPath, look::look};
use crate::{
    domain::{container::Cuid, core::Core},
    store::Aside,
};
use app::types::{Failure, FileEntry, Removed, RestoreRequest};
use std::sync::Arc;

impl Core {
    /// Deletes something with all that is in it; with `undo`, it can be restored for a while.
    pub(in crate::domain) async fn delete_file(
        self: &Arc<Self>,
        cuid: Cuid,
        path: &str,
        undo: bool,
    ) -> Result<Removed, Failure> {
        let path = RelPath::parse(path, "path")?;
        let removed = self
            .change_files(
                cuid,
                |removed: &Removed| vec![removed.path.clone()],
                move |mount| {
                    let remove = || {
                        if undo {
                            return mount.trash(path.as_ref()).map(Some);
                        }
                        let (folder, name) = mount.place(path.as_ref())?;
                        folder.facts(name)?;
                        folder.remove(name, &mount.aside(Aside::Scratch)?)?;
                        Ok(None)
                    };
                    let restore_id = remove().at("path", &path)?;
                    Ok(Removed { path: path.as_str().to_owned(), restore_id })
                },
            )
            .await?;
        if removed.restore_id.is_some() {
            self.sweep_later(cuid);
        }
        Ok(removed)
    }

    /// Brings back what was deleted.
    pub(in crate::domain) async fn restore_file(
        self: &Arc<Self>,
        cuid: Cuid,
        request: RestoreRequest,
    ) -> Result<FileEntry, Failure> {
        self.change_files(
            cuid,
            |entry: &FileEntry| vec![entry.path.clone()],
            move |mount| {
                let id = &request.id;
                let origin = mount.trashed_from(id).at("id", id)?;
                let path = RelPath::parse(&origin, "id")?;
                mount.restore(id, path.as_ref()).at("id", &path)?;
                look(mount, &path, "id")
            },
        )
        .await
    }
}
