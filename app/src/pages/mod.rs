//! The pages, a file each.

pub(crate) mod activity;
pub(crate) mod containers;
pub(crate) mod files;
mod frame;
pub(crate) mod images;
mod login;
pub(crate) mod logs;
mod not_found;
pub(crate) mod stats;
pub(crate) mod system;
pub(crate) mod terminals;

pub(crate) use frame::Frame;
pub(crate) use login::Login;
pub(crate) use not_found::{NotFound, NothingHere};
