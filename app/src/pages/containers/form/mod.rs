//! The form that describes a container: the same for a new one and for one that is changed.

mod draft;
mod env;
mod fields;
mod ports;
mod request;

use crate::{
    api::host::get_host_facts,
    types::{ApiError, HostFacts},
};
use leptos::prelude::*;

pub(super) use draft::Draft;
pub(super) use fields::{Fields, ImageField, Summary, focus_first_error};

/// What the host has to give. A form without suggestions is still a form, so this does not fail.
pub(super) fn host_facts() -> Resource<Result<HostFacts, ApiError>> {
    Resource::new(|| (), |()| async { Ok(get_host_facts().await.unwrap_or_default()) })
}
