use super::{
    super::{ComposeProblem, EngineError},
    Verb, locate,
};
use crate::store::Run;
use rustix::fs::{MemfdFlags, memfd_create};
use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read as _, Seek as _},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::process::Command;

/// The Compose program.
pub(super) struct Program {
    path: PathBuf,
    docker_host: Option<String>,
    run: Arc<Run>,
}

impl Program {
    /// Finds the program.
    pub(super) fn find(docker_host: Option<String>, run: Arc<Run>) -> Result<Self, EngineError> {
        Ok(Self { path: locate::plugin()?, docker_host, run })
    }

    /// The version, such as `2.40.3`.
    pub(super) async fn version(&self) -> Result<String, EngineError> {
        let text = self.call(&["version", "--short"].map(OsStr::new)).await?;
        Ok(text.trim().trim_start_matches('v').to_owned())
    }

    /// Does `verb` with `services`, which `file` defines. Ends when Compose does: a call that is
    /// under way is never cut short, since Compose would leave half of it.
    pub(super) async fn perform(
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
        let failed = |error: io::Error| {
            EngineError::Unavailable(format!("{}: {error}", self.path.display()))
        };
        let (stdout, stderr) = (output().map_err(failed)?, output().map_err(failed)?);
        let mut command = self.command();
        command
            .args(arguments)
            // tells a later server that this call is under way, should this one be killed
            .stdin(self.run.lease().map_err(failed)?)
            .stdout(stdout.try_clone().map_err(failed)?)
            .stderr(stderr.try_clone().map_err(failed)?);
        let mut child = command.spawn().map_err(failed)?;
        // or our own copy of the lease would outlive the call
        drop(command);
        let status = child.wait().await.map_err(failed)?;
        if status.success() {
            return text(stdout).map_err(failed);
        }
        let stderr = text(stderr).map_err(failed)?;
        if stderr.contains("Cannot connect to the Docker daemon") {
            return Err(EngineError::Unavailable(stderr.trim().to_owned()));
        }
        Err(EngineError::Compose(ComposeProblem::read(&stderr)))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the room where programs are run")]
    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
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

/// A place for what a program prints. Not a pipe: when this server is killed, a program that writes
/// into a pipe nobody reads is killed too, in the middle of whatever it does.
fn output() -> io::Result<File> {
    Ok(File::from(memfd_create("output", MemfdFlags::CLOEXEC)?))
}

/// The beginning of what was printed.
fn text(mut file: File) -> io::Result<String> {
    const MOST: u64 = 64 * 1024;
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
