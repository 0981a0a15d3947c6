use super::{Presence, address, presence};
use crate::{machine, shell, workspace};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, OpenOptions},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PID_FILE: &str = "/var/run/docker.pid";
const PATIENCE: Duration = Duration::from_mins(1);

/// Starts the engine that is installed here and waits until it answers.
pub(crate) fn start() -> Result<()> {
    if machine::has_systemd() {
        eprintln!("Starting the engine (systemctl start docker)");
        return shell::run(Command::new("systemctl").args(["start", "docker"]));
    }
    let log_path = workspace::cache_dir()?.join("dockerd.log");
    eprintln!(
        "Starting the engine (dockerd; log {}, process id in {PID_FILE})",
        log_path.display()
    );
    drop_stale_pid_file()?;
    let log = OpenOptions::new().create(true).append(true).open(&log_path)?;
    let dockerd = shell::which("dockerd").context("dockerd is not installed")?;
    // in a session of its own, so that it outlives this terminal
    let mut child = Command::new("setsid")
        .arg(dockerd)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("cannot start dockerd")?;
    let deadline = Instant::now() + PATIENCE;
    while !matches!(presence()?, Presence::Answers) {
        if let Some(status) = child.try_wait()? {
            bail!("dockerd ended ({status}):\n{}", machine::tail(&log_path, 20)?);
        }
        if Instant::now() > deadline {
            bail!(
                "dockerd does not answer on {} after {PATIENCE:?}:\n{}",
                address(),
                machine::tail(&log_path, 20)?
            );
        }
        // the socket appears before the engine answers on it: there is nothing to wait on but time
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// An engine that was killed leaves its file behind, and the next refuses to start where another
/// process has that id by now.
fn drop_stale_pid_file() -> Result<()> {
    let Ok(pid) = fs::read_to_string(PID_FILE) else { return Ok(()) };
    let command = fs::read_to_string(Path::new("/proc").join(pid.trim()).join("cmdline"));
    if command.is_ok_and(|command| command.contains("dockerd")) {
        return Ok(());
    }
    fs::remove_file(PID_FILE).with_context(|| format!("cannot remove the stale {PID_FILE}"))
}
