use crate::{shell, workspace};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    path::Path,
    process::Command,
};

const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Whether this program may install packages and start services.
pub(crate) fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// Whether systemd is what starts services here.
pub(crate) fn has_systemd() -> bool {
    Path::new("/run/systemd/system").is_dir()
}

/// Installs packages of the distribution.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    eprintln!("Installing {} (apt-get)", packages.join(", "));
    let log_path = workspace::cache_dir()?.join("apt.log");
    let log = File::create(&log_path)?;
    let apt = |arguments: &[&str]| -> Result<bool> {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(log.try_clone()?)
            .stderr(log.try_clone()?)
            .status()
            .context("cannot run apt-get: install the packages by hand")?;
        Ok(status.success())
    };
    let _policy = NoServices::ask()?;
    // a mirror that fails here may still have the packages
    apt(&["update", "-q"])?;
    if !apt(&[&["install", "-y", "-q", "--no-install-recommends"], packages].concat())? {
        bail!("apt-get failed:\n{}", tail(&log_path, 20)?);
    }
    Ok(())
}

/// While it lives, packages do not try to start their services: without an init system that fails
/// or hangs, and they are started afterwards in their own way.
struct NoServices(bool);

impl NoServices {
    fn ask() -> Result<Self> {
        if has_systemd() || Path::new(POLICY).exists() {
            return Ok(Self(false));
        }
        fs::write(POLICY, "#!/bin/sh\nexit 101\n")?;
        shell::run(Command::new("chmod").args(["755", POLICY]))?;
        Ok(Self(true))
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.0
            && let Err(error) = fs::remove_file(POLICY)
        {
            eprintln!("Remove {POLICY} by hand, it keeps services from starting: {error}");
        }
    }
}

/// The last lines of a log.
pub(crate) fn tail(log: &Path, lines: usize) -> Result<String> {
    let text = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    let text = String::from_utf8_lossy(&text);
    let all: Vec<_> = text.lines().collect();
    Ok(all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n"))
}
