//! The records of an archive, as APPNOTE 4.3 lays them out.

use super::compress::Method;
use jiff::{Timestamp, tz::TimeZone};

/// What is known of an entry before its contents.
#[derive(Debug, Clone, Copy)]
pub struct Meta<'a> {
    /// Its path in the archive; a folder's ends with `/`.
    pub name: &'a [u8],
    /// Kind and permissions, as `st_mode` has them.
    pub mode: u32,
    /// When it was last changed: seconds since 1970.
    pub modified: i64,
}

/// What is known of an entry once it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) method: Method,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where its header begins in the archive.
    pub(super) offset: u64,
    /// Whether size and checksum stand after the contents, not before them.
    pub(super) trailing: bool,
}

/// From here on, in bytes, a number does not fit into the old fields.
pub(super) const LARGE: u64 = 0xffff_ffff;

const FOLDER: u32 = 0o040_000;
const KIND: u32 = 0o170_000;
/// Version 4.5 of the format, for Zip64; 2.0 for all else (4.4.3).
const VERSIONS: (u16, u16) = (45, 20);
/// Made on Unix: modes are Unix modes (4.4.2).
const MADE_BY: u16 = 3 << 8 | VERSIONS.0;

/// The header before an entry's contents. One whose size is not known yet and may be large gets
/// eight-byte sizes after its contents by having a Zip64 field here.
pub(super) fn local(out: &mut Vec<u8>, meta: &Meta<'_>, written: &Written, large: bool) {
    let known = |value: u64| if written.trailing { 0 } else { value };
    out.extend(b"PK\x03\x04");
    let mut extra = times(meta);
    if large {
        extra.extend(zip64(&[known(written.size), known(written.packed)]));
    }
    shared(out, meta, written, large);
    u32s(out, if written.trailing { 0 } else { written.crc });
    for value in [written.packed, written.size] {
        u32s(out, if large { 0xffff_ffff } else { low(known(value)) });
    }
    u16s(out, length(meta.name.len()));
    u16s(out, length(extra.len()));
    out.extend(meta.name);
    out.extend(extra);
}

/// What follows the contents of an entry whose size was not known before (4.3.9).
pub(super) fn descriptor(out: &mut Vec<u8>, written: &Written, large: bool) {
    out.extend(b"PK\x07\x08");
    u32s(out, written.crc);
    for value in [written.packed, written.size] {
        if large { out.extend(value.to_le_bytes()) } else { u32s(out, low(value)) }
    }
}

/// The entry's record in the directory.
pub(super) fn central(out: &mut Vec<u8>, meta: &Meta<'_>, written: &Written) {
    let mut large = Vec::new();
    let mut field = |value: u64| {
        if value < LARGE {
            return low(value);
        }
        large.push(value);
        0xffff_ffff
    };
    let (size, packed, offset) =
        (field(written.size), field(written.packed), field(written.offset));
    let mut extra = times(meta);
    if !large.is_empty() {
        extra.extend(zip64(&large));
    }
    out.extend(b"PK\x01\x02");
    u16s(out, MADE_BY);
    shared(out, meta, written, !large.is_empty());
    u32s(out, written.crc);
    u32s(out, packed);
    u32s(out, size);
    u16s(out, length(meta.name.len()));
    u16s(out, length(extra.len()));
    // no comment, first disk, no internal attributes
    out.extend([0; 6]);
    let dos = if meta.mode & KIND == FOLDER { 0x10 } else { 0 };
    u32s(out, meta.mode << 16 | dos);
    u32s(out, offset);
    out.extend(meta.name);
    out.extend(extra);
}

/// The end of the archive, with Zip64's where the numbers take it.
pub(super) fn end(out: &mut Vec<u8>, entries: u64, start: u64, stop: u64, comment: &str) {
    let size = stop - start;
    if entries >= 0xffff || size >= LARGE || start >= LARGE {
        out.extend(b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        u16s(out, MADE_BY);
        u16s(out, VERSIONS.0);
        out.extend([0; 8]);
        for value in [entries, entries, size, start] {
            out.extend(value.to_le_bytes());
        }
        out.extend(b"PK\x06\x07");
        out.extend([0; 4]);
        out.extend(stop.to_le_bytes());
        u32s(out, 1);
    }
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    let count = u16::try_from(entries).unwrap_or(0xffff);
    u16s(out, count);
    u16s(out, count);
    u32s(out, low(size));
    u32s(out, low(start));
    u16s(out, length(comment.len()));
    out.extend(comment.as_bytes());
}

/// What local header and directory have in common: from the version to the date.
fn shared(out: &mut Vec<u8>, meta: &Meta<'_>, written: &Written, large: bool) {
    u16s(out, if large { VERSIONS.0 } else { VERSIONS.1 });
    // a name that is not UTF-8 stands as the bytes it is; bit 11 would be a lie
    let utf8 = if std::str::from_utf8(meta.name).is_ok() { 1 << 11 } else { 0 };
    u16s(out, utf8 | if written.trailing { 1 << 3 } else { 0 });
    u16s(out, if written.method == Method::Deflated { 8 } else { 0 });
    let (date, time) = dos_time(meta.modified);
    u16s(out, time);
    u16s(out, date);
}

/// The extended timestamp: seconds since 1970, where they fit.
fn times(meta: &Meta<'_>) -> Vec<u8> {
    let Ok(seconds) = i32::try_from(meta.modified) else { return Vec::new() };
    let mut field = b"UT\x05\x00\x01".to_vec();
    field.extend(seconds.to_le_bytes());
    field
}

fn zip64(values: &[u64]) -> Vec<u8> {
    let mut field = vec![1, 0];
    u16s(&mut field, length(values.len() * 8));
    field.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    field
}

/// Date and time of MS-DOS: local time, two seconds a step, from 1980 to 2107.
fn dos_time(seconds: i64) -> (u16, u16) {
    const FIRST: (u16, u16) = (1 << 5 | 1, 0);
    let Ok(moment) = Timestamp::from_second(seconds) else { return FIRST };
    let local = moment.to_zoned_datetime(TimeZone::system()).datetime();
    let Some(year) = local.year().checked_sub(1980).and_then(|year| u16::try_from(year).ok())
    else {
        return FIRST;
    };
    if year > 127 {
        return FIRST;
    }
    let part = |value: i8| u16::from(value.unsigned_abs());
    let date = year << 9 | part(local.month()) << 5 | part(local.day());
    (date, part(local.hour()) << 11 | part(local.minute()) << 5 | (part(local.second()) / 2))
}

fn low(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn length(value: usize) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

fn u16s(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn u32s(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}
