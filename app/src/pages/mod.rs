//! The pages, a file each.

pub(crate) mod containers;
mod files;
mod frame;
mod login;
mod logs;
mod not_found;
mod terminals;

pub(crate) use frame::Frame;
pub(crate) use login::Login;
pub(crate) use not_found::{NotFound, NothingHere};
