use bytes::Bytes;
use rustix::{buffer::spare_capacity, io::pread};
use std::{fs::File, io};

/// Exactly so many bytes of a file from an offset; `UnexpectedEof` where it ends before.
pub fn read_at(file: &File, offset: u64, length: usize) -> io::Result<Bytes> {
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        let at = offset.saturating_add(bytes.len().try_into().unwrap_or(u64::MAX));
        if pread(file, spare_capacity(&mut bytes), at)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    // an allocator may have given more than was asked for
    bytes.truncate(length);
    Ok(bytes.into())
}
