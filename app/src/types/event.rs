use super::{Container, Operation, Pull, SessionInfo};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One line of the event stream (`GET /events`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Event {
    /// Grows by one with every event, and is larger after a restart of the server; also the SSE id.
    pub id: u64,
    /// When it happened, RFC 3339.
    pub at: String,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// A container is new or has changed: all of it as it is now.
    Container {
        /// The container.
        container: Arc<Container>,
    },
    /// A container is gone.
    Removed {
        /// Its id.
        cuid: String,
    },
    /// A step of an operation: progress of a pull, for example.
    Progress {
        /// The container that is worked on.
        cuid: String,
        /// The operation and how far it is.
        operation: Operation,
    },
    /// A session began or ended; of kept ones, also who is connected or how large the terminal is.
    Session {
        /// The container that it is in.
        cuid: String,
        /// The session as it is now.
        session: Box<SessionInfo>,
        /// Whether its program has ended.
        ended: bool,
    },
    /// It is known why a container stopped: read it again.
    Stopped {
        /// Its id.
        cuid: String,
    },
    /// A file of a container, or all in a folder, was changed by this server. What its own programs
    /// change is not watched.
    Files {
        /// The container.
        cuid: String,
        /// What has changed, relative to the mount; empty for all of it.
        path: String,
    },
    /// A pull of an image has begun, is further, or has ended. Those of an operation on a container
    /// are told as its progress.
    Pull {
        /// The pull as it is now.
        pull: Arc<Pull>,
    },
    /// The engine's images have changed: read them again.
    Images,
    /// The engine went away or came back.
    Engine {
        /// Whether it answers.
        available: bool,
    },
    /// Events were missed: read again what you show.
    Gap,
}

impl EventKind {
    /// The word in the `kind` field, also the SSE event's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Container { .. } => "container",
            Self::Removed { .. } => "removed",
            Self::Progress { .. } => "progress",
            Self::Session { .. } => "session",
            Self::Stopped { .. } => "stopped",
            Self::Files { .. } => "files",
            Self::Pull { .. } => "pull",
            Self::Images => "images",
            Self::Engine { .. } => "engine",
            Self::Gap => "gap",
        }
    }

    /// The container that it is about; `None` for what is about the whole server.
    pub fn cuid(&self) -> Option<&str> {
        match self {
            Self::Container { container } => Some(&container.cuid),
            Self::Removed { cuid }
            | Self::Progress { cuid, .. }
            | Self::Session { cuid, .. }
            | Self::Stopped { cuid }
            | Self::Files { cuid, .. } => Some(cuid),
            Self::Pull { .. } | Self::Images | Self::Engine { .. } | Self::Gap => None,
        }
    }
}
