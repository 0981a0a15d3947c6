use super::error::{ArchiveError, Problem};
use std::io::{Read, Seek, SeekFrom};

/// What the end of an archive says about its directory.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    /// How many entries there are.
    pub(super) entries: u64,
    /// Where the directory begins and ends, which is where the end's own records begin.
    pub(super) directory: std::ops::Range<u64>,
}

/// The end record without its comment, in bytes (APPNOTE 4.3.16).
const RECORD: usize = 22;
/// The longest comment.
const COMMENT: usize = 0xffff;
/// The locator of the Zip64 end record (4.3.15), and that record without extensions (4.3.14).
const LOCATOR: usize = 20;
const RECORD64: usize = 56;

/// Reads the end of an archive, which takes no more memory whatever it claims. The end record has to
/// be the very last thing, and the directory has to be right before it, beginning where it says:
/// junk before or after would be read by some programs as another archive.
pub(super) fn find(archive: &mut (impl Read + Seek)) -> Result<End, ArchiveError> {
    let size = archive.seek(SeekFrom::End(0))?;
    if size == 0 {
        return Err(Problem::Empty.into());
    }
    let mut first = [0; 4];
    let begins = read_at(archive, 0, &mut first).is_ok() && first == *b"PK\x03\x04";

    let most = (LOCATOR + RECORD + COMMENT) as u64;
    let tail_start = size.saturating_sub(most);
    let mut tail = vec![0; usize::try_from(size - tail_start).unwrap_or_default()];
    read_at(archive, tail_start, &mut tail)?;
    // the last one, which is the one that the reading crate takes too
    let Some(at) = tail.windows(4).rposition(|four| four == b"PK\x05\x06") else {
        return Err(if begins { Problem::Truncated } else { Problem::NotZip }.into());
    };
    let record = tail.get(at..at + RECORD).ok_or(Problem::Truncated)?;
    let comment = usize::from(u16_at(record, 20));
    match (at + RECORD + comment).cmp(&tail.len()) {
        std::cmp::Ordering::Less => return Err(Problem::ExtraData.into()),
        std::cmp::Ordering::Greater => return Err(Problem::Truncated.into()),
        std::cmp::Ordering::Equal => {}
    }
    let mut entries = u64::from(u16_at(record, 10));
    let (mut length, mut start) = (u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)));
    let mut end = tail_start + at as u64;
    let overflows = entries == 0xffff || length == 0xffff_ffff || start == 0xffff_ffff;
    let locator = at.checked_sub(LOCATOR).and_then(|from| tail.get(from..at));
    if let Some(locator) = locator.filter(|bytes| overflows && bytes.starts_with(b"PK\x06\x07")) {
        end = u64_at(locator, 8);
        let mut record = [0; RECORD64];
        read_at(archive, end, &mut record).map_err(|_| Problem::Damaged)?;
        if !record.starts_with(b"PK\x06\x06") {
            return Err(Problem::ExtraData.into());
        }
        (entries, length, start) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
    }
    match start.checked_add(length) {
        Some(stop) if stop == end => Ok(End { entries, directory: start..end }),
        Some(stop) if stop < end => Err(Problem::ExtraData.into()),
        _ => Err(Problem::Truncated.into()),
    }
}

fn read_at(archive: &mut (impl Read + Seek), at: u64, into: &mut [u8]) -> std::io::Result<()> {
    archive.seek(SeekFrom::Start(at))?;
    archive.read_exact(into)
}

/// The little-endian number of `N` bytes at `at`; nothing is nought.
fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes_at(bytes, at))
}
