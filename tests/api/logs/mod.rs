//! `GET /containers/{cuid}/logs`.

mod read;
mod support;
