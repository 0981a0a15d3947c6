use crate::shell;
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command};

/// The folder with package.json.
pub(crate) const FOLDER: &str = "end2end";

/// Installs the JavaScript packages, where the lock file changed since the last time.
pub(crate) fn install() -> Result<()> {
    let wanted = fs::read(Path::new(FOLDER).join("package-lock.json"))
        .context("end2end/package-lock.json names the JavaScript packages to install")?;
    let installed = Path::new(FOLDER).join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|lock| lock == wanted) {
        return Ok(());
    }
    eprintln!("Installing JavaScript packages (npm ci in {FOLDER})");
    shell::output(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            // the browser is Debian's
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(FOLDER),
    )?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}
