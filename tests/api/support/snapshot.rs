use super::TestApp;
use app::types::Container;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// All that a request can change: what the list says, what is on disk, what is on the engine.
/// Equal before and after means that nothing changed.
#[derive(Debug, PartialEq)]
pub(crate) struct Snapshot {
    pub(crate) listed: Vec<Container>,
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    /// Id, service and state of every container of the project.
    pub(crate) engine: Vec<String>,
}

impl TestApp {
    /// Takes everything down.
    pub(crate) async fn snapshot(&self) -> Snapshot {
        let page = self.get("/containers?limit=500").await.page();
        assert_eq!(page.total, page.containers.len(), "more than one page");
        Snapshot {
            listed: page.containers,
            files: files_below(&self.data().join("containers")),
            engine: self.engine_lines().await,
        }
    }
}

/// Every file and folder below one, by its path in it; folders have no bytes.
fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_owned();
            if entry.file_type().unwrap().is_dir() {
                found.insert(name, Vec::new());
                folders.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}
