use super::{At, RelPath, failures, look::entry};
use crate::{
    domain::{Domain, container::Cuid},
    store::{Facts, FileError, Mount, Overwrite, Temporary},
};
use app::{
    api::Saved,
    types::{Failure, FileKind},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use tokio::io::AsyncWriteExt as _;

/// What must hold for a file to be written, so that nobody's work is overwritten unseen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precondition {
    /// Entity tags, one of which the file that is there must have; `*` for any file.
    pub matches: Option<Vec<String>>,
    /// Whether nothing may be there.
    pub none: bool,
}

impl Domain {
    /// Puts a file into a container's mount, or replaces one, wholly or not at all. Its bytes are
    /// written aside as they come. One that is replaced keeps its mode and owner.
    pub async fn write_file(
        &self,
        cuid: &str,
        path: &str,
        precondition: Precondition,
        length: Option<u64>,
        mut bytes: impl Stream<Item = Result<Bytes, Failure>> + Unpin,
    ) -> Result<Saved, Failure> {
        let cuid: Cuid = cuid.parse()?;
        let path = RelPath::parse(path, "path")?;
        let limit = self.core.settings.files.upload_bytes;
        if length.is_some_and(|length| length > limit) {
            return Err(failures::upload_too_large(limit));
        }
        let (early_path, early) = (path.clone(), precondition.clone());
        let temporary = self
            .core
            .on_files(cuid, move |mount| {
                // known again when the bytes are there; asked now to refuse before they are sent
                check(mount, &early_path, &early)?;
                mount.temporary().at("path", &early_path)
            })
            .await?;
        let file = temporary.file().try_clone().map_err(FileError::from).at("path", &path)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut written: u64 = 0;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            written = written.saturating_add(chunk.len().try_into().unwrap_or(u64::MAX));
            if written > limit {
                return Err(failures::upload_too_large(limit));
            }
            file.write_all(&chunk).await.map_err(FileError::from).at("path", &path)?;
        }
        file.flush().await.map_err(FileError::from).at("path", &path)?;
        self.core
            .change_files(
                cuid,
                |saved: &Saved| vec![saved.entry.path.clone()],
                move |mount| place(mount, &path, &precondition, temporary),
            )
            .await
    }
}

fn place(
    mount: &Mount,
    path: &RelPath,
    precondition: &Precondition,
    temporary: Temporary,
) -> Result<Saved, Failure> {
    let there = check(mount, path, precondition)?;
    let overwrite = if there.is_some() { Overwrite::Always } else { Overwrite::Never };
    let place = || {
        let (folder, name) = mount.make_place(path.as_ref())?;
        let facts = temporary.place(&folder, name, overwrite, there.as_ref())?;
        entry(Some(&folder), name, &path.parent(), facts)
    };
    Ok(Saved { entry: place().at("path", path)?, created: there.is_none() })
}

/// The file that is there, which has to be as asked for.
fn check(
    mount: &Mount,
    path: &RelPath,
    precondition: &Precondition,
) -> Result<Option<Facts>, Failure> {
    let there = match mount.facts(path.as_ref()) {
        Err(FileError::NotFound) => None,
        other => Some(other.at("path", path)?),
    };
    if precondition.none && there.is_some() {
        return Err(FileError::Exists).at("path", path);
    }
    if let Some(tags) = &precondition.matches {
        let now = there.filter(|facts| facts.kind == FileKind::File).map(|facts| facts.etag());
        let fits = now.as_ref().is_some_and(|now| tags.iter().any(|tag| tag == "*" || tag == now));
        if !fits {
            return Err(failures::file_changed(path, now));
        }
    }
    match there {
        Some(facts) if facts.kind != FileKind::File => {
            Err(FileError::NotAFile(facts.kind)).at("path", path)
        }
        there => Ok(there),
    }
}
