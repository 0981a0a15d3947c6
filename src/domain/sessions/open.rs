use super::{Attachment, attachment::Resized, output::Output, session::Session};
use crate::{
    domain::{container::Cuid, core::Core, failures, time},
    engine::{Engine, EngineError, ExecRequest, Processes, Size, Traces},
    store::Scratch,
};
use app::types::{Failure, Status};
use parking_lot::Mutex;
use std::{
    future::Future,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How many pieces of input wait for a program; pieces are cut to at most [`PIECE`].
const INPUT: usize = 16;
/// The most bytes of one piece of input.
pub const PIECE: usize = 16 * 1024;
/// The folder that sessions begin in: the container's mount.
const FOLDER: &str = "/app";
/// The variable that tells a session's processes from all others.
const MARK: &str = "WHARFINGER_SESSION";
/// How much of a command is shown, in bytes.
const SHOWN: usize = 4096;
/// The first of bash and sh there is.
const SHELL: [&str; 3] = ["sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh"];

/// What a session is to run.
#[derive(Debug, Clone, Default)]
pub struct Launch {
    /// The program and its arguments; a shell where none is given.
    pub command: Vec<String>,
    /// Further environment, `NAME=value`.
    pub env: Vec<String>,
    /// As whom; the container's own user where none is given.
    pub user: Option<String>,
    /// Where; in the container's mount where none is given.
    pub folder: Option<String>,
    /// The terminal's size; none without one.
    pub tty: Option<Size>,
    /// Whether it goes on for a while without anybody there.
    pub kept: bool,
    /// How many seconds it may take; any where none is given.
    pub limit: Option<u64>,
}

impl Core {
    /// The engine, and its id of a container that must be running.
    pub(super) fn running(&self, cuid: Cuid) -> Result<(Engine, String), Failure> {
        let entry = self.entry(cuid)?;
        let engine = self.engine()?;
        match entry.observed {
            Some(observed) if observed.state.status == Status::Running => Ok((engine, observed.id)),
            _ => Err(failures::not_running(entry.status())),
        }
    }

    /// Says why the engine refused something with a container that was thought to run: it may just
    /// have ended.
    pub(super) async fn why_refused(
        &self,
        engine: &Engine,
        cuid: Cuid,
        error: EngineError,
    ) -> Failure {
        match self.refresh(engine, cuid).await.and_then(|()| self.running(cuid)) {
            Ok(_) => error.into(),
            Err(failure) => failure,
        }
    }

    /// Runs a program in a container, no longer than `until`.
    pub(super) async fn open_session(
        self: &Arc<Self>,
        cuid: Cuid,
        launch: Launch,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Attachment, Failure> {
        let permit = self.sessions.admit()?;
        let (engine, container) = self.running(cuid)?;
        let id = Uuid::new_v4().to_string();
        let shell = is_shell(&launch.command);
        let command = if launch.command.is_empty() {
            SHELL.map(str::to_owned).to_vec()
        } else {
            launch.command.clone()
        };
        let mut env = vec![format!("{MARK}={id}")];
        if launch.tty.is_some() {
            env.push("TERM=xterm-256color".to_owned());
        }
        env.extend(launch.env);
        let request = ExecRequest {
            command,
            env,
            user: launch.user.clone(),
            folder: Some(launch.folder.unwrap_or_else(|| FOLDER.to_owned())),
            tty: launch.tty,
            stdin: true,
        };
        let begun = async {
            let reachable = engine.can_reach(&container).await?;
            Ok((reachable, engine.exec(&container, request).await?))
        };
        let (reachable, exec) = match begun.await {
            Ok(begun) => begun,
            Err(error) => return Err(self.why_refused(&engine, cuid, error).await),
        };
        let traces = Traces {
            container,
            exec: exec.id.clone(),
            mark: id.clone(),
            user: launch.user.clone(),
            tty: launch.tty.is_some(),
            shell,
            reachable,
        };
        let (input, inputs) = mpsc::channel(INPUT);
        let session = Arc::new(Session {
            id,
            cuid,
            command: shown(&launch.command),
            user: launch.user,
            started_at: time::now(),
            ended_at: Mutex::default(),
            keep: if launch.kept { self.settings.session_keep } else { Duration::ZERO },
            limit: launch.limit,
            exec: exec.id.clone(),
            processes: Processes::new(engine.clone(), traces),
            engine,
            output: Output::new(launch.kept),
            input,
            // nobody has the number that stands for whoever opened it with this size
            size: watch::Sender::new(launch.tty.map(|size| Resized { size, by: u64::MAX })),
            clients: watch::Sender::new(0),
            next_client: AtomicU64::new(0),
            parties: Mutex::default(),
            stop: CancellationToken::new(),
            over: CancellationToken::new(),
            events: Arc::clone(&self.events),
        });
        let attachment = Attachment::new(&session, None, false);
        let note = self.note(&session).await;
        self.sessions.add(&session);
        session.tell();
        let core = Arc::clone(self);
        self.tasks.spawn(async move {
            let ended = session.run(exec, inputs, until).await;
            if !ended.clean {
                core.sessions.leave_behind(session.processes.traces().clone());
            }
            match note {
                Some(note) if !ended.clean => note.leave(),
                note => drop(note),
            }
            session.over.cancel();
            if ended.by_itself {
                // whoever comes back is told how it has ended
                let _ = timeout(session.keep, session.stop.cancelled()).await;
            }
            core.sessions.remove(&session.id);
            drop(permit);
        });
        Ok(attachment)
    }

    /// Writes down where the session is, for a later run to end it should this one be killed.
    async fn note(&self, session: &Session) -> Option<Scratch> {
        let text = serde_json::to_string(session.processes.traces()).unwrap_or_default();
        let run = Arc::clone(&self.run);
        match tokio::task::spawn_blocking(move || run.note(&text)).await {
            Ok(Ok(note)) => Some(note),
            Ok(Err(error)) => {
                tracing::warn!(%error, "should this server be killed, a session would stay behind");
                None
            }
            Err(_) => None,
        }
    }

    /// Ends the processes of sessions that an earlier run, or an absence of the engine, has left.
    pub(in crate::domain) async fn reap_sessions(&self, engine: &Engine) {
        let run = Arc::clone(&self.run);
        let notes = tokio::task::spawn_blocking(move || run.earlier_notes()).await;
        let notes = notes.ok().and_then(Result::ok).unwrap_or_default();
        let earlier = notes.iter().filter_map(|note| serde_json::from_str::<Traces>(note).ok());
        for traces in earlier.chain(self.sessions.left_behind()) {
            if let Err(error) = Processes::new(engine.clone(), traces.clone()).end().await {
                tracing::warn!(exec = traces.exec, %error, "processes of an old session are still there");
            }
        }
    }
}

/// As much of a command as is shown.
fn shown(command: &[String]) -> Vec<String> {
    let mut room = SHOWN;
    let mut words = Vec::new();
    for word in command {
        if room < word.len() {
            let cut = word.floor_char_boundary(room);
            words.push(format!("{}…", word.get(..cut).unwrap_or_default()));
            break;
        }
        room -= word.len();
        words.push(word.clone());
    }
    words
}

/// Whether a command is a shell that reads commands.
fn is_shell(command: &[String]) -> bool {
    match command {
        [] => true,
        [program] => {
            let name = program.rsplit('/').next().unwrap_or_default();
            ["sh", "bash", "ash", "dash", "zsh"].contains(&name)
        }
        _ => false,
    }
}
