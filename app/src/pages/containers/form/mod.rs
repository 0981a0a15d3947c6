//! The form that describes a container: the same for a new one and for one that is changed.

mod check;
mod compose_file;
mod details;
mod draft;
mod env;
mod fields;
mod filled;
mod image;
mod kept;
mod limits;
mod ports;
mod request;
mod summary;

use crate::{
    api::{host::get_host_facts, images::list_images, plans::get_commitments},
    types::{ApiError, Commitments, HostFacts},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub(super) use check::{Asked, Check};
pub(super) use compose_file::{ComposeFile, ComposeLine};
pub(super) use details::image_details;
pub(super) use draft::Draft;
pub(super) use fields::Fields;
pub(super) use filled::{Filled, FilledPort};
pub(super) use image::{ImageField, Suggested, remember_image};
pub(super) use kept::Kept;
pub(super) use summary::{Summary, focus_first_error};

/// What a form is filled in against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ground {
    /// What the host has to give.
    pub(super) host: HostFacts,
    /// The engine's images.
    pub(super) images: Vec<Suggested>,
    /// What the other containers have been promised.
    pub(super) promised: Commitments,
}

/// What a form is filled in against; `but` is the container that it is about. A form without it is
/// still a form, so this does not fail.
pub(super) fn ground(but: Option<String>) -> Resource<Result<Ground, ApiError>> {
    Resource::new(
        || (),
        move |()| {
            let but = but.clone();
            async move {
                let all = futures_util::future::join3(
                    get_host_facts(),
                    list_images(),
                    get_commitments(but),
                );
                let (host, images, promised) = all.await;
                Ok(Ground {
                    host: HostFacts { images: Vec::new(), ..host.unwrap_or_default() },
                    images: images.map(image::suggested).unwrap_or_default(),
                    promised: promised.unwrap_or_default(),
                })
            }
        },
    )
}
