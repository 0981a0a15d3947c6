//! The action log, as it is read: thin handlers, one file a route.

pub(super) mod follow;
pub(super) mod list;
