use super::{DataFolder, StoreError};
use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};
use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// What one run of the server shares with the programs it runs. They go on when the server is
/// killed, and the next run has to know of them: what they do must not mix with its recovery.
pub struct Run {
    all: PathBuf,
    name: OsString,
}

/// The file that programs hold locked.
const LEASE: &str = "lease";
/// What the names of notes end with.
const NOTE: &str = "note";

impl Run {
    /// Begins a run.
    pub fn begin(folder: &DataFolder) -> Result<Self, StoreError> {
        let run = Self {
            all: folder.root().join("run"),
            name: Uuid::new_v4().simple().to_string().into(),
        };
        let path = run.path();
        fs::create_dir_all(&path)
            .and_then(|()| File::create(path.join(LEASE)).map(drop))
            .map_err(|error| StoreError::io("create", &path, error))?;
        Ok(run)
    }

    /// A file for a program to hold open for as long as it works on containers.
    pub fn lease(&self) -> io::Result<File> {
        let file = File::open(self.path().join(LEASE))?;
        flock(&file, FlockOperation::NonBlockingLockShared)?;
        Ok(file)
    }

    /// Waits for the programs of earlier runs, and removes what those runs have left. Blocks; gives
    /// up when `patience` has passed.
    pub fn await_earlier(&self, patience: Duration) -> Result<(), StoreError> {
        let began = Instant::now();
        let io = |error| StoreError::io("list", &self.all, error);
        for entry in fs::read_dir(&self.all).map_err(io)? {
            let entry = entry.map_err(io)?;
            if entry.file_name() == self.name {
                continue;
            }
            let path = entry.path();
            let left = patience.saturating_sub(began.elapsed());
            await_unlocked(&path.join(LEASE), left)
                .and_then(|()| fs::remove_dir_all(&path))
                .map_err(|error| StoreError::io("wait for programs of", &path, error))?;
        }
        Ok(())
    }

    /// Writes a Compose file for one call.
    pub fn scratch(&self, text: &str) -> Result<Scratch, StoreError> {
        let path = self.path().join(format!("{}.yaml", Uuid::new_v4().simple()));
        fs::write(&path, text)
            .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o600)))
            .map_err(|error| StoreError::io("write", &path, error))?;
        Ok(Scratch(path))
    }

    /// Writes down what a later run has to know, should this one be killed.
    pub fn note(&self, text: &str) -> Result<Scratch, StoreError> {
        let path = self.path().join(format!("{}.{NOTE}", Uuid::new_v4().simple()));
        fs::write(&path, format!("{}\n{text}", boot_id()))
            .map_err(|error| StoreError::io("write", &path, error))?;
        Ok(Scratch(path))
    }

    /// The notes of earlier runs. Those from before the machine's last start tell of nothing that
    /// could still be there.
    pub fn earlier_notes(&self) -> Result<Vec<String>, StoreError> {
        let files = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
        let runs = fs::read_dir(&self.all)
            .map_err(|error| StoreError::io("list", &self.all, error))?
            .flatten()
            .filter(|run| run.file_name() != self.name);
        let boot = boot_id();
        Ok(runs
            .flat_map(|run| files(run.path()))
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == NOTE))
            .filter_map(|path| fs::read_to_string(path).ok())
            .filter_map(|text| Some(text.strip_prefix(&boot)?.strip_prefix('\n')?.to_owned()))
            .collect())
    }

    fn path(&self) -> PathBuf {
        self.all.join(&self.name)
    }
}

/// Tells one start of the machine from another: proc(5), `/proc/sys/kernel/random/boot_id`.
fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|id| id.trim().to_owned())
        .unwrap_or_default()
}

fn await_unlocked(path: &Path, patience: Duration) -> io::Result<()> {
    const LOOK: Duration = Duration::from_millis(20);
    let file = match File::open(path) {
        // a run that was cut short before it ran anything
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    let began = Instant::now();
    loop {
        // not by a lock that waits: that could not be given up
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(Errno::WOULDBLOCK) if began.elapsed() < patience => std::thread::sleep(LOOK),
            Err(error) => return Err(error.into()),
        }
    }
}

/// A file that goes when the value is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Lets it be, for a later run to find.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(path = %self.0.display(), %error, "a scratch file stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Run;
    use crate::store::DataFolder;
    use std::time::Duration;

    #[test]
    fn a_run_waits_for_what_the_one_before_still_does() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::open(folder.path()).unwrap();
        let before = Run::begin(&data).unwrap();
        let working = before.lease().unwrap();
        let scratch = before.scratch("x").unwrap();
        std::mem::forget(scratch);
        let now = Run::begin(&data).unwrap();
        let own = now.lease().unwrap();
        before.note("do this").unwrap().leave();
        drop(before.note("done already").unwrap());
        drop(now.note("of now").unwrap());
        assert_eq!(now.earlier_notes().unwrap(), ["do this"]);
        assert!(now.await_earlier(Duration::from_millis(50)).is_err(), "it is still at work");
        drop(working);
        now.await_earlier(Duration::from_millis(50)).unwrap();
        assert!(!before.path().exists());
        assert!(now.path().exists());
        drop(own);
    }
}
