//! The engine room: the Docker Engine by its API, and Docker Compose by its command.
//!
//! Compose does what changes a container's life; the API does the rest: events, inspection, images
//! and the network. The types of both stay in here, and so does every program that is run.

mod cgroup;
mod client;
mod compose;
mod containers;
mod docker_folder;
mod error;
mod events;
mod exec;
mod frames;
mod images;
mod logs;
mod network;
mod stats;
mod wire;

pub use cgroup::{Buffer, Cgroups, FILES, Limits, Meter, Usage};
pub use client::{Engine, EngineFacts};
pub use compose::{Compose, Mergeable, Target, Verb};
pub use containers::{LABEL_CONFIG, Observed, State};
pub use error::{ComposeProblem, EngineError, ImageProblem};
pub use events::{Change, ChangeKind};
pub use exec::{Exec, ExecInput, ExecRequest, Processes, Signal, Size, Traces};
pub use frames::{Frames, OutputStream};
pub use images::{ImageCommand, ImageUse, PullProgress};
pub use logs::{LogMessage, LogMessages, LogsRequest, PARTIAL};

use docker_folder::docker_folder;
