//! `/containers/{cuid}/files` and what else moves files: thin handlers, one file an endpoint.

pub(super) mod list;
pub(super) mod mkdir;
