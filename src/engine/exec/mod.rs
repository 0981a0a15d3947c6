//! Programs run in containers beside what they run by themselves: terminals and single commands.

mod host;
mod processes;
mod signal;

pub use processes::{Processes, Traces};
pub use signal::Signal;

use super::{Engine, EngineError, Frames};
use bollard::{
    models::ExecConfig,
    query_parameters::{InspectContainerOptions, ResizeExecOptions},
};
use bytes::Bytes;
use hyper::{
    Method, Request,
    header::{CONNECTION, UPGRADE},
    upgrade::Upgraded,
};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::io;
use tokio::{
    io::{AsyncWriteExt as _, WriteHalf},
    task::spawn_blocking,
};

/// What is to be run.
#[derive(Debug, Clone, Default)]
pub struct ExecRequest {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Further environment, `NAME=value`.
    pub env: Vec<String>,
    /// As whom; the container's own user where none is given.
    pub user: Option<String>,
    /// Where; the container's own folder where none is given.
    pub folder: Option<String>,
    /// The terminal's size; none without one.
    pub tty: Option<Size>,
    /// Whether it is given input.
    pub stdin: bool,
}

/// The size of a terminal, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How wide.
    pub cols: u16,
    /// How high.
    pub rows: u16,
}

/// A program that runs.
pub struct Exec {
    /// The engine's id of it.
    pub id: String,
    /// What it reads.
    pub input: ExecInput,
    /// What it writes.
    pub output: Frames,
}

/// What a program reads.
pub struct ExecInput {
    to: WriteHalf<TokioIo<Upgraded>>,
    tty: bool,
}

/// Which processes of a session a signal goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The terminal's foreground group.
    Foreground,
    /// The first process's group.
    Group,
    /// All but the first process, or that where it is alone.
    Children,
    /// All.
    Everyone,
}

impl Reach {
    /// The word in the script.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Foreground => "foreground",
            Self::Group => "group",
            Self::Children => "children",
            Self::Everyone => "everyone",
        }
    }
}

impl ExecInput {
    /// Writes all of it; waits while the program does not read.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes).await
    }

    /// Says that there is no more. On a terminal by its own sign, since the engine would take a
    /// closed connection for the end of the output as well.
    pub async fn finish(&mut self) -> io::Result<()> {
        if self.tty { self.to.write_all(b"\x04").await } else { self.to.shutdown().await }
    }
}

impl Engine {
    /// Runs a program in a running container.
    pub async fn exec(&self, container: &str, request: ExecRequest) -> Result<Exec, EngineError> {
        let tty = request.tty.is_some();
        let config = ExecConfig {
            attach_stdin: Some(request.stdin),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            tty: Some(tty),
            env: Some(request.env),
            cmd: Some(request.command),
            user: request.user,
            working_dir: request.folder,
            ..ExecConfig::default()
        };
        let id = self.docker.create_exec(container, config).await?.id;
        let start = Request::builder()
            .method(Method::POST)
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "tcp");
        let body = Bytes::from(json!({ "Detach": false, "Tty": tty }).to_string());
        let answer = self.send(start, &format!("/exec/{id}/start"), body).await?;
        let stream =
            hyper::upgrade::on(answer.into_head()).await.map_err(EngineError::unavailable)?;
        let (from, to) = tokio::io::split(TokioIo::new(stream));
        let exec = Exec { id, input: ExecInput { to, tty }, output: Frames::new(from, !tty) };
        if let Some(size) = request.tty
            && let Err(error) = self.resize_exec(&exec.id, size).await
        {
            // a program that is not there says so on its output
            tracing::debug!(%error, "a terminal keeps its first size");
        }
        Ok(exec)
    }

    /// Whether this server can see and signal a container's processes by itself.
    pub async fn can_reach(&self, container: &str) -> Result<bool, EngineError> {
        let found =
            self.docker.inspect_container(container, None::<InspectContainerOptions>).await?;
        let pid = found.state.and_then(|state| state.pid).and_then(|pid| i32::try_from(pid).ok());
        let Some(pid) = pid.filter(|pid| *pid > 0) else { return Ok(false) };
        let container = container.to_owned();
        spawn_blocking(move || host::can_reach(&container, pid))
            .await
            .map_err(EngineError::unavailable)
    }

    /// Gives a terminal another size.
    pub async fn resize_exec(&self, exec: &str, size: Size) -> Result<(), EngineError> {
        let options = ResizeExecOptions { w: size.cols.into(), h: size.rows.into() };
        Ok(self.docker.resize_exec(exec, options).await?)
    }

    /// How a program has ended, 128+n for signal n; `None` while it runs.
    pub async fn exec_exit_code(&self, exec: &str) -> Result<Option<i64>, EngineError> {
        let found = self.docker.inspect_exec(exec).await?;
        Ok(found.exit_code.filter(|_| found.running != Some(true)))
    }
}
