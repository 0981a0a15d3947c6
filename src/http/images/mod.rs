//! The engine's images: thin handlers, one file a verb.

pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod prune;
pub(super) mod pull;
pub(super) mod pulls;
