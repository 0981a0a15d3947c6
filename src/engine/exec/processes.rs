use super::{ExecRequest, Reach, Signal, host};
use crate::engine::{Engine, EngineError};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use tokio::{sync::OnceCell, task::spawn_blocking, time::sleep};

/// How long processes may take to end by themselves.
const GRACE: Duration = Duration::from_millis(200);
/// How often those that are killed are looked for again, and how long between: the kernel is done
/// with most at once.
const LOOKS: (usize, Duration) = (50, Duration::from_millis(20));
/// How often the engine is asked for a process that it is just starting, and how long between.
const STARTING: (usize, Duration) = (200, Duration::from_millis(5));
/// What sends signals inside a container.
const SCRIPT: &str = include_str!("signal.sh");

/// What tells a session's processes, also to a later run of this server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Traces {
    /// The engine's id of the container.
    pub container: String,
    /// The engine's id of the exec.
    pub exec: String,
    /// A word that nothing else in the container's environment has.
    pub mark: String,
    /// As whom it runs, where that is not the container's own user.
    pub user: Option<String>,
    /// Whether it has a terminal.
    pub tty: bool,
    /// Whether it is a shell that runs one command after the other.
    pub shell: bool,
    /// Whether this server can signal the container's processes by itself.
    pub reachable: bool,
}

/// The first process of a session.
#[derive(Debug, Clone, Copy)]
struct Leader {
    /// Its id where the engine runs.
    pid: i32,
    /// Its id inside the container, if this machine shows it.
    inner: Option<i32>,
}

/// The processes of one exec.
#[derive(Clone)]
pub struct Processes {
    engine: Engine,
    traces: Arc<Traces>,
    leader: Arc<OnceCell<Leader>>,
}

impl Processes {
    /// Those that the traces tell of.
    pub fn new(engine: Engine, traces: Traces) -> Self {
        Self { engine, traces: Arc::new(traces), leader: Arc::default() }
    }

    /// What another run of the server needs in order to find them.
    pub fn traces(&self) -> &Traces {
        &self.traces
    }

    /// Learns where they are, while they are there to be looked at.
    pub async fn locate(&self) {
        self.leader().await;
    }

    /// Waits until the first of them has ended. Never comes where this machine does not show them;
    /// the engine then tells it by the end of the output, two seconds late where others hold that open.
    pub async fn first_ended(&self) {
        if self.traces.reachable
            && let Some(leader) = self.leader().await
        {
            return host::ended(&self.traces.container, leader.pid).await;
        }
        std::future::pending::<()>().await;
    }

    /// Sends a signal to what runs in the foreground: on a terminal its foreground group; in a
    /// shell without one the commands it runs, or the shell while there are none; of anything else
    /// the whole group.
    pub async fn signal(&self, signal: Signal) -> Result<(), EngineError> {
        let reach = match (self.traces.tty, self.traces.shell) {
            (true, _) => Reach::Foreground,
            (false, true) => Reach::Children,
            (false, false) => Reach::Group,
        };
        self.send(reach, signal).await.map(drop)
    }

    /// Ends whatever is left of them: HUP, a little time, then KILL.
    pub async fn end(&self) -> Result<(), EngineError> {
        if !self.send(Reach::Everyone, Signal::HUP).await? {
            return Ok(());
        }
        // what was stopped has to go on in order to end
        self.send(Reach::Everyone, Signal::CONT).await?;
        sleep(GRACE).await;
        let (times, pause) = LOOKS;
        for _ in 0..times {
            if !self.send(Reach::Everyone, Signal::KILL).await? {
                return Ok(());
            }
            sleep(pause).await;
        }
        Err(EngineError::Engine("processes of a session can't be killed".to_owned()))
    }

    /// Tells whether there was anybody to get the signal.
    async fn send(&self, reach: Reach, signal: Signal) -> Result<bool, EngineError> {
        let Some(leader) = self.leader().await else { return Ok(false) };
        if self.traces.reachable {
            let traces = Arc::clone(&self.traces);
            let send = move || host::send(&traces.container, leader.pid, reach, signal);
            return spawn_blocking(send).await.map_err(EngineError::unavailable);
        }
        self.send_inside(leader, reach, signal).await
    }

    /// By a shell in the container, as the session's own user: in a container whose user is not
    /// root, the engine gives root no rights, not even to signal.
    async fn send_inside(
        &self,
        leader: Leader,
        reach: Reach,
        signal: Signal,
    ) -> Result<bool, EngineError> {
        let Traces { container, mark, user, .. } = &*self.traces;
        let inner = leader.inner.map(|pid| pid.to_string()).unwrap_or_default();
        let words = ["sh", "-c", SCRIPT, "sh", mark, &inner, reach.as_str(), signal.name];
        let request = ExecRequest {
            command: words.map(str::to_owned).to_vec(),
            user: user.clone(),
            ..ExecRequest::default()
        };
        // boxed: an exec has processes, which are signalled by an exec
        let mut exec = Box::pin(self.engine.exec(container, request)).await?;
        while exec.output.next().await.map_err(EngineError::unavailable)?.is_some() {}
        match self.engine.exec_exit_code(&exec.id).await? {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            other => Err(EngineError::Engine(format!(
                "a shell in the container could not send a signal (exit code {other:?})"
            ))),
        }
    }

    /// The first process; `None` where there never was one.
    async fn leader(&self) -> Option<Leader> {
        self.leader.get_or_try_init(|| self.find_leader()).await.ok().copied()
    }

    async fn find_leader(&self) -> Result<Leader, ()> {
        let Traces { exec, container, .. } = &*self.traces;
        let (times, pause) = STARTING;
        for _ in 0..times {
            let found = self.engine.docker.inspect_exec(exec).await.map_err(|_| ())?;
            let pid = found.pid.and_then(|pid| i32::try_from(pid).ok()).filter(|pid| *pid > 0);
            if let Some(pid) = pid {
                let container = container.clone();
                let look = move || Leader { pid, inner: host::inner_pid(&container, pid) };
                return spawn_blocking(look).await.map_err(drop);
            }
            if found.exit_code.is_some() {
                return Err(());
            }
            // the engine has no event for it
            sleep(pause).await;
        }
        Err(())
    }
}
