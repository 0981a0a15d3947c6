use crate::{
    api::files::unpack_file,
    components::Toasts,
    pages::files::desk::Desk,
    reading::reading,
    types::{FileEntry, UnpackRequest, UploadMode},
    uploads::{Changes, Question},
};
use leptos::prelude::*;

/// Shows what unpacking an archive would change, and unpacks it.
#[component]
pub(super) fn Unpack(
    /// The folder that holds it.
    desk: Desk,
    /// The archive.
    entry: FileEntry,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::get();
    let mode = RwSignal::new(UploadMode::Merge);
    let (cuid, path) = (desk.cuid(), entry.path);
    let request = move |path: String, dry_run: bool| UnpackRequest {
        path,
        to: None,
        mode: mode.get(),
        dry_run,
    };
    let preview = reading({
        let (cuid, path) = (cuid.clone(), path.clone());
        move || unpack_file(cuid.clone(), request(path.clone(), true))
    });
    let busy = RwSignal::new(false);
    let name = entry.name.clone();
    let unpack = Callback::new(move |()| {
        busy.set(true);
        let (cuid, request, name) = (cuid.clone(), request(path.clone(), false), name.clone());
        leptos::task::spawn_local(async move {
            match unpack_file(cuid, request).await {
                Ok(done) => {
                    toasts.success(format!("{name} unpacked: {}", crate::uploads::counts(&done)));
                }
                Err(error) => toasts.failure(&format!("{name} was not unpacked"), &error),
            }
            busy.try_set(false);
            desk.refresh();
            close.run(());
        });
    });
    view! {
        <h2 id="ask-heading">"Unpack "<span class="name">{entry.name}</span>" here?"</h2>
        <Question mode busy unpack close>
            <Changes outcome=preview.into() />
        </Question>
    }
    .into_any()
}
