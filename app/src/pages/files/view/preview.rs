use crate::{
    components::{Notice, Tone},
    rest, text,
    types::{ApiError, ErrorKind},
};
use leptos::prelude::*;

/// A picture or a document. Its bytes are fetched by this page and shown as what their name says,
/// never as a page of this server: a picture as an image, in which no script runs, a document in a
/// frame of its own.
#[component]
pub(super) fn Preview(
    /// The container's id.
    cuid: String,
    /// The file.
    path: String,
    /// Its media type.
    kind: &'static str,
) -> impl IntoView {
    let name = text::file_name(&path).to_owned();
    let shown = RwSignal::new(None::<Result<String, ApiError>>);
    Effect::new(move |_| {
        let (cuid, path) = (cuid.clone(), path.clone());
        leptos::task::spawn_local(async move {
            let address = fetch(&cuid, &path, kind).await;
            if let Some(Ok(left)) = shown.try_set(Some(address)).flatten() {
                revoke(&left);
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(Ok(address))) = shown.try_get_untracked() {
            revoke(&address);
        }
    });
    move || match shown.get() {
        None => view! { <p class="loading" role="status">"Loading…"</p> }.into_any(),
        Some(Err(error)) => {
            view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> }.into_any()
        }
        Some(Ok(address)) if kind == "application/pdf" => {
            view! { <iframe class="preview" title=name.clone() src=address></iframe> }.into_any()
        }
        Some(Ok(address)) => {
            view! { <p class="preview preview-image"><img src=address alt=name.clone() /></p> }
                .into_any()
        }
    }
}

/// An address of the file's bytes in this page.
async fn fetch(cuid: &str, path: &str, kind: &str) -> Result<String, ApiError> {
    let unread = || {
        let message = "The file could not be read. Try again, or download it.".to_owned();
        ApiError::local(ErrorKind::IoError, "NOT_READ", message)
    };
    let answer = rest::get(&rest::address(cuid, "download", &[("path", path)])).await?;
    let bytes = answer.binary().await.map_err(|_| unread())?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .map_err(|_| unread())
}

fn revoke(address: &str) {
    // fails for no address that this page made
    let _ = web_sys::Url::revoke_object_url(address);
}
