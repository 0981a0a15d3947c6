//! What the server does, without a word of HTTP: containers, their index, and their events.

/// On whose behalf something is done.
pub mod actor;
pub mod container;
mod core;
mod events;
mod failures;
/// The files in the containers' mounts.
pub mod files;
mod follow;
mod host;
mod images;
mod index;
mod keyed_locks;
mod list;
pub mod logs;
mod operations;
pub mod sessions;
mod stats;
mod stops;
/// Moments as the API writes them.
pub mod time;

pub use events::{EventBus, Subscription};
pub use images::Watched;

use self::core::Core;
use crate::{
    engine::Compose,
    store::{DataFolder, Definitions, LogReader, Run, Watcher},
};
use app::{
    api::{Containers, Created, Files, Host, Images, Plans, Saved, Stats},
    types::{
        Action, ChmodRequest, Commitments, ComposeText, Container, ContainerDetail, ContainerPage,
        ContainerStats, CopyRequest, CreateRequest, Deleted, Failure, FileEntry, FileList,
        FileQuery, Health, HostFacts, HostReport, ImageDetails, ImageList, ImagesRemoved,
        ListQuery, MkdirRequest, MoveRequest, Plan, PortsRequest, PruneRequest, Pruned, Pull,
        PullList, PullRequest, Removed, RestoreRequest, StatsHistory, StatsSample, StatsTick,
        UnpackRequest, UpdateRequest, Upload,
    },
};
use container::{Cuid, validate_ports, validate_update};
use files::FileLimits;
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, oneshot, watch},
    task::AbortHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What the domain has to know before it can start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The action log, which tells who did what before this start.
    pub action_log: LogReader,
    /// The data folder; one process owns it.
    pub data: PathBuf,
    /// Who a boot file runs as, and whom files in a mount belong to: uid and gid.
    pub default_user: (u32, u32),
    /// When an image is pulled.
    pub pull_policy: PullPolicy,
    /// The engine's address, `unix://…`; `None` for the engine's own default.
    pub docker_host: Option<String>,
    /// How much files from outside may be.
    pub files: FileLimits,
    /// How long a kept session goes on without anybody there.
    pub session_keep: Duration,
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

/// How long the first answer of the engine is waited for before requests are served without it.
const FIRST_ANSWER: Duration = Duration::from_secs(5);
/// How many archives are unpacked at once.
const UNPACKING: usize = 2;
/// How long a shutdown waits for operations that are under way.
const LAST_OPERATIONS: Duration = Duration::from_mins(1);

/// Everything that the server manages.
pub struct Domain {
    core: Arc<Core>,
    followers: Vec<AbortHandle>,
    started: Instant,
}

impl Domain {
    /// Takes the data folder into possession, finishes or undoes what an earlier run left half
    /// done, and begins to follow the engine; an engine that does not answer is waited for.
    pub async fn open(settings: Settings) -> Result<Arc<Self>, Failure> {
        let folder = Arc::new(DataFolder::open(&settings.data)?);
        let project = folder.project().to_owned();
        let run = Arc::new(Run::begin(&folder)?);
        let definitions = Definitions::new(folder);
        let compose = Compose::find(
            settings.docker_host.clone(),
            Arc::clone(&run),
            project.clone(),
            settings.compose_concurrency,
        )
        .await?;
        let (watcher, changed) = Watcher::new(definitions.root())?;
        let events = Arc::new(EventBus::default());
        let core = Arc::new(Core {
            index: index::Index::new(Arc::clone(&events), settings.default_user),
            settings,
            project,
            definitions,
            watcher,
            events,
            compose,
            run,
            recovered: CancellationToken::new(),
            link: parking_lot::RwLock::default(),
            asked_pulls: images::Pulls::default(),
            machines: parking_lot::Mutex::default(),
            pulls: keyed_locks::KeyedLocks::default(),
            keys: keyed_locks::KeyedLocks::default(),
            sessions: sessions::Sessions::default(),
            samples: stats::Samples::default(),
            stops: stops::Stops::default(),
            files: keyed_locks::KeyedLocks::default(),
            unpacking: Semaphore::new(UNPACKING),
            tasks: TaskTracker::new(),
        });
        core.load().await?;
        let (tried, first_try) = oneshot::channel();
        let followers = vec![
            tokio::spawn(follow::follow_engine(Arc::clone(&core), tried)).abort_handle(),
            tokio::spawn(follow::follow_definitions(Arc::clone(&core), changed)).abort_handle(),
            tokio::spawn(stats::sample(Arc::clone(&core))).abort_handle(),
        ];
        if tokio::time::timeout(FIRST_ANSWER, first_try).await.is_err() {
            tracing::warn!("the engine has not answered yet; serving without it");
        }
        Ok(Arc::new(Self { core, followers, started: Instant::now() }))
    }

    /// The event stream.
    pub fn events(&self) -> &EventBus {
        &self.core.events
    }

    /// Begins to pull an image, or joins who pulls it already.
    pub fn watch_pull(&self, request: PullRequest) -> Result<Watched, Failure> {
        self.core.pull(request)
    }

    /// What all running containers use now, and from now on.
    pub fn follow_stats(&self) -> (StatsTick, watch::Receiver<Arc<StatsTick>>) {
        self.core.follow_stats()
    }

    /// Whether containers can be managed; `engine_unavailable` where not.
    pub fn health(&self) -> Result<Health, Failure> {
        let engine_version = match &*self.core.link.read() {
            Some((_, facts)) => facts.version.clone(),
            None => return Err(failures::engine_unavailable()),
        };
        let (containers, running) = self.count();
        Ok(Health {
            status: "ok".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            compose_version: self.core.compose.version().to_owned(),
            engine_version,
            containers,
            running,
            uptime_seconds: self.started.elapsed().as_secs(),
            tasks: tokio::runtime::Handle::current().metrics().num_alive_tasks(),
        })
    }

    /// How many containers there are, and how many of them run.
    fn count(&self) -> (usize, usize) {
        let (mut containers, mut running) = (0, 0);
        self.core.index.newest_first(|_, entry| {
            containers += 1;
            running += usize::from(entry.status() == app::types::Status::Running);
            true
        });
        (containers, running)
    }

    /// Ends sessions, waits for operations under way and stops following the engine.
    pub async fn close(&self) {
        self.core.sessions.stop();
        self.core.asked_pulls.stop();
        self.followers.iter().for_each(AbortHandle::abort);
        self.core.tasks.close();
        if tokio::time::timeout(LAST_OPERATIONS, self.core.tasks.wait()).await.is_err() {
            tracing::warn!("an operation is still under way; the next start finishes or undoes it");
        }
    }
}

impl Core {
    /// Fills the index from the definitions on disk.
    async fn load(self: &Arc<Self>) -> Result<(), Failure> {
        let stored = self.on_disk(Definitions::load).await?;
        for stored in stored {
            let Ok(cuid) = stored.name.parse::<Cuid>() else {
                tracing::warn!(folder = stored.name, "not a container's folder; left alone");
                continue;
            };
            match self.parse(cuid, &stored) {
                Ok(Some(definition)) => {
                    self.watcher.watch(&stored.name)?;
                    self.index.define(definition, None);
                    self.tidy_files(cuid).await;
                }
                // half made or half deleted: seen to when the engine answers
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%cuid, %error, "a definition can't be read; mend it or remove its folder");
                }
            }
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Containers for Domain {
    fn list(&self, query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure> {
        list::page(&self.core.index, query, self.core.project.as_bytes())
    }

    fn all(&self) -> Vec<Arc<Container>> {
        let mut all = Vec::new();
        self.core.index.newest_first(|_, entry| {
            all.push(entry.view());
            true
        });
        all
    }

    fn get(&self, cuid: &str) -> Result<Arc<Container>, Failure> {
        self.core.view(cuid.parse()?)
    }

    fn detail(&self, cuid: &str) -> Result<ContainerDetail<Arc<Container>>, Failure> {
        let entry = self.core.entry(cuid.parse()?)?;
        Ok(ContainerDetail { container: entry.view(), stopped: self.core.stopped(&entry) })
    }

    async fn create(
        &self,
        request: CreateRequest,
        key: Option<String>,
    ) -> Result<Created, Failure> {
        self.core.create(request, key).await
    }

    async fn update(&self, cuid: &str, request: UpdateRequest) -> Result<Arc<Container>, Failure> {
        let host = self.core.host_limits();
        self.core.update(cuid.parse()?, move |old| validate_update(request, old, host)).await
    }

    async fn update_ports(
        &self,
        cuid: &str,
        request: PortsRequest,
    ) -> Result<Arc<Container>, Failure> {
        self.core.update(cuid.parse()?, move |old| validate_ports(request, old)).await
    }

    async fn control(&self, cuid: &str, action: Action) -> Result<Arc<Container>, Failure> {
        self.core.control(cuid.parse()?, action).await
    }

    async fn delete(&self, cuid: &str, force: bool) -> Result<Deleted, Failure> {
        self.core.delete(cuid.parse()?, force).await
    }
}

#[async_trait::async_trait]
impl Plans for Domain {
    fn plan_create(&self, request: CreateRequest, key: Option<String>) -> Result<Plan, Failure> {
        self.core.plan_create(request, key)
    }

    async fn plan_update(&self, cuid: &str, request: UpdateRequest) -> Result<Plan, Failure> {
        self.core.plan_update(cuid.parse()?, request).await
    }

    async fn compose(&self, cuid: &str) -> Result<ComposeText, Failure> {
        self.core.compose_text(cuid.parse()?).await
    }

    fn commitments(&self, but: Option<&str>) -> Commitments {
        self.core.commitments(but.and_then(|cuid| cuid.parse().ok()))
    }
}

#[async_trait::async_trait]
impl Files for Domain {
    async fn list(&self, cuid: &str, query: &FileQuery) -> Result<FileList, Failure> {
        self.core.list_files(cuid.parse()?, query).await
    }

    async fn stat(&self, cuid: &str, path: &str) -> Result<FileEntry, Failure> {
        self.core.stat_file(cuid.parse()?, path).await
    }

    async fn mkdir(&self, cuid: &str, request: MkdirRequest) -> Result<Saved, Failure> {
        self.core.make_folder(cuid.parse()?, request).await
    }

    async fn move_(&self, cuid: &str, request: MoveRequest) -> Result<FileEntry, Failure> {
        self.core.move_file(cuid.parse()?, request).await
    }

    async fn copy(&self, cuid: &str, request: CopyRequest) -> Result<FileEntry, Failure> {
        self.core.copy_file(cuid.parse()?, request).await
    }

    async fn chmod(&self, cuid: &str, request: ChmodRequest) -> Result<FileEntry, Failure> {
        self.core.chmod_file(cuid.parse()?, request).await
    }

    async fn delete(&self, cuid: &str, path: &str, undo: bool) -> Result<Removed, Failure> {
        self.core.delete_file(cuid.parse()?, path, undo).await
    }

    async fn restore(&self, cuid: &str, request: RestoreRequest) -> Result<FileEntry, Failure> {
        self.core.restore_file(cuid.parse()?, request).await
    }

    async fn unpack(&self, cuid: &str, request: UnpackRequest) -> Result<Upload, Failure> {
        self.core.unpack_file(cuid.parse()?, request).await
    }
}

#[async_trait::async_trait]
impl Images for Domain {
    async fn list(&self) -> Result<ImageList, Failure> {
        self.core.images().await
    }

    async fn get(&self, reference: &str) -> Result<ImageDetails, Failure> {
        self.core.image(reference).await
    }

    async fn remove(&self, reference: &str, force: bool) -> Result<ImagesRemoved, Failure> {
        self.core.remove_image(reference, force).await
    }

    async fn prune(&self, request: PruneRequest) -> Result<Pruned, Failure> {
        self.core.prune_images(request).await
    }

    fn pull(&self, request: PullRequest) -> Result<Arc<Pull>, Failure> {
        let watched = self.core.pull(PullRequest { detach: true, ..request })?;
        let pull = Arc::clone(&watched.changes.borrow().0);
        Ok(pull)
    }

    fn pulls(&self) -> PullList {
        self.core.pull_list()
    }

    async fn cancel_pull(&self, id: &str) -> Result<Arc<Pull>, Failure> {
        self.core.cancel_pull(id).await
    }
}

#[async_trait::async_trait]
impl Stats for Domain {
    async fn latest(&self, cuid: &str) -> Result<ContainerStats, Failure> {
        self.core.stats(cuid.parse()?).await
    }

    fn history(&self, cuid: &str) -> Result<StatsHistory, Failure> {
        self.core.stats_history(cuid.parse()?)
    }

    fn current(&self) -> Vec<StatsSample> {
        self.core.current_stats().containers
    }

    fn sample(&self, cuid: &str) -> Option<StatsSample> {
        self.core.current_sample(cuid.parse().ok()?)
    }

    fn recent(&self, cuids: &[String], samples: usize) -> Vec<StatsHistory> {
        self.core.recent_stats(cuids, samples)
    }
}

#[async_trait::async_trait]
impl Host for Domain {
    async fn report(&self) -> HostReport {
        let (containers, running) = self.count();
        HostReport {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            uptime_seconds: self.started.elapsed().as_secs(),
            containers,
            running,
            ..self.core.host_report().await
        }
    }

    async fn facts(&self) -> HostFacts {
        let max_upload_bytes = self.core.settings.files.upload_bytes;
        let link = self.core.link.read().clone();
        let Some((engine, facts)) = link else {
            return HostFacts { max_upload_bytes, ..HostFacts::default() };
        };
        HostFacts {
            cpus: facts.cpus,
            memory_bytes: facts.memory,
            // a form without suggestions is better than none
            images: engine.image_tags().await.unwrap_or_default(),
            max_upload_bytes,
        }
    }

    fn engine_available(&self) -> bool {
        self.core.link.read().is_some()
    }
}
