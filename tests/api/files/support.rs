use crate::support::{Answer, TestApp, answer};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// What is outside of the mount, and must stay as it is.
pub(super) const CANARY: &str = "what nobody may read or change";

/// A server with a container, and a canary in a folder beside the mount.
pub(super) struct Fixture {
    pub(super) app: TestApp,
    pub(super) cuid: String,
    /// The mount on disk.
    pub(super) mount: PathBuf,
    /// The folder with the canary on disk.
    pub(super) outside: PathBuf,
}

impl Fixture {
    /// A container that was never started.
    pub(super) async fn new() -> Self {
        let app = TestApp::start();
        let cuid = app.created().await.cuid;
        Self::of(app, cuid)
    }

    pub(super) fn of(app: TestApp, cuid: String) -> Self {
        let mount = app.container_folder(&cuid).join("app");
        let outside = app.folder().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("canary"), CANARY).unwrap();
        Self { app, cuid, mount, outside }
    }

    /// A path below the container's, such as `files?path=x`.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/containers/{}/{rest}", self.cuid)
    }

    /// A request with a query of these values, encoded once.
    fn named(&self, method: Method, rest: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        self.app.request(method, &self.path(&format!("{rest}?{query}")))
    }

    pub(super) async fn get(&self, rest: &str) -> Answer {
        self.app.get(&self.path(rest)).await
    }

    pub(super) async fn put(&self, path: &str, bytes: impl Into<reqwest::Body>) -> Answer {
        answer(self.named(Method::PUT, "files", &[("path", path)]).body(bytes)).await
    }

    pub(super) async fn delete(&self, path: &str, undo: bool) -> Answer {
        let query = [("path", path), ("undo", if undo { "true" } else { "false" })];
        answer(self.named(Method::DELETE, "files", &query)).await
    }

    pub(super) async fn download(&self, path: &str) -> Answer {
        answer(self.named(Method::GET, "download", &[("path", path)])).await
    }

    pub(super) async fn list(&self, path: &str) -> Answer {
        answer(self.named(Method::GET, "files", &[("path", path)])).await
    }

    /// `POST /containers/{cuid}/files/{verb}`.
    pub(super) async fn post(&self, verb: &str, body: Value) -> Answer {
        let request = self.app.request(Method::POST, &self.path(&format!("files/{verb}")));
        answer(request.json(&body)).await
    }

    /// What is beside the mount; for when the mount does not stand still.
    pub(super) fn state_outside(&self) -> BTreeMap<PathBuf, Seen> {
        tree(&self.outside)
    }

    /// Everything in the mount and outside of it.
    pub(super) fn state(&self) -> State {
        State { inside: tree(&self.mount), outside: tree(&self.outside) }
    }
}

/// What is on disk, in the mount and beside it.
#[derive(Debug, PartialEq)]
pub(super) struct State {
    pub(super) inside: BTreeMap<PathBuf, Seen>,
    pub(super) outside: BTreeMap<PathBuf, Seen>,
}

/// One entry, all that a request could change of it.
#[derive(Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) mode: u32,
    pub(super) owner: (u32, u32),
    pub(super) modified: (i64, i64),
    /// The bytes of a file, the text of a link.
    pub(super) content: Vec<u8>,
}

/// Everything below a folder and the folder itself, no link followed.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Seen> {
    let mut seen = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let facts = fs::symlink_metadata(&path).unwrap();
        let mut content = Vec::new();
        if facts.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if facts.is_file() {
            content = fs::read(&path).unwrap();
        } else if facts.is_symlink() {
            content = fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes();
        }
        seen.insert(
            path.strip_prefix(folder).unwrap().to_owned(),
            Seen {
                mode: facts.mode(),
                owner: (facts.uid(), facts.gid()),
                modified: (facts.mtime(), facts.mtime_nsec()),
                content,
            },
        );
    }
    seen
}
