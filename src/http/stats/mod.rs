//! What containers use: thin handlers, one file a route.

pub(super) mod follow;
pub(super) mod history;
pub(super) mod latest;
