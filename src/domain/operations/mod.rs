//! What can be done to a container, one file an operation. Each holds the container's lock, sees
//! itself through whatever its caller does, and leaves things as they were where it fails.

mod control;
mod create;
mod delete;
mod image;
mod plan;
mod recover;
mod update;

pub(super) use recover::Recovered;
