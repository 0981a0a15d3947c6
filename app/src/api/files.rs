use super::Json;
#[cfg(feature = "ssr")]
use super::Services;
#[cfg(feature = "ssr")]
use crate::types::Failure;
use crate::types::{
    ApiError, ChmodRequest, CopyRequest, FileEntry, FileList, FileQuery, MkdirRequest, MoveRequest,
    Removed, RestoreRequest, UnpackRequest, Upload,
};
use leptos::prelude::*;

/// What can be done with the files in a container's mount, whether the container runs or not. Bytes
/// travel by REST.
///
/// A path names something in the mount, its parts joined by `/`; an empty one is the mount itself.
/// Nothing a path or a link says leads out of the mount.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Files: Send + Sync {
    /// One page of a folder.
    async fn list(&self, cuid: &str, query: &FileQuery) -> Result<FileList, Failure>;

    /// One file, folder or link; a link is not followed.
    async fn stat(&self, cuid: &str, path: &str) -> Result<FileEntry, Failure>;

    /// Makes a folder, and those above it. One that is there already stays as it is.
    async fn mkdir(&self, cuid: &str, request: MkdirRequest) -> Result<Saved, Failure>;

    /// Gives something another place and name.
    async fn move_(&self, cuid: &str, request: MoveRequest) -> Result<FileEntry, Failure>;

    /// Copies something; a folder with all that is in it.
    async fn copy(&self, cuid: &str, request: CopyRequest) -> Result<FileEntry, Failure>;

    /// Sets permission bits.
    async fn chmod(&self, cuid: &str, request: ChmodRequest) -> Result<FileEntry, Failure>;

    /// Deletes something with all that is in it; with `undo`, it can be restored for a quarter of an
    /// hour.
    async fn delete(&self, cuid: &str, path: &str, undo: bool) -> Result<Removed, Failure>;

    /// Brings back what was deleted, unless something else has its name by now.
    async fn restore(&self, cuid: &str, request: RestoreRequest) -> Result<FileEntry, Failure>;

    /// Unpacks an archive that lies among the files, wholly or not at all.
    async fn unpack(&self, cuid: &str, request: UnpackRequest) -> Result<Upload, Failure>;
}

/// What was asked to be there and now is.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What is there now.
    pub entry: FileEntry,
    /// Whether nothing was there before.
    pub created: bool,
}

/// One page of a folder.
#[server(prefix = "/ui/fn", endpoint = "files/list", protocol = Json)]
pub async fn list_files(cuid: String, query: FileQuery) -> Result<FileList, ApiError> {
    let services = Services::get();
    services.files.list(&cuid, &query).await.map_err(|failure| services.refuse(failure))
}

/// One file, folder or link.
#[server(prefix = "/ui/fn", endpoint = "files/stat", protocol = Json)]
pub async fn stat_file(cuid: String, path: String) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    services.files.stat(&cuid, &path).await.map_err(|failure| services.refuse(failure))
}

/// Makes a folder.
#[server(prefix = "/ui/fn", endpoint = "files/mkdir", protocol = Json)]
pub async fn make_folder(cuid: String, request: MkdirRequest) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    let saved = services.files.mkdir(&cuid, request).await;
    saved.map(|saved| saved.entry).map_err(|failure| services.refuse(failure))
}

/// Gives something another place and name.
#[server(prefix = "/ui/fn", endpoint = "files/move", protocol = Json)]
pub async fn move_file(cuid: String, request: MoveRequest) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    services.files.move_(&cuid, request).await.map_err(|failure| services.refuse(failure))
}

/// Copies something.
#[server(prefix = "/ui/fn", endpoint = "files/copy", protocol = Json)]
pub async fn copy_file(cuid: String, request: CopyRequest) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    services.files.copy(&cuid, request).await.map_err(|failure| services.refuse(failure))
}

/// Sets permission bits.
#[server(prefix = "/ui/fn", endpoint = "files/chmod", protocol = Json)]
pub async fn chmod_file(cuid: String, request: ChmodRequest) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    services.files.chmod(&cuid, request).await.map_err(|failure| services.refuse(failure))
}

/// Deletes something with all that is in it.
#[server(prefix = "/ui/fn", endpoint = "files/delete", protocol = Json)]
pub async fn delete_file(cuid: String, path: String, undo: bool) -> Result<Removed, ApiError> {
    let services = Services::get();
    services.files.delete(&cuid, &path, undo).await.map_err(|failure| services.refuse(failure))
}

/// Brings back what was deleted.
#[server(prefix = "/ui/fn", endpoint = "files/restore", protocol = Json)]
pub async fn restore_file(cuid: String, request: RestoreRequest) -> Result<FileEntry, ApiError> {
    let services = Services::get();
    services.files.restore(&cuid, request).await.map_err(|failure| services.refuse(failure))
}

/// Unpacks an archive that lies among the files, or says what that would change.
#[server(prefix = "/ui/fn", endpoint = "files/unpack", protocol = Json)]
pub async fn unpack_file(cuid: String, request: UnpackRequest) -> Result<Upload, ApiError> {
    let services = Services::get();
    services.files.unpack(&cuid, request).await.map_err(|failure| services.refuse(failure))
}
