//! The file that is open: its text in an editor, or what it shows.

mod drafts;
mod editor;
mod preview;
mod text_file;

use super::{
    crumbs::Crumbs,
    desk::download_address,
    kind::{Content, content},
    place::Place,
};
use crate::{
    api::files::stat_file,
    components::{Icon, Load, Moment},
    text,
    types::{FileEntry, FileKind},
};
pub(crate) use drafts::Drafts;
use leptos::{children::ViewFn, either::Either, prelude::*};
use preview::Preview;
use text_file::TextFile;

/// The largest text that is opened, in bytes: an editor has to lay it out.
const LARGEST_TEXT: u64 = 2 << 20;
/// The largest picture or document that is shown: the browser holds it in memory.
const LARGEST_PREVIEW: u64 = 64 << 20;

/// A file.
#[component]
pub(super) fn View(
    /// Which.
    place: Memo<Place>,
) -> impl IntoView {
    let file = Resource::new(
        move || place.with(|place| (place.cuid.clone(), place.file.clone(), place.is_new)),
        |(cuid, file, is_new)| async move {
            if is_new { Ok(None) } else { stat_file(cuid, file).await.map(Some) }
        },
    );
    let elsewhere = (place.with_untracked(Place::tab), "Go to the first folder");
    view! {
        <Load from=file elsewhere let:entry>
            <Open place=place.get_untracked() entry crumbs=move || view! { <Crumbs place /> } />
        </Load>
    }
    .into_any()
}

#[component]
fn Open(place: Place, entry: Option<FileEntry>, #[prop(into)] crumbs: ViewFn) -> impl IntoView {
    let back = place.folder(&place.path).address();
    let facts = entry.as_ref().map(|entry| {
        let href = download_address(&place.cuid, std::slice::from_ref(entry));
        view! {
            <span class="hint">
                {text::bytes(entry.size)} " · changed " <Moment at=Signal::stored(entry.modified.clone()) ago=true />
                " · " <code>{entry.mode.clone()}</code>
            </span>
            <a class="button" href=href rel="external" download>
                <Icon name="download" />
                <span>"Download"</span>
            </a>
        }
    });
    let body = if let Some(entry) = &entry {
        shown(&place, entry)
    } else {
        let (cuid, path) = (place.cuid.clone(), place.file.clone());
        let later = place.open(&place.file).address();
        Ok(view! { <TextFile cuid path later /> }.into_any())
    };
    view! {
        <div class="files-bar">
            {crumbs.run()}
            <div class="files-actions">{facts}</div>
        </div>
        {match body {
            Ok(body) => Either::Left(body),
            Err((heading, why)) => {
                Either::Right(
                    view! {
                        <section class="blank">
                            <Icon name="file" />
                            <h2>{heading}</h2>
                            <p>{why}</p>
                            <p class="actions"><a class="button" href=back>"Back to the folder"</a></p>
                        </section>
                    },
                )
            }
        }}
    }
    .into_any()
}

/// What shows a file; or why it is not shown.
fn shown(place: &Place, entry: &FileEntry) -> Result<AnyView, (&'static str, String)> {
    let (cuid, path) = (place.cuid.clone(), entry.path.clone());
    match entry.kind {
        FileKind::File | FileKind::Symlink => {}
        FileKind::Directory => {
            let href = place.folder(&entry.path).address();
            return Ok(
                view! { <p class="hint">"This is a folder. "<a href=href>"Open it"</a></p> }
                    .into_any(),
            );
        }
        _ => {
            return Err((
                "Nothing to show",
                "It is no file: reading it could wait for ever.".to_owned(),
            ));
        }
    }
    let too_large = |most: u64| {
        let (size, most) = (text::bytes(entry.size), text::bytes(most));
        Err((
            "Too large to show",
            format!("It has {size}; up to {most} are shown here. Download it instead."),
        ))
    };
    match content(&entry.path) {
        Content::Archive => {
            Err(("An archive", "Unpack it by its menu in the folder, or download it.".to_owned()))
        }
        Content::Image(_) | Content::Pdf if entry.size > LARGEST_PREVIEW => {
            too_large(LARGEST_PREVIEW)
        }
        Content::Image(kind) => Ok(view! { <Preview cuid path kind /> }.into_any()),
        Content::Pdf => Ok(view! { <Preview cuid path kind="application/pdf" /> }.into_any()),
        Content::Text if entry.size > LARGEST_TEXT => too_large(LARGEST_TEXT),
        Content::Text => Ok(view! { <TextFile cuid path /> }.into_any()),
    }
}
