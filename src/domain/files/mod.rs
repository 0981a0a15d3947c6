//! The files in the containers' mounts: lists, changes, uploads and downloads. They work whether the
//! container runs or not, and need no engine.

mod chmod;
mod download;
mod failures;
mod limits;
mod list;
mod look;
mod make;
mod path;
mod relocate;
mod remove;
mod sweep;
mod upload;
mod write;
mod zip;

pub use download::Download;
pub use limits::FileLimits;
pub use path::RelPath;
pub use upload::Destination;
pub use write::Precondition;
pub use zip::Zip;

pub(super) use failures::refused;

use super::{container::Cuid, core::Core, failures as common};
use crate::store::{FileError, Mount};
use app::types::{EventKind, Failure, OperationKind};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

impl Core {
    /// Does work on a container's files without holding up the server's other work. `work` says of
    /// each error which field's path it is about.
    pub(super) async fn on_files<T: Send + 'static>(
        &self,
        cuid: Cuid,
        work: impl FnOnce(&Mount) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.settled(cuid)?;
        let (definitions, owner) = (self.definitions.clone(), self.settings.default_user);
        let worked = tokio::task::spawn_blocking(move || {
            let mount = definitions.open_mount(&cuid.to_string(), owner).at("cuid", "")?;
            work(&mount)
        })
        .await;
        worked.unwrap_or_else(|error| {
            tracing::error!(%error, "work on files was cut short");
            Err(common::internal("Work on files was cut short."))
        })
    }

    /// Holds off everybody else who wants to change a container's files. Whoever changes them holds
    /// this for as long as names change, which is short: what takes long is done aside before.
    pub(super) async fn lock_files(&self, cuid: Cuid) -> Result<OwnedMutexGuard<()>, Failure> {
        let held = self.files.lock(&cuid.to_string()).await;
        // it may have been deleted while we waited
        self.settled(cuid)?;
        Ok(held)
    }

    /// As [`Self::on_files`], with the files' lock held, and to its end also when the caller goes
    /// away. `changed` says which paths everybody is told have changed.
    pub(super) async fn change_files<T: Send + 'static>(
        self: &Arc<Self>,
        cuid: Cuid,
        changed: impl FnOnce(&T) -> Vec<String> + Send + 'static,
        work: impl FnOnce(&Mount) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let core = Arc::clone(self);
        self.see_through(async move {
            let _held = core.lock_files(cuid).await?;
            let worked = core.on_files(cuid, work).await?;
            for path in changed(&worked) {
                core.tell_files(cuid, path);
            }
            Ok(worked)
        })
        .await
    }

    /// Tells everybody that something among a container's files has changed.
    pub(super) fn tell_files(&self, cuid: Cuid, path: String) {
        self.events.publish(EventKind::Files { cuid: cuid.to_string(), path });
    }

    /// A container whose files are there and stay.
    fn settled(&self, cuid: Cuid) -> Result<(), Failure> {
        match self.entry(cuid)?.operation.map(|operation| operation.kind) {
            Some(OperationKind::Create) => Err(failures::container_busy("created")),
            Some(OperationKind::Delete) => Err(failures::container_busy("deleted")),
            _ => Ok(()),
        }
    }
}

/// Says which path an error is about.
pub(super) trait At<T> {
    /// The failure of this path, which the request calls `field`.
    fn at(self, field: &str, path: impl AsRef<str>) -> Result<T, Failure>;
}

impl<T> At<T> for Result<T, FileError> {
    fn at(self, field: &str, path: impl AsRef<str>) -> Result<T, Failure> {
        self.map_err(|error| refused(error, field, path.as_ref()))
    }
}
