use super::{
    Facts, FileError, Folder, Mount,
    mount::{is_aside, resolve},
    walk::{Step, walk},
};
use crate::archive::{Deflater, Meta, Writer};
use app::types::FileKind;
use parking_lot::Mutex;
use rustix::fs::{OFlags, ResolveFlags};
use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read as _, Write},
    num::NonZero,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Component, Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Files up to this many bytes are read and compressed whole, several at once; larger ones are
/// streamed, one at a time, so that memory does not grow with them.
const WHOLE: u64 = 128 * 1024;
/// How many threads compress for one download, at most. Each takes some 600 KB.
const THREADS: usize = 4;
/// How many files are open ahead of being read.
const AHEAD: usize = 32;

/// Files to be packed into an archive.
pub struct Selection {
    base: Folder,
    roots: Vec<PathBuf>,
    /// Whether the base has folders of the server's own in it.
    has_asides: bool,
}

impl Selection {
    /// What lies at the paths, each of which must be there. One folder gives what is in it; else each
    /// keeps its name, and as much of its path as tells it from the others.
    pub fn open(mount: &Mount, paths: &[PathBuf]) -> Result<Self, FileError> {
        if let [path] = paths {
            match mount.folder(path) {
                Ok(base) => {
                    let has_asides = path.as_os_str().is_empty() && mount.is_apart();
                    return Ok(Self { base, roots: vec![PathBuf::new()], has_asides });
                }
                Err(FileError::NotADirectory) => {}
                Err(error) => return Err(error),
            }
        }
        let mut paths = paths.to_vec();
        // components in order, so that what is inside another comes right after it
        paths.sort_unstable();
        paths.dedup_by(|inner, outer| inner.starts_with(outer));
        let mut common = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new(""));
        while !paths.iter().all(|path| path.starts_with(common)) {
            common = common.parent().unwrap_or(Path::new(""));
        }
        let base = mount.folder(common)?;
        let roots: Vec<PathBuf> =
            paths.iter().map(|path| path.strip_prefix(common).unwrap_or(path).to_owned()).collect();
        for root in &roots {
            if let Some(name) = root.file_name() {
                base.descend(root.parent().unwrap_or(Path::new("")))?.facts(name)?;
            }
        }
        Ok(Self { base, roots, has_asides: common.as_os_str().is_empty() && mount.is_apart() })
    }

    /// Packs while reading, and writes as it packs. Ends early where `out` takes no more. Blocks.
    pub fn pack(&self, out: impl Write + Send) -> io::Result<()> {
        let packing = Packing {
            writer: Mutex::new(Writer::new(out)),
            failed: AtomicBool::new(false),
            failure: Mutex::new(None),
        };
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
        let (sender, files) = sync_channel(AHEAD);
        let files = Mutex::new(files);
        let left_out = thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| packing.files(&files));
            }
            let mut walking = Walking {
                selection: self,
                packing: &packing,
                files: sender,
                left_out: LeftOut::default(),
            };
            let walked = walk(&self.base, &self.roots, |step| walking.step(step));
            walked.map(|too_long| LeftOut { too_long, ..walking.left_out })
        });
        if let Some(error) = packing.failure.into_inner() {
            return Err(error);
        }
        let mut out = packing.writer.into_inner().finish(&left_out?.to_string())?;
        out.flush()
    }
}

/// What the archive does not have.
#[derive(Debug, Clone, Copy, Default)]
struct LeftOut {
    links: u64,
    special: u64,
    unreadable: u64,
    too_long: u64,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [
            (self.links, "symbolic links that lead out of the folder"),
            (self.special, "sockets, pipes and devices"),
            (self.unreadable, "files that the server may not read"),
            (self.too_long, "folders with too long a path"),
        ];
        let mut lead = "Left out: ";
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{lead}{count} {what}")?;
            lead = ", ";
        }
        Ok(())
    }
}

/// What all threads of a packing share.
struct Packing<W> {
    writer: Mutex<Writer<W>>,
    failed: AtomicBool,
    failure: Mutex<Option<io::Error>>,
}

/// A file to be packed.
struct Job {
    name: Vec<u8>,
    facts: Facts,
    file: File,
}

impl<W: Write> Packing<W> {
    /// Packs files until there are no more. After a failure they are only taken, so that the walk
    /// does not wait for ever.
    fn files(&self, files: &Mutex<Receiver<Job>>) {
        let (mut deflater, mut bytes) = (Deflater::default(), Vec::new());
        loop {
            let job = files.lock().recv();
            let Ok(job) = job else { return };
            if !self.failed.load(Ordering::Relaxed)
                && let Err(error) = self.file(&job, &mut deflater, &mut bytes)
            {
                self.fail(error);
            }
        }
    }

    fn file(&self, job: &Job, deflater: &mut Deflater, bytes: &mut Vec<u8>) -> io::Result<()> {
        let meta = meta(&job.name, &job.facts, 0o100_000);
        if job.facts.size > WHOLE {
            return self.writer.lock().streamed(&meta, job.facts.size, &job.file, deflater);
        }
        bytes.clear();
        (&job.file).take(job.facts.size).read_to_end(bytes)?;
        let packed = deflater.pack(&job.name, bytes);
        self.writer.lock().whole(&meta, bytes, packed)
    }

    fn fail(&self, error: io::Error) {
        self.failure.lock().get_or_insert(error);
        self.failed.store(true, Ordering::Relaxed);
    }
}

/// The walk, which hands files to the threads and writes all else itself.
struct Walking<'a, W> {
    selection: &'a Selection,
    packing: &'a Packing<W>,
    files: SyncSender<Job>,
    left_out: LeftOut,
}

impl<W: Write> Walking<'_, W> {
    fn step(&mut self, step: Step<'_>) -> Result<(), FileError> {
        let is_top = step.path.as_os_str().is_empty();
        if self.selection.has_asides && is_top && is_aside(step.name) {
            return Ok(());
        }
        let path = step.path.join(step.name);
        let done = match step.kind {
            FileKind::File => self.file(step, path),
            FileKind::Directory => self.folder(step, path),
            FileKind::Symlink => self.link(step, path),
            _ => {
                self.left_out.special += 1;
                Ok(())
            }
        };
        match done {
            Err(FileError::NotFound) => {}
            // swapped for something else at this moment
            Err(FileError::NotAFile(_)) => self.left_out.special += 1,
            Err(FileError::Io(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM)) => {
                self.left_out.unreadable += 1;
            }
            other => other?,
        }
        if self.packing.failed.load(Ordering::Relaxed) { Err(FileError::Exists) } else { Ok(()) }
    }

    fn file(&self, step: Step<'_>, path: PathBuf) -> Result<(), FileError> {
        let (file, facts) = step.folder.open_file(step.name)?;
        let name = path.into_os_string().into_vec();
        self.files.send(Job { name, facts, file }).map_err(|_| FileError::NotFound)
    }

    fn folder(&self, step: Step<'_>, path: PathBuf) -> Result<(), FileError> {
        let facts = step.folder.facts(step.name)?;
        let mut name = path.into_os_string().into_vec();
        name.push(b'/');
        self.write(&meta(&name, &facts, 0o040_000), &[]);
        Ok(())
    }

    fn link(&mut self, step: Step<'_>, path: PathBuf) -> Result<(), FileError> {
        let (facts, target) = (step.folder.facts(step.name)?, step.folder.target(step.name)?);
        if !stays_inside(step.path, &target) || !self.resolves_inside(&path) {
            self.left_out.links += 1;
            return Ok(());
        }
        let name = path.into_os_string().into_vec();
        self.write(&meta(&name, &facts, 0o120_000), target.as_bytes());
        Ok(())
    }

    /// Whether the kernel, too, finds the link's way inside, over whatever other links.
    fn resolves_inside(&self, path: &Path) -> bool {
        let how = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let found = resolve(&self.selection.base, path, OFlags::PATH, how);
        matches!(found, Ok(_) | Err(FileError::NotFound))
    }

    fn write(&self, meta: &Meta<'_>, bytes: &[u8]) {
        if let Err(error) = self.packing.writer.lock().whole(meta, bytes, None) {
            self.packing.fail(error);
        }
    }
}

fn meta<'a>(name: &'a [u8], facts: &Facts, kind: u32) -> Meta<'a> {
    Meta { name, mode: kind | facts.mode, modified: facts.modified.div_euclid(1_000_000_000) }
}

/// Whether a link in a folder leads to somewhere below the base, by its words alone: so it does too
/// where the archive is unpacked.
fn stays_inside(folder: &Path, target: &OsStr) -> bool {
    let mut depth = folder.components().count();
    for part in Path::new(target).components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => return false,
            },
            Component::RootDir | Component::Prefix(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::stays_inside;
    use std::path::Path;

    #[test]
    fn links_are_judged_by_their_words() {
        for (folder, target, inside) in [
            ("", "file", true),
            ("a/b", "../c", true),
            ("a/b", "../..", true),
            ("a/b", "../../..", false),
            ("", "..", false),
            ("", "a/../..", false),
            ("", "/etc/passwd", false),
        ] {
            assert_eq!(
                stays_inside(Path::new(folder), target.as_ref()),
                inside,
                "{folder} {target}"
            );
        }
    }
}
