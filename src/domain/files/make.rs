use super::{At, RelPath, look::look};
use crate::{
    domain::{container::Cuid, core::Core},
    store::FileError,
};
use app::{
    api::Saved,
    types::{Failure, FileKind, MkdirRequest},
};
use std::sync::Arc;

impl Core {
    /// Makes a folder and those above it.
    pub(in crate::domain) async fn make_folder(
        self: &Arc<Self>,
        cuid: Cuid,
        request: MkdirRequest,
    ) -> Result<Saved, Failure> {
        let path = RelPath::parse(&request.path, "path")?;
        let changed =
            |saved: &Saved| saved.created.then(|| saved.entry.path.clone()).into_iter().collect();
        self.change_files(cuid, changed, move |mount| {
            let there = match mount.facts(path.as_ref()) {
                Err(FileError::NotFound) => None,
                other => Some(other.at("path", &path)?),
            };
            match there.map(|facts| facts.kind) {
                Some(FileKind::Directory) => {}
                Some(_) => return Err(FileError::Exists).at("path", &path),
                None => {
                    mount.make_folders(path.as_ref()).at("path", &path)?;
                }
            }
            Ok(Saved { entry: look(mount, &path, "path")?, created: there.is_none() })
        })
        .await
    }
}
