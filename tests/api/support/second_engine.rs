use super::{Process, docker::Docker};
use std::{fs, path::PathBuf, process::Command};
use tempfile::TempDir;

/// An engine of its own that a test can take away and bring back.
///
/// It lives in network and mount namespaces of its own: its bridges and rules can't touch those of
/// the machine's engine, and its mounts are gone when it is.
pub(crate) struct SecondEngine {
    process: Option<Process>,
    folder: TempDir,
}

impl SecondEngine {
    /// Starts an engine that has `busybox:latest`.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("engine-").tempdir_in("/tmp").unwrap();
        let mut engine = Self { process: None, folder };
        engine.come_back();
        let image = engine.folder.path().join("busybox.tar");
        let image = image.to_str().unwrap();
        Docker::default().run(&["save", "--output", image, "busybox:latest"]).await;
        engine.docker().run(&["load", "--input", image]).await;
        engine
    }

    /// The docker command line for this engine.
    pub(crate) fn docker(&self) -> Docker {
        Docker { host: Some(self.address()) }
    }

    /// What `DOCKER_HOST` has to say.
    pub(crate) fn address(&self) -> String {
        format!("unix://{}", self.path("docker.sock").display())
    }

    /// Takes the engine away without warning; its containers may live on.
    pub(crate) fn vanish(&mut self) {
        self.process.take().expect("it runs").kill();
    }

    /// Shuts the engine down in order: its containers end.
    pub(crate) fn shut_down(&mut self) {
        assert!(self.process.take().expect("it runs").terminate(), "the engine does not end");
    }

    /// Starts it (again) on the same folder.
    pub(crate) fn come_back(&mut self) {
        // pid files of a killed run may name a process that is another by now
        for stale in ["docker.pid", "exec/containerd/containerd.pid"] {
            let _ = fs::remove_file(self.path(stale));
        }
        let mut command = Command::new("unshare");
        command.args([
            "--net",
            "--mount",
            "sh",
            "-c",
            "ip link set lo up && exec dockerd \"$@\"",
            "sh",
        ]);
        for (option, file) in
            [("--data-root", "root"), ("--exec-root", "exec"), ("--pidfile", "docker.pid")]
        {
            command.arg(option).arg(self.path(file));
        }
        command.arg("--host").arg(self.address());
        command.args(["--iptables=false", "--ip6tables=false", "--ipv6=false"]);
        let log = self.path("dockerd.log");
        self.process = Some(Process::start(command, "API listen on", &log).0);
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }
}

impl Drop for SecondEngine {
    fn drop(&mut self) {
        // in order, so that no container's processes stay behind
        if self.process.is_none() {
            self.come_back();
        }
        self.shut_down();
    }
}
