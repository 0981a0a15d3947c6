//! A registry of a test's own, and a line to it that can be held up.

use crate::support::{Process, docker::Docker};
use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// The login that the registry asks for, and its password as htpasswd keeps it. Written as the engine
/// wants it, the password takes characters in which two alphabets of base64 differ.
pub(super) const USER: &str = "me";
pub(super) const PASSWORD: &str = "pass?>~";
const HTPASSWD: &str = "me:$2y$05$qV400XKA912obGi3ZC4MVujLxssWhjg6c7bvytLwCtUuVfNhml92.\n";

/// A registry that lets only those in who log in. What was made for it is removed from the engine
/// when it goes out of scope.
pub(super) struct Registry {
    _process: Process,
    folder: TempDir,
    /// Where it answers: `127.0.0.1:41341`.
    pub(super) address: String,
    made: Vec<String>,
}

impl Registry {
    /// Starts one that is empty.
    pub(super) fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("registry-").tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("htpasswd"), HTPASSWD).unwrap();
        let config = format!(
            "version: 0.1\nlog: {{accesslog: {{disabled: true}}}}\nstorage: {{filesystem: {{rootdirectory: {data}}}}}\nhttp: {{addr: '127.0.0.1:0'}}\nauth: {{htpasswd: {{realm: test, path: {logins}}}}}\n",
            data = path("data").display(),
            logins = path("htpasswd").display(),
        );
        fs::write(path("config.yml"), config).unwrap();
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(path("config.yml"));
        let (process, line) = Process::start(command, "listening on", &path("log"));
        let address = line.split_once("listening on ").unwrap().1;
        let address = address.split('"').next().unwrap().to_owned();
        Self { _process: process, folder, address, made: Vec::new() }
    }

    /// A folder of docker's settings, with the login for an address, as `docker login` makes it.
    pub(super) fn login(&self, address: &str) -> PathBuf {
        let folder = self.folder.path().join(address.replace(':', "-"));
        let mut command = Command::new("docker");
        command.arg("--config").arg(&folder);
        let mut child = command
            .args(["login", "--username", USER, "--password-stdin", address])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        folder
    }

    /// Puts an image with two layers into the registry and not on the engine: the second one has so
    /// many bytes that don't compress.
    pub(super) async fn push(&mut self, name: &str, bytes: usize) {
        let docker = Docker::default();
        let image = format!("{}/{name}", self.address);
        let build = self.folder.path().join("build");
        fs::create_dir_all(&build).unwrap();
        let mut noise = vec![0; bytes];
        let mut random = fs::File::open("/dev/urandom").unwrap();
        random.read_exact(&mut noise).unwrap();
        fs::write(build.join("noise"), noise).unwrap();
        let file = "FROM busybox:latest\nCOPY noise /noise\nENV MADE=here\nEXPOSE 8080 443/udp 80\nUSER 1000\nWORKDIR /tmp\nENTRYPOINT [\"sleep\"]\nCMD [\"1000\"]\nLABEL made.by=test\n";
        fs::write(build.join("Dockerfile"), file).unwrap();
        let context = build.to_str().unwrap();
        // the engine's own builder: the command line's newer one may not be installed
        let mut command = docker.command(&["build", "--quiet", "--tag", &image, context]);
        let output = command.env("DOCKER_BUILDKIT", "0").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let config = self.login(&self.address);
        docker.run(&["--config", config.to_str().unwrap(), "push", "--quiet", &image]).await;
        docker.run(&["rmi", &image]).await;
        self.made.push(image);
    }

    /// Has the engine's images of a name that a test pulled removed at the end.
    pub(super) fn clean(&mut self, image: &str) {
        self.made.push(image.to_owned());
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        for image in &self.made {
            let _ = Docker::default().command(&["rmi", "--force", image]).output();
        }
    }
}

/// A line to the registry that lets so many bytes of an answer through, and then no more until it is
/// opened.
pub(super) struct Line {
    /// Where it is entered.
    pub(super) address: String,
    open: Arc<AtomicBool>,
    hung_up: Receiver<()>,
}

impl Line {
    /// Holds up each answer after `bytes`.
    pub(super) fn new(registry: &Registry, bytes: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let open = Arc::new(AtomicBool::new(false));
        let (told, hung_up) = channel();
        let (to, is_open) = (registry.address.clone(), Arc::clone(&open));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(&to).unwrap();
                let (mut from, mut into) =
                    (client.try_clone().unwrap(), server.try_clone().unwrap());
                let told = told.clone();
                thread::spawn(move || {
                    // the client's end of it is where its hanging up shows
                    let _ = std::io::copy(&mut from, &mut into);
                    let _ = into.shutdown(Shutdown::Both);
                    let _ = told.send(());
                });
                let is_open = Arc::clone(&is_open);
                thread::spawn(move || pass(server, client, bytes, &is_open));
            }
        });
        Self { address, open, hung_up }
    }

    /// Lets everything through.
    pub(super) fn open(&self) {
        self.open.store(true, Ordering::Relaxed);
    }

    /// Waits until whoever came by this line has hung up.
    pub(super) fn wait_for_hang_up(&self) {
        self.hung_up.recv_timeout(Duration::from_secs(30)).expect("the engine hangs up");
    }

    /// Forgets who hung up so far.
    pub(super) fn forget(&self) {
        while self.hung_up.try_recv().is_ok() {}
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, bytes: usize, open: &AtomicBool) {
    let mut buffer = vec![0; 16 * 1024];
    let mut passed = 0;
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        while passed + length > bytes && !open.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(5));
        }
        passed += length;
        if to.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// What the server needs in its environment to find docker's settings there.
pub(super) fn config(folder: &Path) -> Vec<(&'static str, String)> {
    vec![("DOCKER_CONFIG", folder.to_str().unwrap().to_owned())]
}
