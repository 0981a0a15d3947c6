//! The room of files: the data folder, the definitions in it, and what else the server keeps.
//!
//! Nothing outside touches the file system, nothing in here knows the engine or HTTP.

#![expect(clippy::disallowed_methods, reason = "this is the room where files are touched")]

mod atomic;
mod data_folder;
mod definitions;
mod error;
mod files;
mod log_file;
mod log_reader;
mod machine;
mod program;
mod run;
/// Files that only their owner may read.
pub mod secrets;
mod sessions;
mod watch;

pub use data_folder::DataFolder;
pub use definitions::{Definitions, Journal, Stored};
pub use error::StoreError;
pub use files::{
    Aside, Changes, Copy, Facts, FileError, Folder, Mount, Obstacle, Overwrite, Resumed, Selection,
    Staging, TRASH_KEPT, Temporary, Unpacked, read_at,
};
pub use log_file::LogFile;
pub use log_reader::{LogPlace, LogReader};
pub use machine::{Room, load_average, memory_available, room};
pub use program::{build_id, folder_beside_program, site_program};
pub use run::{Run, Scratch};
pub use sessions::Revocations;
pub use watch::{Changed, Watcher};
