use flate2::{Compress, Compression, FlushCompress, Status};
use std::io;

/// How an entry's bytes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// As they are.
    Stored,
    /// Compressed by deflate.
    Deflated,
}

/// How hard to try. Above this, the time doubles for a twentieth of the size.
const LEVEL: u32 = 3;
/// What does not get smaller than this share of itself is not worth the reader's time.
const WORTH: (usize, usize) = (31, 32);

/// Files that are compressed already, by the ends of their names.
const COMPRESSED: &[&str] = &[
    "7z", "apk", "avif", "br", "bz2", "docx", "epub", "flac", "gif", "gz", "heic", "jar", "jpeg",
    "jpg", "lz4", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "odt", "ogg", "png", "pptx", "rar",
    "tgz", "webm", "webp", "whl", "woff", "woff2", "xlsx", "xz", "zip", "zst",
];

/// Whether a file's name says that it is compressed already.
pub(super) fn is_compressed(name: &[u8]) -> bool {
    let Some(dot) = name.iter().rposition(|byte| *byte == b'.') else { return false };
    COMPRESSED.iter().any(|known| name[dot + 1..].eq_ignore_ascii_case(known.as_bytes()))
}

/// Compresses one file after the other with the same memory, some 300 KB.
pub struct Deflater {
    compress: Compress,
    out: Vec<u8>,
}

impl Default for Deflater {
    fn default() -> Self {
        Self { compress: Compress::new(Compression::new(LEVEL), false), out: Vec::new() }
    }
}

impl Deflater {
    /// Compresses all of a file's bytes; `None` where that is not worth it.
    pub fn pack(&mut self, name: &[u8], bytes: &[u8]) -> Option<&[u8]> {
        if bytes.is_empty() || is_compressed(name) {
            return None;
        }
        self.compress.reset();
        self.out.clear();
        let most = bytes.len() / WORTH.1 * WORTH.0 + bytes.len() % WORTH.1;
        self.out.reserve(most);
        let status = self.compress.compress_vec(bytes, &mut self.out, FlushCompress::Finish);
        // no room left: it has not become smaller
        let is_worth = matches!(status, Ok(Status::StreamEnd)) && self.out.len() < most;
        is_worth.then_some(&self.out)
    }

    /// Begins a file that is compressed piece by piece.
    pub(super) fn begin(&mut self) {
        self.compress.reset();
    }

    /// Compresses a piece, the last one with `last`, and writes what comes of it.
    pub(super) fn piece(
        &mut self,
        mut bytes: &[u8],
        last: bool,
        mut write: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        const ROOM: usize = 64 * 1024;
        let flush = if last { FlushCompress::Finish } else { FlushCompress::None };
        loop {
            self.out.clear();
            self.out.reserve(ROOM);
            let before = self.compress.total_in();
            let status = self
                .compress
                .compress_vec(bytes, &mut self.out, flush)
                .map_err(io::Error::other)?;
            let used = self.compress.total_in() - before;
            bytes = &bytes[usize::try_from(used).unwrap_or(bytes.len())..];
            let is_full = self.out.len() == self.out.capacity();
            write(&self.out)?;
            let is_done =
                if last { status == Status::StreamEnd } else { bytes.is_empty() && !is_full };
            if is_done {
                return Ok(());
            }
        }
    }
}
