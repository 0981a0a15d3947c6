//! The files in a container's mount: what can be done with them, and that nothing escapes.

mod change;
mod download;
mod escape;
mod hostile;
mod list;
mod race;
mod special;
mod storage;
mod support;
mod trash;
mod upload;
mod write;
mod zip_bytes;
