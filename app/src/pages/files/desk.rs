use super::{ask::Ask, folder::Folder, kind::few};
use crate::{
    api::files::{copy_file, delete_file, make_folder, move_file, restore_file},
    components::Toasts,
    text,
    types::{
        ApiError, CopyRequest, FileEntry, FileKind, MkdirRequest, MoveRequest, RestoreRequest,
    },
    uploads::Uploads,
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// How many copies of a name there can be before somebody has to say what is meant.
const MOST_COPIES: usize = 100;

/// Everything that can be done in the folder that is shown.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) folder: Folder,
    /// What is being asked.
    pub(super) ask: RwSignal<Option<Ask>>,
    /// What was cut or copied.
    pub(super) clip: RwSignal<Option<Clip>>,
    pub(super) toasts: Toasts,
    pub(super) uploads: Uploads,
}

/// What was cut or copied, to be pasted.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Clip {
    /// Whether it goes from where it is.
    pub(super) cut: bool,
    pub(super) entries: Vec<FileEntry>,
}

impl Desk {
    pub(super) fn new(folder: Folder) -> Self {
        Self {
            folder,
            ask: RwSignal::new(None),
            clip: RwSignal::new(None),
            toasts: Toasts::get(),
            uploads: Uploads::get(),
        }
    }

    /// The container's id.
    pub(super) fn cuid(self) -> String {
        self.folder.place.with_untracked(|place| place.cuid.clone())
    }

    /// The path of the folder.
    pub(super) fn path(self) -> String {
        self.folder.place.with_untracked(|place| place.path.clone())
    }

    /// What is chosen.
    pub(super) fn chosen(self) -> Vec<FileEntry> {
        self.folder.entries.with_untracked(|entries| {
            let chosen = |entry: &&FileEntry| self.folder.selection.has_untracked(&entry.path);
            entries.iter().filter(chosen).cloned().collect()
        })
    }

    pub(super) fn ask(self, ask: Ask) {
        self.ask.set(Some(ask));
    }

    /// Does the same with each of these, one after the other, and reads the folder again. Says what
    /// did not work; gives those that did.
    async fn each<F: Future<Output = Result<(), ApiError>>>(
        self,
        entries: &[FileEntry],
        failed: &str,
        act: impl Fn(FileEntry) -> F,
    ) -> usize {
        let mut done = 0;
        for entry in entries {
            match act(entry.clone()).await {
                Ok(()) => done += 1,
                Err(error) => {
                    self.toasts.failure(&format!("{} was not {failed}", entry.name), &error);
                }
            }
        }
        self.refresh();
        done
    }

    /// Reads the folder again, unless it was left meanwhile.
    pub(super) fn refresh(self) {
        if !self.folder.entries.is_disposed() {
            self.folder.read_again();
        }
    }

    /// Removes these, and offers to bring them back.
    pub(super) fn delete(self, entries: Vec<FileEntry>) {
        if entries.is_empty() {
            return;
        }
        let cuid = self.cuid();
        // the focus was in what goes
        let after = self.folder.entries.with_untracked(|all| {
            let goes = |entry: &FileEntry| entries.iter().any(|gone| gone.path == entry.path);
            let last = all.iter().rposition(goes)?;
            let next = all[last..].iter().find(|entry| !goes(entry));
            next.or_else(|| all.iter().rev().find(|entry| !goes(entry))).map(|e| e.path.clone())
        });
        if let Some(after) = after {
            self.folder.focus_on(after);
        }
        leptos::task::spawn_local(async move {
            let kept = StoredValue::new(Vec::new());
            let done = self
                .each(&entries, "deleted", |entry| {
                    let cuid = cuid.clone();
                    async move {
                        let removed = delete_file(cuid, entry.path, true).await?;
                        kept.update_value(|kept| kept.extend(removed.restore_id));
                        Ok(())
                    }
                })
                .await;
            if done == 0 {
                return;
            }
            let what =
                if done == entries.len() { few(&entries) } else { format!("{done} entries") };
            let kept = kept.get_value();
            let undo = move || {
                let (cuid, kept) = (cuid.clone(), kept.clone());
                leptos::task::spawn_local(async move { self.restore(cuid, kept).await });
            };
            self.toasts.offer(format!("{what} deleted"), "Undo", undo);
        });
    }

    async fn restore(self, cuid: String, kept: Vec<String>) {
        let mut back = 0;
        for id in kept {
            match restore_file(cuid.clone(), RestoreRequest { id }).await {
                Ok(_) => back += 1,
                Err(error) => self.toasts.failure("Not brought back", &error),
            }
        }
        if back > 0 {
            let what = if back == 1 { "1 entry".to_owned() } else { format!("{back} entries") };
            self.toasts.success(format!("{what} brought back"));
        }
        self.refresh();
    }

    /// Moves or copies these into a folder under the names they have. A copy within its own folder
    /// gets a number.
    pub(super) fn put(self, entries: Vec<FileEntry>, folder: String, is_move: bool) {
        let cuid = self.cuid();
        leptos::task::spawn_local(async move {
            let word = if is_move { "moved" } else { "copied" };
            let done = self
                .each(&entries, word, |entry| {
                    let (cuid, to) = (cuid.clone(), text::beneath(&folder, &entry.name));
                    async move {
                        if is_move {
                            if to != entry.path {
                                move_file(cuid, moved(entry.path, to)).await?;
                            }
                        } else {
                            copy_numbered(cuid, entry.path, to).await?;
                        }
                        Ok(())
                    }
                })
                .await;
            if done > 0 {
                let to = if folder.is_empty() { "/app" } else { &folder };
                let what =
                    if done == entries.len() { few(&entries) } else { format!("{done} entries") };
                self.toasts.success(format!("{what} {word} to {to}"));
            }
        });
    }

    /// Puts what was cut or copied into the folder that is shown.
    pub(super) fn paste(self) {
        if let Some(clip) = self.clip.get_untracked() {
            self.put(clip.entries, self.path(), clip.cut);
            if clip.cut {
                self.clip.set(None);
            }
        }
    }

    /// Keeps these for [`Self::paste`].
    pub(super) fn keep(self, entries: Vec<FileEntry>, cut: bool) {
        if !entries.is_empty() {
            self.clip.set(Some(Clip { cut, entries }));
        }
    }

    /// Gives an entry another name; where that is taken, says so.
    pub(super) async fn rename(self, entry: FileEntry, name: String) -> Result<(), ApiError> {
        let to = text::beneath(text::parent(&entry.path), &name);
        if to != entry.path {
            let renamed = move_file(self.cuid(), moved(entry.path, to)).await?;
            self.folder.focus_on(renamed.path);
            self.refresh();
        }
        Ok(())
    }

    /// Makes a folder.
    pub(super) async fn make_folder(self, name: String) -> Result<(), ApiError> {
        let path = text::beneath(&self.path(), &name);
        let made = make_folder(self.cuid(), MkdirRequest { path }).await?;
        self.folder.focus_on(made.path);
        self.refresh();
        Ok(())
    }
}

fn moved(from: String, to: String) -> MoveRequest {
    MoveRequest { from, to, overwrite: false }
}

/// Copies, under the first name that is free.
async fn copy_numbered(cuid: String, from: String, to: String) -> Result<FileEntry, ApiError> {
    let mut number = if from == to { 2 } else { 1 };
    loop {
        let target = if number == 1 { to.clone() } else { text::numbered(&to, number) };
        let request = CopyRequest { from: from.clone(), to: target, overwrite: false };
        match copy_file(cuid.clone(), request).await {
            Err(error) if error.code == "FILE_EXISTS" && number < MOST_COPIES => number += 1,
            outcome => return outcome,
        }
    }
}

/// Where a file, or several and folders as an archive, are downloaded from.
pub(super) fn download_address(cuid: &str, entries: &[FileEntry]) -> String {
    let endpoint = match entries {
        [entry] if entry.kind != FileKind::Directory => "download",
        _ => "download-zip",
    };
    let paths: ParamsMap = entries.iter().map(|entry| ("path", entry.path.as_str())).collect();
    format!("/containers/{cuid}/{endpoint}{}", paths.to_query_string())
}
