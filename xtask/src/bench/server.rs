use super::report::Row;
use crate::{build::Built, shell};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use ureq::Agent;

const USER: &str = "bench";
const PASSWORD: &str = "bench-password";
/// `bench:bench-password` in base64.
pub(super) const AUTHORIZATION: &str = "Basic YmVuY2g6YmVuY2gtcGFzc3dvcmQ=";
const MEMORY_MIB: f64 = 48.0;

/// A server in a folder of its own. When it goes out of scope, it and all that it made is removed.
pub(super) struct Server {
    built: Built,
    folder: TempDir,
    child: Child,
    /// Where it answers, without a slash at the end.
    pub(super) base: String,
    agent: Agent,
}

impl Server {
    /// Starts a server with an empty data folder.
    pub(super) fn start(built: Built) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("wharfinger-bench-").tempdir()?;
        let (child, base) = launch(&built, folder.path())?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(10)))
            .max_idle_connections_per_host(64)
            .build()
            .into();
        Ok(Self { built, folder, child, base, agent })
    }

    /// Asks the server to end and waits until it has.
    pub(super) fn stop(&mut self) -> Result<()> {
        shell::run(Command::new("kill").arg(self.child.id().to_string()))?;
        self.child.wait().context("the server does not end").map(drop)
    }

    /// Starts the server on what it left behind.
    pub(super) fn resume(&mut self) -> Result<()> {
        (self.child, self.base) = launch(&self.built, self.folder.path())?;
        Ok(())
    }

    /// A request with the login; the answer's JSON, or an error where it is not the status wanted.
    pub(super) fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        wanted: u16,
    ) -> Result<Value> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("authorization", AUTHORIZATION);
        let answer = match body {
            Some(body) => self
                .agent
                .run(request.header("content-type", "application/json").body(body.to_string())?),
            None => self.agent.run(request.body(())?),
        };
        let mut answer = answer.with_context(|| format!("{method} {path}"))?;
        let text = answer.body_mut().read_to_string()?;
        if answer.status().as_u16() != wanted {
            bail!("{method} {path} answered {}: {text}", answer.status());
        }
        Ok(serde_json::from_str(&text)?)
    }

    /// Creates a container that waits until it is told to end; gives its id.
    pub(super) fn create(&self) -> Result<String> {
        let body = json!({ "image": "busybox:latest", "command": ["sleep", "100000"] });
        let made = self.call("POST", "/containers", Some(&body), 201)?;
        made["cuid"].as_str().map(str::to_owned).context("a container without an id")
    }

    /// One of the container's actions.
    pub(super) fn control(&self, cuid: &str, verb: &str) -> Result<()> {
        self.call("POST", &format!("/containers/{cuid}/{verb}"), None, 200).map(drop)
    }

    /// A request by curl, with the login; its answer's body goes nowhere.
    pub(super) fn curl(&self, arguments: &[&str], path: &str) -> Result<()> {
        shell::output(
            Command::new("curl")
                .args(["--silent", "--show-error", "--fail", "--output", "/dev/null", "--header"])
                .arg(format!("Authorization: {AUTHORIZATION}"))
                .args(arguments)
                .arg(format!("{}{path}", self.base)),
        )
        .map(drop)
    }

    /// What the engine calls the container, for the docker program.
    pub(super) fn engine_id(&self, cuid: &str) -> Result<String> {
        let container = self.call("GET", &format!("/containers/{cuid}"), None, 200)?;
        container["container_id"].as_str().map(str::to_owned).context("the engine has no container")
    }

    /// Where the server keeps what it knows of a container.
    pub(super) fn container_folder(&self, cuid: &str) -> PathBuf {
        self.folder.path().join("data/containers").join(cuid)
    }

    /// A folder for what a measurement writes itself.
    pub(super) fn scratch(&self) -> PathBuf {
        self.folder.path().join("scratch")
    }

    /// What of the server's memory is resident.
    pub(super) fn memory(&self) -> Result<Row> {
        Ok(Row::at_most(
            "resident memory with 1,000 definitions, after all of this",
            self.memory_figure("VmRSS:")?,
            MEMORY_MIB,
            " MiB",
        ))
    }

    /// What of the server's memory is resident, in MiB. From now on the most of it is watched.
    pub(super) fn watch_memory(&self) -> Result<f64> {
        // 5: the highest figure so far is forgotten (proc_pid_clear_refs(5))
        fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?;
        self.memory_figure("VmRSS:")
    }

    /// The most that was resident since it is watched, in MiB.
    pub(super) fn peak_memory(&self) -> Result<f64> {
        self.memory_figure("VmHWM:")
    }

    fn memory_figure(&self, name: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib: f64 = status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"))
            .context("the kernel does not tell the resident memory")?
            .parse()?;
        Ok(kib / 1024.0)
    }

    /// The time of cores that the server has used since its start, in seconds: `proc_pid_stat(5)`.
    pub(super) fn cpu_seconds(&self) -> Result<f64> {
        // the kernel's unit towards programs, whatever it uses itself
        const TICKS_A_SECOND: f64 = 100.0;
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = text.rsplit_once(')').context("the kernel tells no times")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / TICKS_A_SECOND)
    }

    /// Asks for something and waits for the first byte of the answer's body.
    pub(super) fn first_byte(&self, path: &str) -> Result<()> {
        let request = ureq::http::Request::builder()
            .uri(format!("{}{path}", self.base))
            .header("authorization", AUTHORIZATION);
        let mut answer = self.agent.run(request.body(())?)?;
        answer.body_mut().as_reader().read_exact(&mut [0])?;
        Ok(())
    }

    fn project(&self) -> Result<String> {
        let env = fs::read_to_string(self.folder.path().join("data/.env"))?;
        env.lines()
            .find_map(|line| line.strip_prefix("COMPOSE_PROJECT_NAME="))
            .map(str::to_owned)
            .context("data/.env names no project")
    }

    fn remove_everything(&mut self) -> Result<()> {
        let project = self.project()?;
        self.stop()?;
        let listed = |kind: &[&str], label: &str| {
            let filter = format!("label={label}={project}");
            shell::output(Command::new("docker").args(kind).args(["--quiet", "--filter", &filter]))
        };
        let containers = listed(&["ps", "--all"], "com.docker.compose.project")?;
        let containers: Vec<_> = containers.split_whitespace().collect();
        for some in containers.chunks(100) {
            shell::output(Command::new("docker").args(["rm", "--force"]).args(some))?;
        }
        for network in listed(&["network", "ls"], "io.wharfinger.project")?.split_whitespace() {
            shell::output(Command::new("docker").args(["network", "rm", network]))?;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        eprintln!("Removing what was created");
        if let Err(error) = self.remove_everything() {
            eprintln!("Not everything could be removed: {error:#}");
        }
    }
}

fn launch(built: &Built, folder: &Path) -> Result<(Child, String)> {
    let mut child = Command::new(&built.server)
        .current_dir(folder)
        .env("SITE_ROOT", &built.site)
        .env("BIND", "127.0.0.1:0")
        .env("APP_USER", USER)
        .env("APP_PASS", PASSWORD)
        .env("WHARFINGER_DATA", folder.join("data"))
        .env("LOG_DIR", folder.join("logs"))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("cannot run {}", built.server.display()))?;
    let mut lines =
        BufReader::new(child.stdout.take().context("the server has no output")?).lines();
    for line in lines.by_ref() {
        if let Some((_, rest)) = line?.split_once("listening on ") {
            let base =
                rest.split_whitespace().next().unwrap_or(rest).trim_end_matches('/').to_owned();
            // what it says later must not fill the pipe
            thread::spawn(move || lines.for_each(drop));
            return Ok((child, base));
        }
    }
    bail!("the server ended: {}", child.wait()?)
}
