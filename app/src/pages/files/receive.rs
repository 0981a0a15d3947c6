use super::{
    ask::Ask,
    desk::Desk,
    kind::{Content, content},
};
use crate::uploads::{Archive, Picked, dropped};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// Takes files that are pasted, as long as the folder is shown.
pub(super) fn listen(desk: Desk) {
    let pasting = window_event_listener(ev::paste, move |event| {
        let in_field = event
            .target()
            .and_then(|at| at.dyn_into::<web_sys::Element>().ok())
            .and_then(|at| at.closest("input, textarea, [contenteditable], dialog").ok().flatten());
        let has_files =
            |data: &web_sys::DataTransfer| data.files().is_some_and(|files| files.length() > 0);
        if let (None, Some(data)) = (in_field, event.clipboard_data().filter(has_files)) {
            let found = dropped(&data);
            leptos::task::spawn_local(async move { take(desk, found.await) });
        }
    });
    on_cleanup(move || pasting.remove());
}

/// Uploads what was dropped, pasted or picked; of a single archive it is asked first what is to be
/// done.
pub(super) fn take(desk: Desk, picked: Vec<Picked>) {
    let (cuid, path) = (desk.cuid(), desk.path());
    match picked.as_slice() {
        [Picked { path: name, file: Some(file) }] if content(name) == Content::Archive => {
            desk.ask(Ask::Archive(Archive::new(cuid, path, name.clone(), file.clone())));
        }
        _ => desk.uploads.add(&cuid, &path, picked),
    }
}
