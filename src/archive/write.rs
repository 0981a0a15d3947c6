use super::{
    compress::{Deflater, Method, is_compressed},
    records::{self, Meta, Written},
};
use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};
use std::io::{self, Read, Write};

/// Writes an archive from front to back, entry after entry.
///
/// The directory at the end needs every entry again. It is kept compressed, at some 30 bytes an
/// entry, so that memory stays flat for a hundred thousand of them; the `zip` crate's own writer
/// holds more than ten times that.
pub struct Writer<W> {
    out: W,
    offset: u64,
    entries: u64,
    directory: DeflateEncoder<Vec<u8>>,
    directory_size: u64,
    record: Vec<u8>,
}

/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;
/// How much deflate can add to what it can't compress, and what may still be written while it is
/// not known whether an entry is large.
const GROWTH: u64 = 1 << 24;

impl<W: Write> Writer<W> {
    /// An archive with nothing in it yet.
    pub fn new(out: W) -> Self {
        Self {
            out,
            offset: 0,
            entries: 0,
            directory: DeflateEncoder::new(Vec::new(), Compression::fast()),
            directory_size: 0,
            record: Vec::new(),
        }
    }

    /// An entry whose contents are all there: `packed` where they have been compressed, else `plain`.
    /// Folders have none, links have what they point to.
    pub fn whole(
        &mut self,
        meta: &Meta<'_>,
        plain: &[u8],
        packed: Option<&[u8]>,
    ) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(plain);
        let bytes = packed.unwrap_or(plain);
        let written = Written {
            method: if packed.is_some() { Method::Deflated } else { Method::Stored },
            crc: crc.sum(),
            packed: bytes.len() as u64,
            size: plain.len() as u64,
            offset: self.offset,
            trailing: false,
        };
        self.record.clear();
        records::local(&mut self.record, meta, &written, false);
        self.put_record()?;
        self.put(bytes)?;
        self.list(meta, &written)
    }

    /// An entry that is read as it is written: at most `size` bytes, which is what it had when it was
    /// looked at. One that grows meanwhile is cut there, one that shrinks is as it then was.
    pub fn streamed(
        &mut self,
        meta: &Meta<'_>,
        size: u64,
        contents: impl Read,
        deflater: &mut Deflater,
    ) -> io::Result<()> {
        let mut contents = contents.take(size);
        let mut piece = vec![0; PIECE];
        let mut count = fill(&mut contents, &mut piece)?;
        let first = &piece[..count];
        let shrinks = !is_compressed(meta.name) && deflater.pack(meta.name, first).is_some();
        let large = size >= records::LARGE - GROWTH;
        let mut written = Written {
            method: if shrinks { Method::Deflated } else { Method::Stored },
            crc: 0,
            packed: 0,
            size: 0,
            offset: self.offset,
            trailing: true,
        };
        self.record.clear();
        records::local(&mut self.record, meta, &written, large);
        self.put_record()?;
        let (mut crc, start) = (Crc::new(), self.offset);
        deflater.begin();
        loop {
            let bytes = &piece[..count];
            let last = count < PIECE;
            crc.update(bytes);
            written.size += count as u64;
            if shrinks {
                deflater.piece(bytes, last, |packed| self.put(packed))?;
            } else {
                self.put(bytes)?;
            }
            if last {
                break;
            }
            count = fill(&mut contents, &mut piece)?;
        }
        (written.crc, written.packed) = (crc.sum(), self.offset - start);
        self.record.clear();
        records::descriptor(&mut self.record, &written, large);
        self.put_record()?;
        self.list(meta, &written)
    }

    /// The directory and the end. Gives back what was written to.
    pub fn finish(mut self, comment: &str) -> io::Result<W> {
        let start = self.offset;
        let packed = std::mem::replace(
            &mut self.directory,
            DeflateEncoder::new(Vec::new(), Compression::fast()),
        );
        let packed = packed.finish()?;
        io::copy(&mut DeflateDecoder::new(&*packed), &mut self.out)?;
        let stop = start + self.directory_size;
        self.record.clear();
        records::end(&mut self.record, self.entries, start, stop, comment);
        self.out.write_all(&self.record)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn list(&mut self, meta: &Meta<'_>, written: &Written) -> io::Result<()> {
        self.record.clear();
        records::central(&mut self.record, meta, written);
        self.entries += 1;
        self.directory_size += self.record.len() as u64;
        self.directory.write_all(&self.record)
    }

    fn put_record(&mut self) -> io::Result<()> {
        self.out.write_all(&self.record)?;
        self.offset += self.record.len() as u64;
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }
}

/// Reads until the buffer is full or there is no more.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < into.len() {
        match from.read(&mut into[count..]) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
