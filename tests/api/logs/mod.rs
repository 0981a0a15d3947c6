//! `GET /containers/{cuid}/logs`.

mod ends;
mod flood;
mod follow;
mod hostile;
mod read;
mod resume;
mod rotation;
mod support;
