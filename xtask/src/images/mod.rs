//! Small images made of what the machine has, for where no registry can be reached.

mod busybox;
mod python;
mod tools;

use crate::{engine, shell};
use anyhow::{Context, Result, bail};
use std::{
    path::Path,
    process::{Command, Stdio},
};

/// An image with Python and pip, as the guide's examples take.
const PYTHON: &str = "python:3.12-slim";

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
    for image in busybox::FIRST {
        busybox::make(image)?;
    }
    let tags = busybox::FIRST.map(|image| image.tag).join(" and ");
    eprintln!(
        "The engine has no image and reaches no registry. Made two of this machine's busybox to \
         begin with: {tags} (a page on port 80)."
    );
    Ok(())
}

/// Sees to it that the engine has the images of the tests: pulled, or where no registry can be
/// reached made here; and one that no registry has. What is there already stays as it is.
pub(crate) fn for_tests() -> Result<()> {
    let missing = |tag| !shell::succeeds(Command::new("docker").args(["image", "inspect", tag]));
    if missing(tools::TAG) {
        eprintln!("Making {} for the tests, of packages of the distribution", tools::TAG);
        tools::make()?;
    }
    let mut reaches_registry = None;
    let tags = busybox::FOR_TESTS.iter().map(|image| image.tag).chain([PYTHON]);
    for tag in tags {
        if !missing(tag) {
            continue;
        }
        if *reaches_registry.get_or_insert_with(engine::reaches_registry) {
            eprintln!("Pulling {tag} for the tests");
            shell::output(Command::new("docker").args(["pull", "--quiet", tag]))?;
            continue;
        }
        eprintln!("Making a stand-in for {tag} for the tests, since no registry can be reached");
        match busybox::FOR_TESTS.iter().find(|image| image.tag == tag) {
            Some(image) => busybox::make(*image)?,
            None => python::make(tag)?,
        }
    }
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
