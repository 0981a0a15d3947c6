/// How much files from outside may be; each is there to keep a mistake or an attack from filling the
/// disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// The most bytes of one upload, as they are sent.
    pub upload_bytes: u64,
    /// The most bytes that an archive unpacks to.
    pub unpacked_bytes: u64,
    /// The most entries of an archive.
    pub archive_entries: u64,
    /// The most levels of folders in an archive.
    pub archive_depth: u64,
    /// How many bytes one byte of an archive may become.
    pub archive_ratio: u64,
}
