//! What travels between server, dashboard and REST clients: the shapes of the public API.
//!
//! Nothing here knows the engine, Compose or HTTP; the server's domain builds these values and the
//! dashboard shows them, so both always speak of the same thing.

mod container;
mod error;
mod event;
mod file;
mod health;
mod log;
mod plan;
mod request;
mod run;
mod session;

pub use container::{
    Container, ContainerOverview, ContainerPage, ContainerState, Operation, OperationKind,
    PortBinding, Protocol, Resources, RestartPolicy, Status, StatusReport,
};
pub use error::{ApiError, ErrorKind, Failure, FieldError};
pub use event::{Event, EventKind};
pub use file::{
    Change, ChangeKind, ChmodRequest, CopyRequest, FileEntry, FileKind, FileList, FileQuery,
    FileSort, MkdirRequest, MoveRequest, Removed, RestoreRequest, SortOrder, UnpackRequest, Upload,
    UploadMode,
};
pub use health::{Health, HostFacts};
pub use log::{LogFormat, LogLine, LogPage, LogQuery, LogStream};
pub use plan::{Checked, Commitments, ComposeText, Effect, Plan, TakenPort};
pub use request::{
    Action, CreateRequest, Deleted, ListQuery, MemoryInput, PortInput, PortsRequest,
    ResourcesInput, ResourcesUpdate, UpdateRequest,
};
pub use run::{RunOutput, RunRequest, RunResult};
pub use session::{SessionInfo, SessionList};
