//! Small images made of what the machine has, for where no registry can be reached.

mod busybox;

use crate::{engine, shell};
use anyhow::{Context, Result, bail};
use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Sees to it that a first container can be created: where the engine has no image and cannot get
/// any, it is given a small one.
pub(crate) fn offer_first() -> Result<()> {
    if engine::has_images()? || engine::reaches_registry() {
        return Ok(());
    }
    if !busybox::can_be_made() {
        eprintln!(
            "The engine has no image and reaches no registry, so there is nothing yet to make a \
             container of. Load one (docker load), or install busybox-static and try again."
        );
        return Ok(());
    }
    busybox::make(busybox::PLAIN)?;
    busybox::make(busybox::STARTER)?;
    eprintln!(
        "The engine has no image and reaches no registry. Made two small ones of this machine's \
         busybox, to begin with: {} and {} (a page on port 80).",
        busybox::PLAIN.tag,
        busybox::STARTER.tag
    );
    Ok(())
}

/// Makes an image of a folder.
fn import(root: &Path, tag: &str, changes: &[&str]) -> Result<()> {
    let mut tar = Command::new("tar")
        .args(["--create", "--numeric-owner", "--owner=0", "--group=0", "--directory"])
        .arg(root)
        .arg(".")
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run tar")?;
    let archive = tar.stdout.take().context("tar has no output")?;
    let mut import = Command::new("docker");
    import.arg("import");
    for change in changes {
        import.args(["--change", change]);
    }
    import.args(["-", tag]).stdin(archive).stdout(Stdio::null());
    shell::run(&mut import)?;
    if !tar.wait()?.success() {
        bail!("tar could not pack {}", root.display());
    }
    Ok(())
}
