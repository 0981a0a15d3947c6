//! What travels between server, dashboard and REST clients: the shapes of the public API.
//!
//! Nothing here knows the engine, Compose or HTTP; the server's domain builds these values and the
//! dashboard shows them, so both always speak of the same thing.

mod activity;
mod container;
mod error;
mod event;
mod file;
mod fleet;
mod health;
mod host;
mod image;
mod log;
mod plan;
mod request;
mod run;
mod session;
mod stats;
mod stop;

pub use activity::{ActionEntry, ActivityPage, ActivityQuery};
pub use container::{
    Container, ContainerPage, ContainerState, Operation, OperationKind, PortBinding, Protocol,
    Resources, RestartPolicy, Status, StatusReport,
};
pub use error::{ApiError, ErrorKind, Failure, FieldError};
pub use event::{Event, EventKind};
pub use file::{
    Change, ChangeKind, ChmodRequest, CopyRequest, FileEntry, FileKind, FileList, FileQuery,
    FileSort, MkdirRequest, MoveRequest, Removed, RestoreRequest, SortOrder, UnpackRequest, Upload,
    UploadMode,
};
pub use fleet::{ContainerName, FleetPage, FleetQuery, FleetSort};
pub use health::{Health, HostFacts};
pub use host::{DiskReport, DiskUse, EngineReport, HostReport, HostWarning, LimitKind};
pub use image::{
    Image, ImageDetails, ImageList, ImageUser, ImagesRemoved, PruneRequest, Pruned, PrunedImage,
    Pull, PullFailure, PullLayer, PullList, PullRequest, PullState,
};
pub use log::{LogFormat, LogLine, LogPage, LogQuery, LogStream};
pub use plan::{Checked, Commitments, ComposeText, Effect, Plan, TakenPort};
pub use request::{
    Action, CreateRequest, Deleted, ListQuery, MemoryInput, PortInput, PortsRequest,
    ResourcesInput, ResourcesUpdate, UpdateRequest,
};
pub use run::{RunOutput, RunRequest, RunResult};
pub use session::{SessionInfo, SessionList};
pub use stats::{ContainerStats, StatsHistory, StatsSample, StatsTick};
pub use stop::{Asked, ContainerDetail, StopCause, Stopped};
