use super::{
    super::{ComposeProblem, EngineError},
    Verb, locate,
};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::process::Command;

/// The Compose program.
pub(super) struct Program {
    path: PathBuf,
    docker_host: Option<String>,
}

impl Program {
    /// Finds the program.
    pub(super) fn find(docker_host: Option<String>) -> Result<Self, EngineError> {
        Ok(Self { path: locate::plugin()?, docker_host })
    }

    /// The version, such as `2.40.3`.
    pub(super) async fn version(&self) -> Result<String, EngineError> {
        let text = self.call(&["version", "--short"].map(OsStr::new)).await?;
        Ok(text.trim().trim_start_matches('v').to_owned())
    }

    /// Does `verb` with `services`, which `file` defines. Ends when Compose does: a call that is
    /// under way is never cut short, since Compose would leave half of it.
    pub(super) async fn run(
        &self,
        file: &Path,
        verb: Verb,
        services: &[&str],
    ) -> Result<(), EngineError> {
        let mut arguments: Vec<&OsStr> =
            vec!["--ansi=never".as_ref(), "-f".as_ref(), file.as_ref()];
        arguments.extend(verb.arguments().iter().map(OsStr::new));
        arguments.extend(services.iter().map(OsStr::new));
        self.call(&arguments).await.map(drop)
    }

    async fn call(&self, arguments: &[&OsStr]) -> Result<String, EngineError> {
        let output = self.command().args(arguments).output().await.map_err(|error| {
            EngineError::Unavailable(format!("{}: {error}", self.path.display()))
        })?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        if stderr.contains("Cannot connect to the Docker daemon") {
            return Err(EngineError::Unavailable(stderr.trim().to_owned()));
        }
        Err(EngineError::Compose(ComposeProblem::read(&stderr)))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the room where programs are run")]
    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // a Ctrl-C that ends the server lets a recreate come to its end
            .process_group(0)
            .env_clear()
            // each definition is a file of its own within one project: all others are no orphans
            .env("COMPOSE_IGNORE_ORPHANS", "1");
        // nothing else of our environment may reach a definition or change what Compose does
        for name in ["PATH", "HOME", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some(host) = &self.docker_host {
            command.env("DOCKER_HOST", host);
        }
        command
    }
}
