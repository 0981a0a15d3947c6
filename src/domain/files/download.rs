use super::{At, RelPath};
use crate::{domain::Domain, store::read_at};
use app::types::Failure;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use std::{fs::File, io, ops::Range, sync::Arc};

/// How many bytes are read at once.
const CHUNK: u64 = 256 * 1024;
/// How many chunks of one download are in memory: one being sent, one being read.
const READ_AHEAD: usize = 2;

/// A file that is open to be sent.
pub struct Download {
    /// The last part of its path.
    pub name: String,
    /// Its size in bytes when it was opened.
    pub size: u64,
    /// When its content was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// Its strong entity tag, quoted.
    pub etag: String,
    file: Arc<File>,
}

impl Domain {
    /// Opens a file to be sent.
    pub async fn open_download(&self, cuid: &str, path: &str) -> Result<Download, Failure> {
        let path = RelPath::parse(path, "path")?;
        self.core
            .on_files(cuid.parse()?, move |mount| {
                let (file, facts) = mount.open_file(path.as_ref()).at("path", &path)?;
                Ok(Download {
                    name: path.name().to_owned(),
                    size: facts.size,
                    modified: facts.modified,
                    etag: facts.etag(),
                    file: Arc::new(file),
                })
            })
            .await
    }
}

impl Download {
    /// Some of its bytes, read as they are asked for. Where the file has become shorter, that is an
    /// error: what was promised can't be kept.
    pub fn bytes(&self, range: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        let file = Arc::clone(&self.file);
        let end = range.end;
        let starts = (range.start..end).step_by(usize::try_from(CHUNK).unwrap_or(usize::MAX));
        stream::iter(starts)
            .map(move |start| {
                let file = Arc::clone(&file);
                let length = usize::try_from(CHUNK.min(end - start)).unwrap_or(usize::MAX);
                async move {
                    let read = tokio::task::spawn_blocking(move || read_at(&file, start, length));
                    read.await.map_err(io::Error::other)?
                }
            })
            .buffered(READ_AHEAD)
    }
}
