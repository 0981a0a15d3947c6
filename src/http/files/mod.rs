//! `/containers/{cuid}/files` and what else moves files: thin handlers, one file an endpoint.

pub(super) mod attachment;
pub(super) mod chmod;
pub(super) mod copy;
pub(super) mod delete;
pub(super) mod download;
pub(super) mod download_zip;
mod incoming;
pub(super) mod list;
pub(super) mod mkdir;
mod preconditions;
mod range;
pub(super) mod relocate;
pub(super) mod restore;
pub(super) mod unpack;
pub(super) mod upload_zip;
pub(super) mod write;
