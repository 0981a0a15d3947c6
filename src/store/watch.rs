use super::StoreError;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use parking_lot::Mutex;
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::sync::mpsc;

/// Tells which containers' definitions were changed on disk, by whomever.
pub struct Watcher {
    root: PathBuf,
    inner: Mutex<RecommendedWatcher>,
}

/// The name of a container's folder in which something has changed, come or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed(pub String);

impl Watcher {
    /// Watches the folder of all definitions: what comes and goes in it. What is in a container's
    /// folder is watched after [`Self::watch`]. Mounts are never watched.
    pub fn new(root: PathBuf) -> Result<(Self, mpsc::UnboundedReceiver<Changed>), StoreError> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let base = root.clone();
        let mut inner = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for name in event.paths.iter().filter_map(|path| concerned(&base, path)) {
                // a receiver that is gone means that the server is ending
                let _ = sender.send(Changed(name));
            }
        })
        .map_err(|error| failed(&root, error))?;
        inner.watch(&root, RecursiveMode::NonRecursive).map_err(|error| failed(&root, error))?;
        Ok((Self { root, inner: Mutex::new(inner) }, receiver))
    }

    /// Watches one container's folder too.
    pub fn watch(&self, name: &str) -> Result<(), StoreError> {
        let path = self.root.join(name);
        self.inner
            .lock()
            .watch(&path, RecursiveMode::NonRecursive)
            .map_err(|error| failed(&path, error))
    }

    /// Forgets a container's folder; one that is gone already is no error.
    pub fn unwatch(&self, name: &str) {
        // the kernel forgets a removed folder by itself
        let _ = self.inner.lock().unwatch(&self.root.join(name));
    }
}

/// The container that a changed path is about: its folder itself, or the definition in it.
fn concerned(root: &Path, path: &Path) -> Option<String> {
    let mut parts = path.strip_prefix(root).ok()?.components();
    let name = parts.next()?.as_os_str().to_str()?;
    match parts.next() {
        Some(file) if file.as_os_str() != super::definitions::DEFINITION => None,
        _ => Some(name.to_owned()),
    }
}

fn failed(path: &Path, error: notify::Error) -> StoreError {
    let source = match error.kind {
        notify::ErrorKind::Io(source) => source,
        other => io::Error::other(notify::Error::new(other)),
    };
    StoreError::Io { action: "watch", path: path.to_owned(), source }
}
