//! `/containers/{cuid}/files` and what else moves files: thin handlers, one file an endpoint.

mod attachment;
pub(super) mod download_zip;
mod incoming;
pub(super) mod list;
pub(super) mod mkdir;
pub(super) mod unpack;
pub(super) mod upload_zip;
