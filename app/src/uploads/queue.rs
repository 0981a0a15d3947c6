use super::{
    picked::Picked,
    send::{Outcome, Sending},
    transfer::{Existing, State, Transfer, What},
};
use crate::{
    api::{
        files::{make_folder, stat_file},
        host::get_host_facts,
    },
    leaving::Leaving,
    rest, session, text,
    types::{ApiError, ErrorKind, MkdirRequest, Upload, UploadMode},
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::time::Duration;

/// How many are sent at a time.
const AT_ONCE: usize = 3;
/// How often a connection may break before somebody is asked to look.
const RETRIES: u32 = 8;
/// From this size on it is asked first whether the name is taken: what is smaller is sent as quickly.
const WORTH_ASKING: u64 = 1 << 20;

/// All that is on its way, and how it ended.
#[derive(Clone, Copy)]
pub(crate) struct Uploads {
    pub(super) all: RwSignal<Vec<Transfer>>,
    /// Counts what changes in any of them.
    pub(super) changes: RwSignal<usize>,
    /// Counts what has arrived: folders that are shown are read again.
    pub(crate) done: RwSignal<usize>,
    running: StoredValue<usize>,
    next: StoredValue<usize>,
    /// The most bytes that the server takes at once, once it was asked.
    limit: StoredValue<Option<u64>>,
}

impl Uploads {
    /// Makes the queue known to all pages.
    pub(crate) fn provide() {
        let uploads = Self {
            all: RwSignal::default(),
            changes: RwSignal::default(),
            done: RwSignal::default(),
            running: StoredValue::default(),
            next: StoredValue::default(),
            limit: StoredValue::default(),
        };
        provide_context(uploads);
        Leaving::ask_while(Signal::derive(move || {
            uploads.changes.track();
            let under_way = |transfer: &Transfer| !transfer.state.get_untracked().is_settled();
            uploads.all.with(|all| all.iter().any(under_way))
        }));
    }

    /// That of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Sends files into a folder of a container, and makes the empty folders among them.
    pub(crate) fn add(self, cuid: &str, folder: &str, picked: Vec<Picked>) {
        let existing = ArcRwSignal::new(None);
        let mut transfers = Vec::with_capacity(picked.len());
        for Picked { path: name, file } in picked {
            let path = text::beneath(folder, &name);
            if let Some(file) = file {
                transfers.push(self.transfer(cuid, name, What::File(path), file, &existing));
                continue;
            }
            let cuid = cuid.to_owned();
            leptos::task::spawn_local(async move {
                // a folder that holds nothing is no great loss
                if make_folder(cuid, MkdirRequest { path }).await.is_ok() {
                    self.done.update(|done| *done += 1);
                }
            });
        }
        self.enqueue(transfers);
    }

    /// Sends an archive, to be unpacked into a folder of a container.
    pub(crate) fn unpack(
        self,
        cuid: &str,
        folder: String,
        name: String,
        file: SendWrapper<web_sys::File>,
        mode: UploadMode,
    ) {
        let what = What::Archive(folder, mode);
        self.enqueue(vec![self.transfer(cuid, name, what, file, &ArcRwSignal::new(None))]);
    }

    fn transfer(
        self,
        cuid: &str,
        name: String,
        what: What,
        file: SendWrapper<web_sys::File>,
        existing: &ArcRwSignal<Option<Existing>>,
    ) -> Transfer {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        Transfer {
            id,
            cuid: cuid.to_owned(),
            name,
            what,
            sending: Sending::new(file),
            state: ArcRwSignal::new(State::Waiting),
            existing: existing.clone(),
        }
    }

    fn enqueue(self, transfers: Vec<Transfer>) {
        leptos::task::spawn_local(async move {
            for transfer in &transfers {
                if let Some(why) = self.too_large(transfer.sending.size()).await {
                    transfer.state.set(State::Failed(why));
                }
            }
            self.all.update(|all| all.extend(transfers));
            self.changed();
            self.go_on();
        });
    }

    /// Why the server would not take a file of that size; said before anything is sent.
    pub(crate) async fn too_large(self, size: u64) -> Option<String> {
        if self.limit.get_value().is_none() {
            let limit = get_host_facts().await.ok().map(|facts| facts.max_upload_bytes);
            self.limit.set_value(limit);
        }
        let limit = self.limit.get_value().filter(|limit| size > *limit)?;
        let (size, limit) = (text::bytes(size), text::bytes(limit));
        Some(format!("too large: it has {size}, the server takes up to {limit} (MAX_UPLOAD_BYTES)"))
    }

    fn changed(self) {
        self.changes.update(|changes| *changes += 1);
    }

    fn set(self, transfer: &Transfer, state: State) {
        transfer.state.set(state);
        self.changed();
    }

    /// Begins with those that wait, as far as there is room.
    fn go_on(self) {
        while self.running.get_value() < AT_ONCE {
            let waits = |transfer: &&Transfer| transfer.state.get_untracked() == State::Waiting;
            let Some(transfer) = self.all.with_untracked(|all| all.iter().find(waits).cloned())
            else {
                break;
            };
            self.running.update_value(|running| *running += 1);
            self.set(&transfer, State::Sending);
            leptos::task::spawn_local(async move {
                let state = self.run(&transfer).await;
                let arrived = matches!(state, State::Done(_));
                self.set(&transfer, state);
                self.running.update_value(|running| *running -= 1);
                if arrived {
                    self.done.update(|done| *done += 1);
                }
                self.go_on();
            });
        }
    }

    /// Sends one until it is there or can't be.
    async fn run(self, transfer: &Transfer) -> State {
        let (mut broken, mut number) = (0, 1);
        loop {
            match self.attempt(transfer, number).await {
                Outcome::Done(answer) => break State::Done(came_of(transfer, &answer)),
                Outcome::Cancelled => break State::Cancelled,
                Outcome::Refused(error) if error.code == "FILE_EXISTS" => {
                    match transfer.existing.get_untracked() {
                        Some(Existing::KeepBoth) => number += 1,
                        Some(Existing::Skip) => break State::Skipped,
                        Some(Existing::Replace) => break State::Failed(error.message.clone()),
                        None => break State::Asking,
                    }
                }
                Outcome::Refused(error) => {
                    session::ended(&error);
                    break State::Failed(error.message.clone());
                }
                Outcome::Lost if broken < RETRIES => {
                    broken += 1;
                    for left in (1..=(1 << broken.min(5))).rev() {
                        self.set(transfer, State::Broken(left));
                        pause(Duration::from_secs(1)).await;
                        if transfer.sending.is_cancelled() {
                            return State::Cancelled;
                        }
                    }
                    self.set(transfer, State::Sending);
                }
                Outcome::Lost => {
                    break State::Failed("The connection broke again and again.".to_owned());
                }
            }
        }
    }

    async fn attempt(self, transfer: &Transfer, number: usize) -> Outcome {
        let cuid = &transfer.cuid;
        match &transfer.what {
            What::Archive(folder, mode) => {
                let mode = mode_word(*mode);
                let address =
                    rest::address(cuid, "upload-zip", &[("path", folder), ("mode", mode)]);
                transfer
                    .sending
                    .send("POST", &address, &[("content-type", "application/zip")])
                    .await
            }
            What::File(path) => {
                let path = if number == 1 { path.clone() } else { text::numbered(path, number) };
                let may_replace = transfer.existing.get_untracked() == Some(Existing::Replace);
                if !may_replace
                    && transfer.sending.size() >= WORTH_ASKING
                    && stat_file(cuid.clone(), path.clone()).await.is_ok()
                {
                    return Outcome::Refused(Box::new(taken(&path)));
                }
                let headers: &[_] = if may_replace { &[] } else { &[("if-none-match", "*")] };
                let address = rest::address(cuid, "files", &[("path", &path)]);
                transfer.sending.send("PUT", &address, headers).await
            }
        }
    }

    /// Says what is done where names are taken, for all that came together with this one.
    pub(super) fn decide(self, transfer: &Transfer, existing: Existing) {
        transfer.existing.set(Some(existing));
        let all = self.all.get_untracked();
        let asked = |other: &&Transfer| {
            other.existing == transfer.existing && other.state.get_untracked() == State::Asking
        };
        for other in all.iter().filter(asked) {
            other.state.set(match existing {
                Existing::Skip => State::Skipped,
                Existing::Replace | Existing::KeepBoth => State::Waiting,
            });
        }
        self.changed();
        self.go_on();
    }

    pub(super) fn cancel(self, transfer: &Transfer) {
        transfer.sending.cancel();
        if matches!(transfer.state.get_untracked(), State::Waiting | State::Asking) {
            self.set(transfer, State::Cancelled);
        }
    }

    pub(super) fn cancel_all(self) {
        for transfer in self.all.get_untracked() {
            if !transfer.state.get_untracked().is_settled() {
                self.cancel(&transfer);
            }
        }
    }

    pub(super) fn retry(self, transfer: &Transfer) {
        transfer.sending.renew();
        self.set(transfer, State::Waiting);
        self.go_on();
    }

    /// Forgets those that have ended.
    pub(super) fn clear(self) {
        self.all.update(|all| all.retain(|transfer| !transfer.state.get_untracked().is_settled()));
    }
}

/// What the API calls it.
pub(super) const fn mode_word(mode: UploadMode) -> &'static str {
    match mode {
        UploadMode::Merge => "merge",
        UploadMode::Replace => "replace",
    }
}

fn came_of(transfer: &Transfer, answer: &str) -> Option<String> {
    match transfer.what {
        What::File(_) => None,
        What::Archive(..) => {
            serde_json::from_str::<Upload>(answer).ok().as_ref().map(super::changes::counts)
        }
    }
}

fn taken(path: &str) -> ApiError {
    ApiError::local(ErrorKind::Conflict, "FILE_EXISTS", format!("{path} is there already."))
}

async fn pause(time: Duration) {
    let waited = js_sys::Promise::new(&mut |done, _| {
        set_timeout(
            move || {
                let _ = done.call0(&wasm_bindgen::JsValue::NULL);
            },
            time,
        );
    });
    let _ = wasm_bindgen_futures::JsFuture::from(waited).await;
}
