use super::{
    changes::{Changes, Question},
    picked::Picked,
    queue::{Uploads, mode_word},
    send::{Outcome, Sending},
};
use crate::{
    components::{Icon, When},
    rest, text,
    types::{ApiError, ErrorKind, Upload, UploadMode},
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// Up to this size in bytes an archive is sent once more to see what it would change without being
/// asked to: a second or two in most networks.
const LOOKED_INTO: u64 = 32 << 20;

/// A ZIP archive that somebody dropped on a folder.
#[derive(Clone)]
pub(crate) struct Archive {
    cuid: String,
    folder: String,
    name: String,
    file: SendWrapper<web_sys::File>,
}

impl Archive {
    pub(crate) const fn new(
        cuid: String,
        folder: String,
        name: String,
        file: SendWrapper<web_sys::File>,
    ) -> Self {
        Self { cuid, folder, name, file }
    }

    /// What it would change; the server reads it without keeping anything.
    async fn look(self, sending: Sending, mode: UploadMode) -> Result<Upload, ApiError> {
        let query =
            [("path", self.folder.as_str()), ("mode", mode_word(mode)), ("dry_run", "true")];
        let address = rest::address(&self.cuid, "upload-zip", &query);
        let unread = |why: &str| ApiError::local(ErrorKind::IoError, "NO_PREVIEW", why.to_owned());
        match sending.send("POST", &address, &[("content-type", "application/zip")]).await {
            Outcome::Done(answer) => {
                serde_json::from_str(&answer).map_err(|error| unread(&error.to_string()))
            }
            Outcome::Refused(error) => Err(*error),
            Outcome::Lost => Err(unread("The connection was lost. Close this and try again.")),
            Outcome::Cancelled => Err(unread("Cancelled.")),
        }
    }
}

/// Shows what unpacking a dropped archive would change; unpacks it, or uploads it as it is.
#[component]
pub(crate) fn Preview(
    /// The archive.
    archive: Archive,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let uploads = Uploads::get();
    let mode = RwSignal::new(UploadMode::Merge);
    let outcome = RwSignal::new(None::<Result<Upload, ApiError>>);
    let looking = StoredValue::new(None::<Sending>);
    let stop = move || {
        if let Some(Some(sending)) = looking.try_update_value(Option::take) {
            sending.cancel();
        }
    };
    on_cleanup(stop);
    let size = Sending::new(archive.file.clone()).size();
    let large = size > LOOKED_INTO;
    let wanted = RwSignal::new(!large);
    Effect::new({
        let archive = archive.clone();
        move |_| {
            let mode = mode.get();
            stop();
            outcome.set(None);
            if !wanted.get() {
                return;
            }
            let sending = Sending::new(archive.file.clone());
            looking.set_value(Some(sending.clone()));
            let archive = archive.clone();
            leptos::task::spawn_local(async move {
                let seen = archive.look(sending.clone(), mode).await;
                if !sending.is_cancelled() {
                    outcome.try_set(Some(seen));
                }
            });
        }
    });
    let name = archive.name.clone();
    let archive = StoredValue::new(archive);
    let unpack = Callback::new(move |()| {
        let Archive { cuid, folder, name, file } = archive.get_value();
        uploads.unpack(&cuid, folder, name, file, mode.get_untracked());
        close.run(());
    });
    let as_it_is = move |_| {
        let Archive { cuid, folder, name, file } = archive.get_value();
        uploads.add(&cuid, &folder, vec![Picked { path: name, file: Some(file) }]);
        close.run(());
    };
    view! {
        <h2 id="ask-heading">"Unpack "<span class="name">{name}</span>" here?"</h2>
        <Question mode busy=false unpack close>
            <When
                is=wanted
                otherwise=move || {
                    view! {
                        <p>
                            <button type="button" class="button small" on:click=move |_| wanted.set(true)>
                                <Icon name="search" />
                                <span>"Show what would change"</span>
                            </button>
                            " "
                            <span class="hint">{text::bytes(size)}" are sent for it, and again to unpack."</span>
                        </p>
                    }
                }
            >
                <Changes outcome=outcome.into() />
            </When>
            <p>
                <button type="button" class="button small quiet" on:click=as_it_is>
                    <Icon name="upload" />
                    <span>"Upload the archive as it is"</span>
                </button>
            </p>
        </Question>
    }
    .into_any()
}
