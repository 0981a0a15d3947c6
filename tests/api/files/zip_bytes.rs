//! ZIP archives byte by byte, good ones and such as no program would write.

use flate2::{Compress, Compression, Crc, FlushCompress};

/// An entry as its two headers tell it. What is not set is as it should be.
#[derive(Clone)]
pub(super) struct Item {
    name: Vec<u8>,
    data: Vec<u8>,
    method: u16,
    flags: u16,
    crc: u32,
    size: u32,
    packed: Option<u32>,
    mode: u32,
    local_name: Option<Vec<u8>>,
    local_size: Option<u32>,
    local_method: Option<u16>,
}

/// UTF-8 names (APPNOTE 4.4.4).
const UTF8: u16 = 1 << 11;
const ENCRYPTED: u16 = 1;

/// A file, stored.
pub(super) fn file(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Item {
    let data = data.as_ref();
    Item {
        name: name.as_ref().to_owned(),
        data: data.to_owned(),
        method: 0,
        flags: UTF8,
        crc: crc(data),
        size: low(data.len()),
        packed: None,
        mode: 0o100_644,
        local_name: None,
        local_size: None,
        local_method: None,
    }
}

/// A file, deflated.
pub(super) fn deflated(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Item {
    let plain = data.as_ref();
    Item { data: deflate(plain), method: 8, ..file(name, plain) }
}

/// A folder; its name ends with `/`.
pub(super) fn folder(name: &str) -> Item {
    file(name, "").mode(0o040_755)
}

impl Item {
    pub(super) fn mode(self, mode: u32) -> Self {
        Self { mode, ..self }
    }

    pub(super) fn encrypted(self) -> Self {
        Self { flags: self.flags | ENCRYPTED, ..self }
    }

    pub(super) fn method(self, method: u16) -> Self {
        Self { method, ..self }
    }

    pub(super) fn crc(self, crc: u32) -> Self {
        Self { crc, ..self }
    }

    /// What both headers say of the size.
    pub(super) fn says(self, size: u32) -> Self {
        Self { size, ..self }
    }

    /// What both headers say of the size in the archive.
    pub(super) fn says_packed(self, packed: u32) -> Self {
        Self { packed: Some(packed), ..self }
    }

    pub(super) fn local_name(self, name: &str) -> Self {
        Self { local_name: Some(name.into()), ..self }
    }

    pub(super) fn local_size(self, size: u32) -> Self {
        Self { local_size: Some(size), ..self }
    }

    pub(super) fn local_method(self, method: u16) -> Self {
        Self { local_method: Some(method), ..self }
    }

    fn packed(&self) -> u32 {
        self.packed.unwrap_or(low(self.data.len()))
    }

    /// Header and contents.
    pub(super) fn local(&self) -> Vec<u8> {
        let name = self.local_name.as_ref().unwrap_or(&self.name);
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.local_method.unwrap_or(self.method).to_le_bytes());
        out.extend([0, 0, 0x21, 0]);
        out.extend(self.crc.to_le_bytes());
        out.extend(self.packed().to_le_bytes());
        out.extend(self.local_size.unwrap_or(self.size).to_le_bytes());
        out.extend(short(name.len()).to_le_bytes());
        out.extend([0, 0]);
        out.extend(name);
        out.extend(&self.data);
        out
    }

    /// The record in the directory.
    pub(super) fn central(&self, offset: u32) -> Vec<u8> {
        // made on Unix
        let mut out = b"PK\x01\x02\x14\x03\x14\0".to_vec();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0, 0, 0x21, 0]);
        out.extend(self.crc.to_le_bytes());
        out.extend(self.packed().to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(short(self.name.len()).to_le_bytes());
        out.extend([0; 8]);
        out.extend((self.mode << 16).to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(&self.name);
        out
    }
}

/// A whole archive.
pub(super) fn archive(items: &[Item]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for item in items {
        directory.extend(item.central(low(out.len())));
        out.extend(item.local());
    }
    let (start, size) = (out.len(), directory.len());
    out.extend(directory);
    out.extend(end(items.len(), size, start));
    out
}

/// The record at the end.
pub(super) fn end(entries: usize, size: usize, start: usize) -> Vec<u8> {
    let mut out = b"PK\x05\x06\0\0\0\0".to_vec();
    let count = short(entries.min(0xffff)).to_le_bytes();
    out.extend([count, count].concat());
    out.extend(low(size).to_le_bytes());
    out.extend(low(start).to_le_bytes());
    out.extend([0, 0]);
    out
}

/// Two entries, the second inside the contents of the first, each well-formed by itself.
pub(super) fn overlapping() -> Vec<u8> {
    let inner = file("inner", "x".repeat(100));
    let outer = file("outer", inner.local());
    let inside = outer.local().len() - inner.local().len();
    let mut out = outer.local();
    let (start, directory) = (out.len(), [outer.central(0), inner.central(low(inside))].concat());
    out.extend(&directory);
    out.extend(end(2, directory.len(), start));
    out
}

/// That many empty files in Zip64's directory.
pub(super) fn crowded(entries: usize) -> Vec<u8> {
    let item = |number: usize| file(format!("{number:07}"), "");
    let local = item(0).local().len();
    let mut out = Vec::with_capacity(entries * 128);
    (0..entries).for_each(|number| out.extend(item(number).local()));
    let start = out.len();
    (0..entries).for_each(|number| out.extend(item(number).central(low(number * local))));
    let stop = out.len();
    out.extend(b"PK\x06\x06");
    out.extend(44_u64.to_le_bytes());
    out.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for value in [entries, entries, stop - start, start] {
        out.extend((value as u64).to_le_bytes());
    }
    out.extend(b"PK\x06\x07\0\0\0\0");
    out.extend((stop as u64).to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out.extend(end(0xffff, stop - start, start));
    out
}

/// A file of that many mebibytes of nothing, as three bytes in a thousand.
pub(super) fn zeros(name: &str, mebibytes: u32) -> Item {
    let block = vec![0; 1 << 20];
    let mut packing = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(1 << 16);
    // once flushed, the same block can follow itself any number of times
    packing.compress_vec(&block, &mut piece, FlushCompress::Full).unwrap();
    let mut data = piece.repeat(mebibytes as usize);
    let mut last = Vec::with_capacity(64);
    Compress::new(Compression::best(), false)
        .compress_vec(&[], &mut last, FlushCompress::Finish)
        .unwrap();
    data.extend(last);
    let mut crc = Crc::new();
    (0..mebibytes).for_each(|_| crc.update(&block));
    Item { data, method: 8, crc: crc.sum(), size: mebibytes << 20, ..file(name, "") }
}

fn deflate(plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(plain.len() + 64);
    Compress::new(Compression::fast(), false)
        .compress_vec(plain, &mut out, FlushCompress::Finish)
        .unwrap();
    out
}

fn crc(data: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(data);
    crc.sum()
}

fn low(value: usize) -> u32 {
    u32::try_from(value).unwrap()
}

fn short(value: usize) -> u16 {
    u16::try_from(value).unwrap()
}
