use super::{Facts, FileError, Folder, Temporary, folder::reopen};
use rustix::{
    fs::{AtFlags, Mode, OFlags, ResolveFlags, StatxFlags, fchown, open, openat, openat2, statx},
    io::Errno,
    process::{Gid, Uid},
};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    os::fd::{AsFd, OwnedFd},
    path::{Path, PathBuf},
};

/// No link leads out, and none through `/proc/<pid>/…` into what another process has open.
const CONTAINED: ResolveFlags = ResolveFlags::BENEATH.union(ResolveFlags::NO_MAGICLINKS);

/// What the names of the server's own folders begin with where they have to be in the mount.
const APART: &str = ".wharfinger-";

/// How often a path is resolved anew because something in it was renamed at that very moment, which
/// the kernel says by `EAGAIN`.
const ATTEMPTS: u32 = 64;

/// An open handle on a container's mount. All paths are relative to it; an empty one is the mount
/// itself. A link on the way is followed as long as it stays inside.
pub struct Mount {
    root: OwnedFd,
    /// The container's folder, which its processes can't reach.
    container: OwnedFd,
    /// Whether the mount is a file system of its own, to and from which nothing can be renamed.
    apart: bool,
    owner: (u32, u32),
}

/// Where the server keeps what is not, not yet or no more among a container's files: beside the
/// mount, on the same file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// What is being written, and what is being removed. Of no use after a crash.
    Scratch,
    /// What was deleted and can be restored.
    Trash,
    /// Archives on their way into the mount, with their journals.
    Staging,
}

impl Aside {
    const fn name(self) -> &'static str {
        match self {
            Self::Scratch => "scratch",
            Self::Trash => "trash",
            Self::Staging => "staging",
        }
    }
}

impl Mount {
    /// Opens the folder `app` in a container's folder. What is made in it belongs to `owner`: uid
    /// and gid.
    pub(in crate::store) fn open(
        container: &Path,
        mount: &str,
        owner: (u32, u32),
    ) -> Result<Self, FileError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let container = open(container, flags, Mode::empty())?;
        // an operator may have put a link there: no container can
        let root = openat(&container, mount, flags, Mode::empty())?;
        let apart = mount_id(&root)? != mount_id(&container)?;
        Ok(Self { root, container, apart, owner })
    }

    /// A folder.
    pub fn folder(&self, path: &Path) -> Result<Folder, FileError> {
        self.resolve(path, OFlags::RDONLY | OFlags::DIRECTORY).map(Folder::new)
    }

    /// The folder that holds what the path names, and the name in it. Nothing needs to be there.
    /// The mount itself is in no folder: `IntoItself`.
    pub fn place<'a>(&self, path: &'a Path) -> Result<(Folder, &'a OsStr), FileError> {
        let name = path.file_name().ok_or(FileError::IntoItself)?;
        Ok((self.folder(path.parent().unwrap_or(Path::new("")))?, name))
    }

    /// As [`Self::place`], with the folders above made where they are not there.
    pub fn make_place<'a>(&self, path: &'a Path) -> Result<(Folder, &'a OsStr), FileError> {
        let name = path.file_name().ok_or(FileError::IntoItself)?;
        Ok((self.make_folders(path.parent().unwrap_or(Path::new("")))?, name))
    }

    /// A folder, which is made where it is not there, as are those above it.
    pub fn make_folders(&self, path: &Path) -> Result<Folder, FileError> {
        match self.folder(path) {
            Err(FileError::NotFound) => {}
            other => return other,
        }
        let mut so_far = PathBuf::new();
        let mut folder = self.folder(&so_far)?;
        for name in path {
            so_far.push(name);
            folder = match self.folder(&so_far) {
                Err(FileError::NotFound) => match folder.make_folder(name, 0o755, self.owner) {
                    Err(FileError::Exists) => self.folder(&so_far)?,
                    made => made?,
                },
                other => other?,
            };
        }
        Ok(folder)
    }

    /// What is known of an entry; a link that the path ends with is not followed.
    pub fn facts(&self, path: &Path) -> Result<Facts, FileError> {
        if path.as_os_str().is_empty() {
            return self.folder(path)?.own_facts();
        }
        let (folder, name) = self.place(path)?;
        folder.facts(name)
    }

    /// Opens a file for reading; a link is followed while it stays inside. What is no regular file
    /// is not even opened: a pipe would wait, a device might act.
    pub fn open_file(&self, path: &Path) -> Result<(File, Facts), FileError> {
        reopen(&self.resolve(path, OFlags::PATH)?)
    }

    /// A new file that is not among the container's files yet.
    pub fn temporary(&self) -> Result<Temporary, FileError> {
        Temporary::new(self.aside(Aside::Scratch)?, self.owner)
    }

    /// A folder of the server's own for this container, on the mount's file system.
    pub fn aside(&self, aside: Aside) -> Result<Folder, FileError> {
        let (parent, name) = self.aside_place(aside)?;
        match parent.open_folder(&name) {
            Err(FileError::NotFound) => {}
            other => return other,
        }
        match parent.make_folder(&name, 0o700, (0, 0)) {
            Err(FileError::Exists) => parent.open_folder(&name),
            made => made,
        }
    }

    /// The same, if anything was ever put there.
    pub fn find_aside(&self, aside: Aside) -> Result<Option<Folder>, FileError> {
        let (parent, name) = self.aside_place(aside)?;
        match parent.open_folder(&name) {
            Err(FileError::NotFound) => Ok(None),
            other => other.map(Some),
        }
    }

    fn aside_place(&self, aside: Aside) -> Result<(Folder, OsString), FileError> {
        if self.apart {
            let name = format!("{APART}{}", aside.name());
            return Ok((self.folder(Path::new(""))?, name.into()));
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let own = openat(&self.container, ".", flags, Mode::empty())?;
        Ok((Folder::new(own), aside.name().into()))
    }

    /// Whether folders of the server's own are in the mount, since nothing could be renamed to and
    /// from elsewhere.
    pub(super) const fn is_apart(&self) -> bool {
        self.apart
    }

    /// Whom new files belong to: uid and gid.
    pub const fn owner(&self) -> (u32, u32) {
        self.owner
    }

    /// Resolves a path beneath the mount, whatever links are on the way.
    fn resolve(&self, path: &Path, flags: OFlags) -> Result<OwnedFd, FileError> {
        resolve(self.root.as_fd(), path, flags, CONTAINED)
    }
}

/// Whether an entry of a mount that is apart is a folder of the server's own.
pub(super) fn is_aside(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(APART.as_bytes())
}

/// Resolves a path beneath a folder.
pub(super) fn resolve(
    beneath: impl AsFd,
    path: &Path,
    flags: OFlags,
    how: ResolveFlags,
) -> Result<OwnedFd, FileError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    for _ in 0..ATTEMPTS {
        match openat2(&beneath, path, flags | OFlags::CLOEXEC, Mode::empty(), how) {
            Err(Errno::AGAIN) => {}
            Err(Errno::XDEV) => return Err(FileError::Escapes),
            other => return Ok(other?),
        }
    }
    Err(FileError::Escapes)
}

/// Gives something to its owner; where this server is not root, it stays with the server's user.
pub(super) fn give(what: impl AsFd, (uid, gid): (u32, u32)) -> Result<(), FileError> {
    match fchown(what, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid))) {
        Err(Errno::PERM) => Ok(()),
        other => Ok(other?),
    }
}

/// Tells mounts apart, also two of the same file system.
fn mount_id(of: &OwnedFd) -> Result<u64, FileError> {
    Ok(statx(of, "", AtFlags::EMPTY_PATH, StatxFlags::MNT_ID)?.stx_mnt_id)
}
