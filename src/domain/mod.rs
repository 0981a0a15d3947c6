//! What the server does, without a word of HTTP: containers, their index, and their events.

mod events;
/// Moments as the API writes them.
pub mod time;

pub use events::{EventBus, Subscription};

use app::{
    api::{Containers, Created, Host},
    types::{
        Action, Container, ContainerPage, CreateRequest, Deleted, Failure, Health, HostFacts,
        ListQuery, PortsRequest, UpdateRequest,
    },
};
use std::{path::PathBuf, sync::Arc};

/// What the domain has to know before it can start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder; one process owns it.
    pub data: PathBuf,
    /// Who a boot file runs as, and whom files in a mount belong to: uid and gid.
    pub default_user: (u32, u32),
    /// When an image is pulled.
    pub pull_policy: PullPolicy,
    /// The engine's address, `unix://…`; `None` for the engine's own default.
    pub docker_host: Option<String>,
    /// How many Compose calls may run side by side.
    pub compose_concurrency: usize,
}

/// When an image is pulled before a container is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PullPolicy {
    /// Where the engine does not have it.
    #[default]
    Missing,
    /// Every time.
    Always,
    /// Never.
    Never,
}

/// Everything that the server manages.
pub struct Domain {
    events: EventBus,
}

impl Domain {
    /// Takes the data folder into possession, finishes or undoes what an earlier run left half
    /// done, and begins to follow the engine; an engine that does not answer is waited for.
    pub async fn open(_settings: Settings) -> Result<Arc<Self>, Failure> {
        todo!()
    }

    /// The event stream.
    pub const fn events(&self) -> &EventBus {
        &self.events
    }

    /// Whether containers can be managed; `engine_unavailable` where not.
    pub async fn health(&self) -> Result<Health, Failure> {
        todo!()
    }

    /// Waits for operations under way and lets the data folder go.
    pub async fn close(&self) {}
}

#[async_trait::async_trait]
impl Containers for Domain {
    fn list(&self, _query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure> {
        todo!()
    }
    fn get(&self, _cuid: &str) -> Result<Arc<Container>, Failure> {
        todo!()
    }
    async fn create(&self, _request: CreateRequest, _key: Option<String>) -> Result<Created, Failure> {
        todo!()
    }
    async fn update(&self, _cuid: &str, _request: UpdateRequest) -> Result<Arc<Container>, Failure> {
        todo!()
    }
    async fn update_ports(&self, _cuid: &str, _request: PortsRequest) -> Result<Arc<Container>, Failure> {
        todo!()
    }
    async fn control(&self, _cuid: &str, _action: Action) -> Result<Arc<Container>, Failure> {
        todo!()
    }
    async fn delete(&self, _cuid: &str, _force: bool) -> Result<Deleted, Failure> {
        todo!()
    }
}

#[async_trait::async_trait]
impl Host for Domain {
    async fn facts(&self) -> HostFacts {
        todo!()
    }
}
