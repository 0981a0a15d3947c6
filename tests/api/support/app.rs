use super::{Process, docker::Docker, engine::remove_project};
use reqwest::{Client, redirect::Policy};
use serde_json::{Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// The login of every test server.
pub(crate) const USER: &str = "admin";
/// Its password; a character that is not ASCII shows that credentials are read as UTF-8.
pub(crate) const PASSWORD: &str = "pässword: with colons";

/// How a test server differs from the usual one.
#[derive(Default)]
pub(crate) struct Options {
    /// Further environment variables; they win over the usual ones.
    pub(crate) env: Vec<(&'static str, String)>,
    /// The text of a `.env` in the server's working folder, which then has to name the login.
    pub(crate) dotenv: Option<String>,
    /// The engine; the machine's own unless given.
    pub(crate) docker: Docker,
    /// What runs the server, with its arguments before the server's path.
    pub(crate) launcher: Vec<String>,
}

/// A server of its own, in a folder of its own, with a Compose project of its own. When it goes out
/// of scope it is asked to end, and everything that it made is removed.
pub(crate) struct TestApp {
    process: Option<Process>,
    pub(super) options: Options,
    base: String,
    pub(super) client: Client,
    folder: TempDir,
}

impl TestApp {
    /// Starts a server as most tests want it.
    pub(crate) fn start() -> Self {
        Self::start_with(Options::default())
    }

    /// Starts a server in its own way.
    pub(crate) fn start_with(options: Options) -> Self {
        let client = Client::builder()
            .timeout(Duration::from_mins(2))
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        let folder = tempfile::Builder::new().prefix("wharfinger-").tempdir().unwrap();
        let mut app = Self { process: None, options, base: String::new(), client, folder };
        app.start_again();
        app
    }

    /// Starts the server on the folder that an earlier run left, in another way than before.
    pub(crate) fn start_again_with(&mut self, options: Options) {
        self.options = options;
        self.start_again();
    }

    /// Starts the server on the folder that an earlier run left.
    pub(crate) fn start_again(&mut self) {
        let mut words = self.options.launcher.iter().cloned().chain([server_program()]);
        let mut command = Command::new(words.next().unwrap());
        command
            .args(words)
            .current_dir(self.folder.path())
            .env("BIND", "127.0.0.1:0")
            .env("WHARFINGER_DATA", self.data())
            .env("LOG_DIR", self.folder.path().join("logs"))
            .env_remove("APP_ENV");
        if let Some(text) = &self.options.dotenv {
            fs::write(self.folder.path().join(".env"), text).unwrap();
            for name in ["APP_USER", "APP_PASS", "DEFAULT_USER_UID"] {
                command.env_remove(name);
            }
        } else {
            command
                .env("APP_USER", USER)
                .env("APP_PASS", PASSWORD)
                .env("DEFAULT_USER_UID", "1000:1000");
        }
        if let Some(host) = &self.options.docker.host {
            command.env("DOCKER_HOST", host);
        }
        command.envs(self.options.env.iter().map(|(name, value)| (name, value)));
        let (process, line) =
            Process::start(command, "listening on http://", &self.folder.path().join("server.log"));
        let (_, address) = line.split_once("listening on ").unwrap();
        address.split_whitespace().next().unwrap().clone_into(&mut self.base);
        self.process = Some(process);
    }

    /// Kills the server in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        self.process.take().expect("it runs").kill();
    }

    /// Asks the server to end and waits until it has.
    pub(crate) fn stop(&mut self) {
        assert!(self.process.take().expect("it runs").terminate(), "it does not end when asked to");
    }

    /// The server's process id.
    pub(crate) fn pid(&self) -> i32 {
        self.process.as_ref().expect("it runs").pid()
    }

    /// Where the server answers, such as `http://127.0.0.1:40001`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The server's working folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A container's folder on disk.
    pub(crate) fn container_folder(&self, cuid: &str) -> PathBuf {
        self.data().join("containers").join(cuid)
    }

    /// What the server itself has written so far.
    pub(crate) fn server_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let ended = self.process.take().is_none_or(|mut process| process.terminate());
        remove_project(self.docker(), &self.data());
        if thread::panicking() {
            eprintln!("the server wrote:\n{}", self.server_log());
        } else {
            assert!(ended, "the server does not end when asked to:\n{}", self.server_log());
        }
    }
}

/// A container that runs until it is told to end, and ends at once then.
pub(crate) fn sleeper() -> Value {
    json!({ "image": "busybox:latest", "command": ["sleep", "1000"] })
}

/// The server under test.
pub(crate) fn server_program() -> String {
    env::var("WHARFINGER_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_wharfinger").to_owned())
}
