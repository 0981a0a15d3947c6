use super::{At as _, FileLimits, RelPath, failures, refused};
use crate::{
    archive::{Archive, ArchiveError, Limits},
    domain::{Domain, container::Cuid, core::Core},
    store::{Changes, FileError, Mount, Obstacle, Staging},
};
use app::types::{ErrorKind, Failure, UnpackRequest, Upload, UploadMode};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    pin::pin,
    sync::Arc,
};
use tokio::sync::mpsc;

/// How many pieces of a body wait for the disk.
const WAITING: usize = 2;

/// Where an archive goes, and how.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    /// The folder in the mount, made where it is not there; the mount itself unless given.
    pub path: Option<String>,
    /// What happens to what is there.
    pub mode: UploadMode,
    /// Whether to only say what would happen.
    pub dry_run: bool,
}

/// An archive that is all there, and where it goes.
struct Received {
    staging: Staging,
    file: File,
    target: RelPath,
    mode: UploadMode,
    dry_run: bool,
    /// What the request calls the archive.
    field: &'static str,
}

impl Domain {
    /// Takes an archive in as it arrives, checks it whole, and unpacks it into a container's files:
    /// wholly or not at all. `length` is what its sender says it has, in bytes.
    pub async fn upload_zip(
        &self,
        cuid: &str,
        to: Destination,
        length: Option<u64>,
        body: impl Stream<Item = Result<Bytes, Failure>> + Send,
    ) -> Result<Upload, Failure> {
        let cuid: Cuid = cuid.parse()?;
        let target = RelPath::parse(to.path.as_deref().unwrap_or_default(), "path")?;
        let core = &self.core;
        core.entry(cuid)?;
        let most = core.settings.files.upload_bytes;
        if length.is_some_and(|length| length > most) {
            return Err(failures::upload_too_large(most));
        }
        let (sender, mut pieces) = mpsc::channel(WAITING);
        let at = target.clone();
        let writing =
            core.on_files(cuid, move |mount| write(mount, &mut pieces).at("path", at.as_str()));
        let (written, sent) = tokio::join!(writing, send(body, sender, most));
        sent?;
        let (staging, file) = written?.ok_or_else(incomplete)?;
        let Destination { mode, dry_run, .. } = to;
        core.take_in(cuid, Received { staging, file, target, mode, dry_run, field: "body" }).await
    }
}

impl Core {
    /// Unpacks an archive that lies in a container's files. It is copied first: the container may
    /// change it at any moment.
    pub(in crate::domain) async fn unpack_file(
        self: &Arc<Self>,
        cuid: Cuid,
        request: UnpackRequest,
    ) -> Result<Upload, Failure> {
        let UnpackRequest { path, to, mode, dry_run } = request;
        let path = RelPath::parse(&path, "path")?;
        let target = match to {
            Some(to) => RelPath::parse(&to, "to")?,
            None => path.parent(),
        };
        let most = self.settings.files.upload_bytes;
        let copied =
            self.on_files(cuid, move |mount| copy(mount, &path, most).at("path", path.as_str()));
        let (staging, file) = copied.await?.ok_or_else(|| failures::upload_too_large(most))?;
        self.take_in(cuid, Received { staging, file, target, mode, dry_run, field: "path" }).await
    }

    /// Unpacks what has been received, and says what came of it; also when nobody waits for it any
    /// more.
    async fn take_in(self: &Arc<Self>, cuid: Cuid, received: Received) -> Result<Upload, Failure> {
        let core = Arc::clone(self);
        self.see_through(async move {
            let Received { staging, file, target, mode, dry_run, field } = received;
            let limits = core.settings.files.into();
            let at = target.clone();
            let turn = core.unpacking.acquire().await;
            let (mut staging, unpacked) = core
                .on_files(cuid, move |_| {
                    let unpacked = Archive::open(file, limits)
                        .and_then(|archive| staging.unpack(archive, at.as_ref()))
                        .map_err(|error| refuse(error, field, &at))?;
                    Ok((staging, unpacked))
                })
                .await?;
            drop(turn);
            let _held = core.lock_files(cuid).await?;
            let place = target.as_str().to_owned();
            let changes = core
                .on_files(cuid, move |mount| {
                    put(mount, &mut staging, &target, mode, dry_run)
                        .map_err(|obstacle| obstructed(obstacle, &target))
                })
                .await?;
            if !dry_run && changes.added + changes.changed + changes.removed > 0 {
                core.tell_files(cuid, place);
            }
            Ok(Upload {
                files: unpacked.totals.files,
                directories: unpacked.directories,
                bytes: unpacked.totals.bytes,
                added: changes.added,
                changed: changes.changed,
                removed: changes.removed,
                dry_run,
                changes: changes.named,
                truncated: changes.truncated,
            })
        })
        .await
    }
}

/// Hands a body on to the disk, and its end, if it comes to one.
async fn send(
    body: impl Stream<Item = Result<Bytes, Failure>>,
    sender: mpsc::Sender<Option<Bytes>>,
    most: u64,
) -> Result<(), Failure> {
    let mut body = pin!(body);
    let mut received = 0_u64;
    while let Some(piece) = body.next().await {
        let piece = piece?;
        received += piece.len() as u64;
        if received > most {
            return Err(failures::upload_too_large(most));
        }
        if sender.send(Some(piece)).await.is_err() {
            // the disk has failed, and says so
            return Ok(());
        }
    }
    let _ = sender.send(None).await;
    Ok(())
}

/// Writes a body as it comes. Where its sender goes away before its end, nothing stays.
fn write(
    mount: &Mount,
    pieces: &mut mpsc::Receiver<Option<Bytes>>,
) -> Result<Option<(Staging, File)>, FileError> {
    let staging = Staging::new(mount)?;
    let mut file = staging.archive()?;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Some(bytes) => file.write_all(&bytes)?,
            None => return Ok(Some((staging, file))),
        }
    }
    Ok(None)
}

/// Copies an archive out of the container's reach; `None` if it is too large.
fn copy(mount: &Mount, path: &RelPath, most: u64) -> Result<Option<(Staging, File)>, FileError> {
    let (source, facts) = mount.open_file(path.as_ref())?;
    if facts.size > most {
        return Ok(None);
    }
    let staging = Staging::new(mount)?;
    let mut file = staging.archive()?;
    io::copy(&mut source.take(most), &mut file)?;
    Ok(Some((staging, file)))
}

/// Puts what was unpacked into the mount, or only says what that would change.
fn put(
    mount: &Mount,
    staging: &mut Staging,
    target: &RelPath,
    mode: UploadMode,
    dry_run: bool,
) -> Result<Changes, Obstacle> {
    let changes = staging.compare(mount, target.as_ref(), mode, dry_run)?;
    if !dry_run {
        staging.apply(mount)?;
    }
    Ok(changes)
}

impl From<FileLimits> for Limits {
    fn from(limits: FileLimits) -> Self {
        Self {
            entries: limits.archive_entries,
            bytes: limits.unpacked_bytes,
            depth: usize::try_from(limits.archive_depth).unwrap_or(usize::MAX),
            ratio: limits.archive_ratio,
        }
    }
}

fn incomplete() -> Failure {
    let words = "The body broke off before its end. Send it again.";
    Failure::new(ErrorKind::ValidationError, "BODY_INCOMPLETE", words).with("field", "body")
}

/// Why an archive is not unpacked.
fn refuse(error: ArchiveError, field: &str, target: &RelPath) -> Failure {
    let (problem, entry, limit) = match error {
        ArchiveError::Refused { problem, entry, limit } => (problem, entry, limit),
        ArchiveError::Io(error) => return refused(error.into(), "path", target.as_str()),
    };
    let mut failure = Failure::field(field, problem.code(), problem.message(), entry.clone());
    if let Some(entry) = entry {
        failure = failure.with("entry", entry);
    }
    if let Some(limit) = limit {
        failure = failure.with("limit", limit);
    }
    failure
}

/// Why an archive does not go into the mount.
fn obstructed(obstacle: Obstacle, target: &RelPath) -> Failure {
    match obstacle {
        Obstacle::Conflict(path) => {
            let path = path.to_string_lossy().into_owned();
            Failure::new(
                ErrorKind::Conflict,
                "ARCHIVE_CONFLICT",
                format!(
                    "What is at {path:?} is of another kind than what the archive has there: a folder, a link or a device. Nothing was changed. Move it away, or unpack with mode=replace."
                ),
            )
            .with("field", "path")
            .with("provided", path)
        }
        Obstacle::File(
            FileError::NotFound
            | FileError::NotADirectory
            | FileError::Exists
            | FileError::Escapes
            | FileError::NotAFile(_),
        ) => Failure::new(
            ErrorKind::Conflict,
            "FILES_CHANGED",
            "The container changed these files at the same moment. Nothing of the archive was unpacked; try again.",
        )
        .with("field", "path")
        .with("provided", target.as_str()),
        Obstacle::File(error) => refused(error, "path", target.as_str()),
    }
}
