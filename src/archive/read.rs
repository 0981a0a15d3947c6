use super::{
    end,
    error::{ArchiveError, Problem},
    name,
    windows::Windows,
};
use flate2::Crc;
use jiff::tz::TimeZone;
use std::{
    fs::File,
    io::{self, Read as _},
    ops::Range,
    sync::Arc,
    time::{Duration, SystemTime},
};
use zip::{
    CompressionMethod, ExtraField, ZipReadOptions,
    read::{ArchiveOffset, Config, ZipFile, ZipFileEntry},
    result::ZipError,
    unstable::read::ZipIterable,
};

/// What archives are allowed to be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many entries one may have.
    pub entries: u64,
    /// How many bytes it may unpack to.
    pub bytes: u64,
    /// How many parts a path may have.
    pub depth: usize,
    /// How many times larger an entry, and the whole, may get. Holds above [`RATIO_FROM`].
    pub ratio: u64,
}

/// What unpacks to less than this, in bytes, may grow as it likes: a megabyte does no harm, and short
/// texts that repeat themselves are common.
const RATIO_FROM: u64 = 1 << 20;

impl Limits {
    fn check_entries(&self, entries: u64) -> Result<(), ArchiveError> {
        if entries > self.entries {
            return Err(ArchiveError::over(Problem::TooManyEntries, self.entries));
        }
        Ok(())
    }

    fn check_bytes(&self, unpacked: u64) -> Result<(), ArchiveError> {
        if unpacked > self.bytes {
            return Err(ArchiveError::over(Problem::TooLarge, self.bytes));
        }
        Ok(())
    }

    fn check_ratio(&self, unpacked: u64, packed: u64) -> Result<(), ArchiveError> {
        if unpacked > RATIO_FROM && unpacked / self.ratio > packed {
            return Err(ArchiveError::over(Problem::Ratio, self.ratio));
        }
        Ok(())
    }
}

/// An archive all of whose headers have been found good.
pub struct Archive {
    file: Arc<File>,
    size: u64,
    /// Walks the directory entry by entry, so that an archive of any number takes the same memory:
    /// `ZipArchive` of the same crate holds some 400 bytes for each.
    index: ZipIterable<Windows>,
    limits: Limits,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it belongs: parts apart by `/`, none of them empty, `.` or `..`.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// When it was last changed, as far as the archive says.
    pub modified: Option<SystemTime>,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A file.
    File {
        /// Whether its owner may run it. No other bit of its mode counts, setuid least of all.
        executable: bool,
    },
}

/// What was unpacked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Bytes in files.
    pub bytes: u64,
    /// Files.
    pub files: u64,
}

impl Archive {
    /// Opens an archive and checks what it says of itself, without unpacking anything: its end, and
    /// each entry's two headers, name, kind, way of compression, sizes, and place. The file must not
    /// change while the value lives.
    pub fn open(file: File, limits: Limits) -> Result<Self, ArchiveError> {
        let file = Arc::new(file);
        let mut windows = Windows::new(Arc::clone(&file))?;
        let size = file.metadata()?.len();
        let end = end::find(&mut windows)?;
        limits.check_entries(end.entries)?;
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let index = ZipIterable::try_new(windows, config).map_err(|error| refuse(error, false))?;
        if index.len() as u64 != end.entries {
            return Err(Problem::Damaged.into());
        }
        let index = index.enforce_header_consistency(true);
        let mut archive = Self { file, size, index, limits };
        archive.check(&end.directory)?;
        // what has been compared once need not be compared again
        archive.index = archive.index.enforce_header_consistency(false);
        Ok(archive)
    }

    fn check(&mut self, directory: &Range<u64>) -> Result<(), ArchiveError> {
        let mut body = Windows::new(Arc::clone(&self.file))?;
        let mut ranges: Vec<Range<u64>> = Vec::new();
        let mut unpacked = 0_u64;
        for entry in self.index.files().map_err(|error| refuse(error, true))? {
            let entry = entry.map_err(|error| refuse(error, true))?;
            let name = entry.name_raw().to_owned();
            let at = |error: ArchiveError| error.at(&name);
            check_entry(&entry, self.limits).map_err(at)?;
            unpacked = unpacked.saturating_add(entry.size());
            self.limits.check_bytes(unpacked).map_err(at)?;
            self.limits.check_ratio(entry.size(), entry.compressed_size()).map_err(at)?;
            let (start, packed) = (entry.header_start(), entry.compressed_size());
            let file = entry
                .with_reader(&mut body, ZipReadOptions::new())
                .map_err(|error| at(refuse(error, true)))?;
            let data = file.data_start().unwrap_or(start);
            let stop =
                data.checked_add(packed).ok_or(Problem::Damaged).map_err(|e| at(e.into()))?;
            if stop > directory.start {
                return Err(at(Problem::Overlap.into()));
            }
            ranges.push(start..stop);
        }
        self.limits.check_ratio(unpacked, self.size)?;
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        if ranges.first().map_or(directory.start, |first| first.start) != 0 {
            return Err(Problem::ExtraData.into());
        }
        if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
            return Err(Problem::Overlap.into());
        }
        Ok(())
    }

    /// Hands out each entry with its contents, in the order of the directory. A file's contents have
    /// to be read to their end, which is where they are found good.
    pub fn each(
        &mut self,
        mut unpack: impl FnMut(&Entry, &mut Contents<'_>) -> Result<(), ArchiveError>,
    ) -> Result<Totals, ArchiveError> {
        let mut body = Windows::new(Arc::clone(&self.file))?;
        let mut totals = Totals::default();
        for entry in self.index.files().map_err(|error| refuse(error, true))? {
            let entry = entry.map_err(|error| refuse(error, true))?;
            let name = entry.name_raw().to_owned();
            let at = |error: ArchiveError| error.at(&name);
            // CRC and size are counted here, so that each gets its own refusal
            let options = ZipReadOptions::new().ignore_crc32(true);
            let file = entry.with_reader(&mut body, options).map_err(|e| at(refuse(e, true)))?;
            let entry = describe(&file, &name, self.limits).map_err(at)?;
            let mut contents = Contents {
                file,
                crc: Crc::new(),
                read: 0,
                before: totals.bytes,
                archive: self.size,
                limits: self.limits,
            };
            unpack(&entry, &mut contents).map_err(at)?;
            totals.bytes += contents.read;
            totals.files += u64::from(entry.kind != Kind::Folder);
        }
        Ok(totals)
    }
}

/// The contents of one entry, counted and checked as they are read.
pub struct Contents<'a> {
    file: ZipFile<'a, Windows>,
    crc: Crc,
    read: u64,
    before: u64,
    archive: u64,
    limits: Limits,
}

impl Contents<'_> {
    /// Reads on; 0 at the end, once size and checksum have been found right.
    pub fn read(&mut self, into: &mut [u8]) -> Result<usize, ArchiveError> {
        let left = self.file.size() - self.read;
        if left == 0 {
            // one more byte would be one too many
            return match self.file.read(&mut [0]) {
                Ok(0) if self.crc.sum() == self.file.crc32() => Ok(0),
                Ok(0) => Err(Problem::Checksum.into()),
                _ => Err(Problem::Size.into()),
            };
        }
        let most = into.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = match self.file.read(&mut into[..most]) {
            Ok(0) => return Err(Problem::Size.into()),
            Ok(count) => count,
            Err(error) if is_damage(&error) => return Err(Problem::Damaged.into()),
            Err(error) => return Err(error.into()),
        };
        self.crc.update(&into[..count]);
        self.read += count as u64;
        let all = self.before + self.read;
        self.limits.check_bytes(all)?;
        self.limits.check_ratio(self.read, self.file.compressed_size())?;
        self.limits.check_ratio(all, self.archive)?;
        Ok(count)
    }

    /// How many bytes have been read.
    pub const fn count(&self) -> u64 {
        self.read
    }
}

fn check_entry(entry: &ZipFileEntry<'_>, limits: Limits) -> Result<(), ArchiveError> {
    const KIND: u32 = 0o170_000;
    let (_, is_folder) = name::parse(entry.name_raw(), limits.depth)?;
    match entry.unix_mode().unwrap_or_default() & KIND {
        0 => {}
        0o100_000 if !is_folder => {}
        0o040_000 if is_folder => {}
        0o120_000 => return Err(Problem::Link.into()),
        0o040_000 | 0o100_000 => return Err(Problem::NameClash.into()),
        _ => return Err(Problem::SpecialFile.into()),
    }
    if entry.encrypted() {
        return Err(Problem::Encrypted.into());
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Problem::Method.into());
    }
    let is_stored = entry.compression() == CompressionMethod::Stored;
    if (is_folder && entry.size() > 0) || (is_stored && entry.size() != entry.compressed_size()) {
        return Err(Problem::Size.into());
    }
    Ok(())
}

fn describe(
    file: &ZipFile<'_, Windows>,
    raw: &[u8],
    limits: Limits,
) -> Result<Entry, ArchiveError> {
    let (path, is_folder) = name::parse(raw, limits.depth)?;
    let executable = file.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
    let kind = if is_folder { Kind::Folder } else { Kind::File { executable } };
    Ok(Entry { path: path.to_owned(), kind, modified: modified(file) })
}

/// To the second where the archive has that; else the time of MS-DOS, which is local time of no
/// said place and is taken for this machine's, as unzip does.
fn modified(file: &ZipFile<'_, Windows>) -> Option<SystemTime> {
    let precise = file.extra_data_fields().find_map(|field| match field {
        ExtraField::ExtendedTimestamp(times) => times.mod_time().map(u64::from),
        _ => None,
    });
    let seconds = precise.or_else(|| dos_seconds(file.last_modified()?))?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn dos_seconds(dos: zip::DateTime) -> Option<u64> {
    let part = |value: u8| i8::try_from(value).ok();
    let local = jiff::civil::DateTime::new(
        i16::try_from(dos.year()).ok()?,
        part(dos.month())?,
        part(dos.day())?,
        part(dos.hour())?,
        part(dos.minute())?,
        part(dos.second())?,
        0,
    );
    let moment = local.ok()?.to_zoned_datetime(TimeZone::system()).ok()?.timestamp();
    u64::try_from(moment.as_second()).ok()
}

fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    error.raw_os_error().is_none()
        && matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof | Other)
}

/// What the reading crate has against an archive. `in_entry`: once its end has been understood.
fn refuse(error: ZipError, in_entry: bool) -> ArchiveError {
    match error {
        ZipError::Io(error) if !is_damage(&error) => error.into(),
        ZipError::CompressionMethodNotSupported(_) => Problem::Method.into(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Problem::Encrypted.into()
        }
        ZipError::InvalidArchive(words) if in_entry && words.contains("inconsistency") => {
            Problem::HeadersDiffer.into()
        }
        _ => Problem::Damaged.into(),
    }
}
