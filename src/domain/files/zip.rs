use super::{At as _, RelPath};
use crate::{
    domain::{Domain, container::Cuid},
    store::Selection,
};
use app::types::Failure;
use bytes::Bytes;
use futures_util::Stream;
use std::{
    io::{self, Write},
    path::PathBuf,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How much is sent at a time, in bytes, and how much waits for the client at most.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 8;

/// Files of a container that are about to be sent as an archive.
pub struct Zip {
    /// The archive's name: that of what it holds.
    pub name: String,
    selection: Selection,
}

impl Domain {
    /// Opens files and folders to be sent as one archive; no path means all files.
    pub async fn zip(&self, cuid: &str, paths: &[String]) -> Result<Zip, Failure> {
        let cuid: Cuid = cuid.parse()?;
        let parse = |path: &String| RelPath::parse(path, "path");
        let mut paths = paths.iter().map(parse).collect::<Result<Vec<_>, Failure>>()?;
        if paths.is_empty() {
            paths.push(RelPath::parse("", "path")?);
        }
        let name = match &*paths {
            [path] if !path.is_mount() => path.name().to_owned(),
            _ => format!("container-{}", cuid.tail()),
        };
        self.core
            .on_files(cuid, move |mount| {
                let at: Vec<PathBuf> = paths.iter().map(|path| path.as_str().into()).collect();
                let selection = Selection::open(mount, &at)
                    .at("path", paths.first().map_or("", RelPath::as_str))?;
                Ok(Zip { name: format!("{name}.zip"), selection })
            })
            .await
    }
}

impl Zip {
    /// The archive's bytes, made as they are taken. Where the stream is dropped, the work ends.
    pub fn stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || {
            let out = Pieces { sender: &sender, bytes: Vec::new(), most: 1 };
            match self.selection.pack(out) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    tracing::warn!(%error, "a download is cut off");
                    // tells the client that what it has is not whole
                    let _ = sender.blocking_send(Err(error));
                }
                _ => {}
            }
        });
        ReceiverStream::new(receiver)
    }
}

/// Gathers what is written into pieces, all but the first, which goes at once.
struct Pieces<'a> {
    sender: &'a mpsc::Sender<io::Result<Bytes>>,
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= self.most {
            self.flush()?;
            self.most = PIECE;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.bytes, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
