use serde::{Deserialize, Serialize};

/// What a name in a container's files stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Directory,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A block device.
    BlockDevice,
    /// A character device.
    CharDevice,
}

impl FileKind {
    /// The word that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::Symlink => "symlink",
            Self::Fifo => "fifo",
            Self::Socket => "socket",
            Self::BlockDevice => "block_device",
            Self::CharDevice => "char_device",
        }
    }
}

/// One file, folder or link in a container's mount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileEntry {
    /// The last part of the path; empty for the mount itself.
    pub name: String,
    /// The path in the mount: parts joined by `/`, none before the first; empty for the mount itself.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// The size in bytes; of a link, that of its text.
    pub size: u64,
    /// When the content was last changed, RFC 3339.
    pub modified: String,
    /// The permission bits in octal, such as `0644`.
    pub mode: String,
    /// The owner's user id.
    pub uid: u32,
    /// The owner's group id.
    pub gid: u32,
    /// The strong entity tag that a download carries and `If-Match` takes; of files only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The text of a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Whether the name on disk is not UTF-8: `name` shows U+FFFD for what is not, and no request
    /// can name this entry.
    #[serde(default, skip_serializing_if = "is_false")]
    pub name_lossy: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// One page of `GET /containers/{cuid}/files`, folders first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileList {
    /// The folder's path in the mount; empty for the mount itself.
    pub path: String,
    /// What is in it.
    pub files: Vec<FileEntry>,
    /// What to pass as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// How many entries match, on all pages.
    pub total: usize,
}

/// The query of `GET /containers/{cuid}/files`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "ssr", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct FileQuery {
    /// The folder; the mount itself unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What the entries are ordered by; folders come first in any case.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "ssr", param(value_type = Option<FileSort>, inline))]
    pub sort: FileSort,
    /// From the smallest or from the largest.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "ssr", param(value_type = Option<SortOrder>, inline))]
    pub order: SortOrder,
    /// Text to be found in the name, whatever the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// How many entries a page has: 1 to 500, 50 unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", param(value_type = Option<u16>, minimum = 1, maximum = 500))]
    pub limit: Option<String>,
    /// `next_cursor` of the page before, with the same query otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a list of files is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum FileSort {
    /// The name, whatever the case.
    #[default]
    Name,
    /// The size in bytes.
    Size,
    /// The time of the last change.
    Modified,
}

/// Which end of an order comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// The smallest, oldest, or first of the alphabet.
    #[default]
    Asc,
    /// The largest, newest, or last of the alphabet.
    Desc,
}

/// What an archive does to a folder that has files already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum UploadMode {
    /// What the archive does not have stays.
    #[default]
    Merge,
    /// What the archive does not have is removed: the folder becomes equal to the archive.
    Replace,
}

/// What came of an archive, or would come of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Upload {
    /// How many files the archive has.
    pub files: u64,
    /// How many folders the archive has, those that only its paths imply among them.
    pub directories: u64,
    /// The bytes of its files, unpacked.
    pub bytes: u64,
    /// How many files are new.
    pub added: u64,
    /// How many files took the place of others.
    pub changed: u64,
    /// How many files are gone.
    pub removed: u64,
    /// Whether this only says what would happen.
    pub dry_run: bool,
    /// In a dry run: the first thousand changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
    /// Whether there are more changes than `changes` has.
    #[serde(default, skip_serializing_if = "is_false")]
    pub truncated: bool,
}

/// One change of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Change {
    /// The file's path in the mount.
    pub path: String,
    /// What happens to it.
    pub change: ChangeKind,
    /// Its size in bytes: the new one, or that of what is removed.
    pub bytes: u64,
}

/// What an archive does to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It takes the place of another.
    Changed,
    /// It goes.
    Removed,
}

/// The answer to `DELETE /containers/{cuid}/files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Removed {
    /// What is gone.
    pub path: String,
    /// What `POST …/files/restore` takes, for a quarter of an hour; null where nothing was kept.
    pub restore_id: Option<String>,
}

/// The body of `POST /containers/{cuid}/files/restore`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// `restore_id` of the answer to the delete.
    pub id: String,
}

/// The body of `POST /containers/{cuid}/files/mkdir`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MkdirRequest {
    /// The folder; those above it are made too.
    pub path: String,
}

/// The body of `POST /containers/{cuid}/files/move`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    /// What is moved.
    pub from: String,
    /// Its new path, name included; folders above it are made.
    pub to: String,
    /// Whether something that is there gives way.
    #[serde(default)]
    pub overwrite: bool,
}

/// The body of `POST /containers/{cuid}/files/copy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CopyRequest {
    /// What is copied; a folder with all that is in it.
    pub from: String,
    /// The copy's path, name included; folders above it are made.
    pub to: String,
    /// Whether something that is there gives way.
    #[serde(default)]
    pub overwrite: bool,
}

/// The body of `POST /containers/{cuid}/files/chmod`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChmodRequest {
    /// What is changed; never a link.
    pub path: String,
    /// The permission bits in octal, such as `0755`.
    pub mode: String,
    /// Whether everything in a folder is changed too, as `chmod -R` does it.
    #[serde(default)]
    pub recursive: bool,
}

/// The body of `POST /containers/{cuid}/files/unpack`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnpackRequest {
    /// The archive.
    pub path: String,
    /// The folder to unpack into; the one that holds the archive unless given.
    #[serde(default)]
    pub to: Option<String>,
    /// What happens to files that are there already.
    #[serde(default)]
    pub mode: UploadMode,
    /// Whether to only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}
