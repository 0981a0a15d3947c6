//! Files in the containers' mounts, where processes of the containers plant links and swap them at
//! any moment while this server, mostly as root, works there.
//!
//! So nothing is done by a path from the root of the file system, and nothing is looked at first and
//! then used by name. A path is resolved by the kernel, once, beneath an open handle on the mount
//! (`openat2(2)` with `RESOLVE_BENEATH`), to a handle on a folder; what follows names single entries
//! of that folder and follows no link. What peers have lost by other ways: CVE-2023-25152,
//! CVE-2024-27102 (Wings).

mod apply;
mod compare;
mod copy;
mod error;
mod facts;
mod folder;
mod journal;
mod mount;
mod pack;
mod read;
mod remove;
mod staging;
mod temporary;
mod trash;
mod walk;

pub use apply::Resumed;
pub use compare::{Changes, Obstacle};
pub use copy::Copy;
pub use error::FileError;
pub use facts::Facts;
pub use folder::{Folder, Overwrite};
pub use mount::{Aside, Mount};
pub use pack::Selection;
pub use read::read_at;
pub use staging::{Staging, Unpacked};
pub use temporary::Temporary;
pub use trash::TRASH_KEPT;
