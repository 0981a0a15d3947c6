use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
    sync::Arc,
};

/// How much of a file one window shows, in bytes.
const WINDOW: usize = 64 * 1024;

/// Reads a file through two windows. An archive is read at two places in turns, its directory and
/// its entries, each from front to back: one buffer would be thrown away at each turn.
pub(super) struct Windows {
    file: Arc<File>,
    size: u64,
    position: u64,
    views: [Window; 2],
    /// The one that was read through last.
    latest: usize,
}

#[derive(Default)]
struct Window {
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    fn from(&self, position: u64) -> Option<&[u8]> {
        let skipped = usize::try_from(position.checked_sub(self.start)?).ok()?;
        self.bytes.get(skipped..).filter(|rest| !rest.is_empty())
    }
}

impl Windows {
    pub(super) fn new(file: Arc<File>) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file, size, position: 0, views: Default::default(), latest: 0 })
    }
}

impl Read for Windows {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let seen = (0..2).find(|index| self.views[*index].from(self.position).is_some());
        if seen.is_none() && into.len() >= WINDOW {
            let read = self.file.read_at(into, self.position)?;
            self.position += read as u64;
            return Ok(read);
        }
        self.latest = seen.unwrap_or(1 - self.latest);
        let window = &mut self.views[self.latest];
        if seen.is_none() {
            window.bytes.resize(WINDOW, 0);
            let read = self.file.read_at(&mut window.bytes, self.position);
            window.bytes.truncate(*read.as_ref().unwrap_or(&0));
            window.start = self.position;
            read?;
        }
        let rest = window.from(self.position).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Windows {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
