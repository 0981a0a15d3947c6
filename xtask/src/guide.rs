use crate::{shell, workspace};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf, process::Command};

const REQUIREMENTS: &str = "tests/guide/requirements.txt";

/// A Python that has the packages of the guide's examples, in an environment of its own that is
/// made once a machine.
pub(crate) fn python() -> Result<PathBuf> {
    let folder = workspace::cache_dir()?.join("guide-python");
    let python = folder.join("bin/python");
    let version = shell::output(Command::new("python3").arg("--version"))?;
    let requirements = fs::read_to_string(REQUIREMENTS)
        .with_context(|| format!("{REQUIREMENTS} names the packages of the guide's examples"))?;
    let wanted = format!("# {version}\n{requirements}");
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|had| had == wanted) {
        return Ok(python);
    }
    eprintln!("Installing the Python packages of the guide's examples into {}", folder.display());
    shell::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    shell::output(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--requirement",
        REQUIREMENTS,
    ]))?;
    fs::write(&installed, wanted)?;
    Ok(python)
}
