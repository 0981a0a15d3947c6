//! The files in a container's mount: the folder, what is done with it, and the file that is open.

mod ask;
mod crumbs;
mod desk;
mod folder;
mod keys;
mod kind;
mod listing;
mod place;
mod receive;
mod table;
mod toolbar;
mod view;

use crate::components::{Notice, Tone, When};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use listing::Listing;
use place::Place;
use view::View;

pub(crate) use view::Drafts;

/// A container's files.
#[component]
pub(crate) fn Files(
    /// The container's id.
    cuid: String,
    /// Whether the container has been deleted.
    gone: RwSignal<bool>,
) -> impl IntoView {
    let query = use_query_map();
    let place = Memo::new(move |_| query.with(|query| Place::of_address(&cuid, query)));
    let there = Signal::derive(move || !gone.get());
    let open = Memo::new(move |_| place.with(|place| !place.file.is_empty()));
    view! {
        <When
            is=there
            otherwise=|| view! { <Notice tone=Tone::Warning><p>"Its files are gone with it."</p></Notice> }
        >
            {move || {
                if open.get() {
                    view! { <View place /> }.into_any()
                } else {
                    view! { <Listing place /> }.into_any()
                }
            }}
        </When>
    }
    .into_any()
}
