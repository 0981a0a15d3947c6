//! The pages, a file each.

pub(crate) mod containers;
pub(crate) mod files;
mod frame;
mod login;
pub(crate) mod logs;
mod not_found;
pub(crate) mod terminals;

pub(crate) use frame::Frame;
pub(crate) use login::Login;
pub(crate) use not_found::{NotFound, NothingHere};
