//! The files in a container's mount: what can be done with them, and that nothing escapes.

mod change;
mod download;
mod download_zip;
mod escape;
mod hostile;
mod kill;
mod list;
mod race;
mod special;
mod storage;
mod support;
mod trash;
mod trouble;
mod upload;
mod write;
mod zip_bytes;
