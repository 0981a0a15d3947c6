use app::types::FileKind;
use rustix::fs::{FileType, Stat};

/// What the file system knows of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub kind: FileKind,
    /// The size in bytes.
    pub size: u64,
    /// When the content was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// The permission bits, with those for setuid, setgid and sticky: 0 to 0o7777.
    pub mode: u32,
    /// The owner's user id.
    pub uid: u32,
    /// The owner's group id.
    pub gid: u32,
    changed: i64,
    device: u64,
    inode: u64,
}

impl Facts {
    /// The strong entity tag of this content (RFC 9110, section 8.8.3), quoted. The time of the last
    /// change of the inode is a part of it, since that of the content can be set at will.
    pub fn etag(&self) -> String {
        let Self { device, inode, size, modified, changed, .. } = self;
        format!("\"{device:x}-{inode:x}-{size:x}-{modified:x}-{changed:x}\"")
    }
}

impl From<Stat> for Facts {
    fn from(stat: Stat) -> Self {
        Self {
            kind: kind(FileType::from_raw_mode(stat.st_mode)).unwrap_or(FileKind::File),
            size: u64::try_from(stat.st_size).unwrap_or(0),
            modified: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
            mode: stat.st_mode & 0o7777,
            uid: stat.st_uid,
            gid: stat.st_gid,
            changed: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
            device: stat.st_dev,
            inode: stat.st_ino,
        }
    }
}

/// The kind of a type; `None` where the file system does not say.
pub(super) const fn kind(of: FileType) -> Option<FileKind> {
    Some(match of {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Directory,
        FileType::Symlink => FileKind::Symlink,
        FileType::Fifo => FileKind::Fifo,
        FileType::Socket => FileKind::Socket,
        FileType::BlockDevice => FileKind::BlockDevice,
        FileType::CharacterDevice => FileKind::CharDevice,
        FileType::Unknown => return None,
    })
}

/// Moments that 64 bits can't count, the years before 1677 and after 2262, become the nearest.
fn nanoseconds(seconds: i64, nanoseconds: u64) -> i64 {
    let nanoseconds = i64::try_from(nanoseconds).unwrap_or(0);
    seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds)
}
