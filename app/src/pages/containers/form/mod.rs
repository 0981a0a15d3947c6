//! The form that describes a container: the same for a new one and for one that is changed.

mod draft;
mod env;
mod fields;
mod ports;
mod request;

pub(super) use draft::Draft;
pub(super) use fields::{Fields, Summary, focus_first_error};
