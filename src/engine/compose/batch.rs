use super::{
    super::{Engine, EngineError, Observed},
    Verb,
    command::Program,
};
use crate::{store::Run, yaml};
use app::types::Status;
use parking_lot::Mutex;
use std::{collections::HashMap, path::PathBuf, sync::Arc};
use tokio::sync::{Semaphore, oneshot};

/// How many containers one call may be for: a larger one ends later for all of them.
const BATCH: usize = 16;

/// Compose calls, a few side by side; what waits for its turn is put together into one call.
///
/// A call costs 0.1 s of processor time before it does anything, for one container as for sixteen.
pub struct Compose {
    program: Program,
    version: String,
    run: Arc<Run>,
    project: String,
    turns: Semaphore,
    waiting: Mutex<HashMap<Verb, Vec<Job>>>,
}

/// A container that a call is for.
#[derive(Debug, Clone)]
pub struct Target {
    /// The Compose service, which is the container's id in the API.
    pub service: String,
    /// Its definition's file.
    pub file: PathBuf,
    /// The definition in a form that can stand in one file with others; `None` keeps it alone.
    pub mergeable: Option<Mergeable>,
    /// The digest that the container's label has once the definition is applied.
    pub config: String,
}

/// A service and what it needs, as YAML values with absolute paths.
pub type Mergeable = serde_yaml::Mapping;

struct Job {
    target: Target,
    done: oneshot::Sender<Result<(), EngineError>>,
}

impl Compose {
    /// Finds Compose and asks its version. `side_by_side` is how many calls may run at a time.
    pub async fn find(
        docker_host: Option<String>,
        run: Arc<Run>,
        project: String,
        side_by_side: usize,
    ) -> Result<Arc<Self>, EngineError> {
        let program = Program::find(docker_host, Arc::clone(&run))?;
        let version = program.version().await?;
        Ok(Arc::new(Self {
            program,
            version,
            run,
            project,
            turns: Semaphore::new(side_by_side.max(1)),
            waiting: Mutex::default(),
        }))
    }

    /// Compose's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Does `verb` with one container, perhaps in one call with others that wait at the same
    /// time; the outcome is this container's own.
    pub async fn run(
        self: &Arc<Self>,
        engine: &Engine,
        verb: Verb,
        target: Target,
    ) -> Result<(), EngineError> {
        let (done, outcome) = oneshot::channel();
        self.waiting.lock().entry(verb).or_default().push(Job { target, done });
        // a task of its own: a caller that goes away does not take the others' call with it
        tokio::spawn(Arc::clone(self).take_turn(engine.clone(), verb));
        outcome.await.unwrap_or_else(|_| {
            Err(EngineError::Unavailable("the server is shutting down".to_owned()))
        })
    }

    async fn take_turn(self: Arc<Self>, engine: Engine, verb: Verb) {
        let Ok(_turn) = self.turns.acquire().await else { return };
        let jobs = self.next(verb);
        match jobs.as_slice() {
            // an earlier turn has done it
            [] => {}
            [_] => self.one_by_one(verb, jobs).await,
            _ => self.together(&engine, verb, jobs).await,
        }
    }

    /// What waits, as many as one call takes.
    fn next(&self, verb: Verb) -> Vec<Job> {
        let mut waiting = self.waiting.lock();
        let Some(jobs) = waiting.get_mut(&verb) else { return Vec::new() };
        let alone = jobs.first().is_none_or(|job| job.target.mergeable.is_none())
            // a call that fails is repeated for some, and a second restart would be one too many
            || verb == Verb::Restart;
        let count = if alone {
            1
        } else {
            jobs.iter().take(BATCH).take_while(|job| job.target.mergeable.is_some()).count()
        };
        jobs.drain(..count.min(jobs.len())).collect()
    }

    async fn one_by_one(&self, verb: Verb, jobs: Vec<Job>) {
        for job in jobs {
            let outcome =
                self.program.perform(&job.target.file, verb, &[&job.target.service]).await;
            // nobody waits any more: the outcome shows in the engine's events
            let _ = job.done.send(outcome);
        }
    }

    async fn together(&self, engine: &Engine, verb: Verb, jobs: Vec<Job>) {
        if self.merged(verb, &jobs).await.is_ok() {
            for job in jobs {
                let _ = job.done.send(Ok(()));
            }
            return;
        }
        // one bad definition fails the call for all: find out whose it was
        let states = engine.list(&self.project).await;
        let (done, failed): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| {
            states.as_ref().is_ok_and(|states| is_done(verb, &job.target, states))
        });
        for job in done {
            let _ = job.done.send(Ok(()));
        }
        self.one_by_one(verb, failed).await;
    }

    async fn merged(&self, verb: Verb, jobs: &[Job]) -> Result<(), EngineError> {
        let mut whole = serde_yaml::Mapping::new();
        for part in jobs.iter().filter_map(|job| job.target.mergeable.as_ref()) {
            merge(&mut whole, part);
        }
        let text = yaml::write(&serde_yaml::Value::Mapping(whole));
        let file =
            self.run.scratch(&text).map_err(|error| EngineError::Engine(error.to_string()))?;
        let services: Vec<&str> = jobs.iter().map(|job| job.target.service.as_str()).collect();
        self.program.perform(file.path(), verb, &services).await
    }
}

/// Adds what `part` has to `whole`, mapping by mapping.
fn merge(whole: &mut serde_yaml::Mapping, part: &serde_yaml::Mapping) {
    for (key, value) in part {
        match (whole.get_mut(key), value) {
            (Some(serde_yaml::Value::Mapping(there)), serde_yaml::Value::Mapping(more)) => {
                merge(there, more);
            }
            _ => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Whether the container already is what the call was to make it.
fn is_done(verb: Verb, target: &Target, all: &[Observed]) -> bool {
    let found = all.iter().find(|state| state.service == target.service);
    let status = found.map(|state| state.state.status);
    let made = found.is_some_and(|state| state.config.as_ref() == Some(&target.config));
    match verb {
        Verb::Create => made,
        Verb::Up => made && status == Some(Status::Running),
        Verb::Start | Verb::Unpause => status == Some(Status::Running),
        Verb::Stop => status.is_some_and(|status| !status.is_alive()),
        Verb::Pause => status == Some(Status::Paused),
        Verb::Remove => found.is_none(),
        Verb::Restart => false,
    }
}
