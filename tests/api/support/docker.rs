//! The engine, seen past the server: through the docker command line.

use super::PATIENCE;
use serde_json::Value;
use std::{
    process::{Command as StdCommand, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::Command,
    time::timeout,
};

/// What a run of the docker command line gave.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) ok: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// This moment, as docker's `--since` and `--until` take it.
pub(crate) fn now() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("{}.{:09}", now.as_secs(), now.subsec_nanos())
}

/// One engine: the machine's own, or one at another address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Docker {
    /// As in `DOCKER_HOST`; `None` for the machine's own.
    pub(crate) host: Option<String>,
}

impl Docker {
    /// A docker command for this engine.
    pub(crate) fn command(&self, arguments: &[&str]) -> StdCommand {
        let mut command = StdCommand::new("docker");
        command.args(arguments).stdin(Stdio::null());
        if let Some(host) = &self.host {
            command.env("DOCKER_HOST", host);
        }
        command
    }

    /// Runs docker and gives what it said, whether it worked or not.
    pub(crate) async fn try_run(&self, arguments: &[&str]) -> Output {
        let run = Command::from(self.command(arguments)).output();
        let output = timeout(PATIENCE, run).await.expect("docker ends").expect("docker runs");
        Output {
            ok: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).trim_end().to_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).trim_end().to_owned(),
        }
    }

    /// Runs docker, which must work, and gives its output.
    pub(crate) async fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments).await;
        assert!(output.ok, "docker {arguments:?}: {}", output.stderr);
        output.stdout
    }

    /// Everything that the engine knows of a container.
    pub(crate) async fn inspect(&self, id: &str) -> Value {
        let found: Vec<Value> =
            serde_json::from_str(&self.run(&["container", "inspect", id]).await).unwrap();
        found.into_iter().next().unwrap()
    }

    /// What a container has written, both streams, in order.
    pub(crate) async fn logs(&self, id: &str) -> String {
        let output = self.try_run(&["logs", id]).await;
        output.stdout + "\n" + &output.stderr
    }

    /// Follows what a container writes until a line contains the text; gives that line.
    pub(crate) async fn wait_for_log(&self, id: &str, text: &str) -> String {
        let mut child = Command::from(self.command(&["logs", "--follow", id]))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let found = timeout(PATIENCE, async {
            tokio::select! {
                Some(line) = find_line(out, text) => Some(line),
                Some(line) = find_line(err, text) => Some(line),
                else => None,
            }
        });
        match found.await {
            Ok(Some(line)) => line,
            _ => panic!("{text:?} never came:\n{}", self.logs(id).await),
        }
    }
}

async fn find_line(from: impl AsyncRead + Unpin, text: &str) -> Option<String> {
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.contains(text) {
            return Some(line);
        }
    }
    None
}
