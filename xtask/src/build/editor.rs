use super::Profile;
use crate::{npm, shell};
use anyhow::Result;
use std::{
    path::{Path, absolute},
    process::Command,
};

/// The folder with the text editor's source.
pub(super) const FOLDER: &str = "editor";

/// Bundles the text editor into `editor` in `pkg`, with a file for each syntax, so that the browser
/// fetches what it needs when it needs it.
pub(super) fn bundle(profile: Profile, pkg: &Path) -> Result<()> {
    let packages = absolute(Path::new(npm::FOLDER).join("node_modules"))?;
    let mut esbuild = Command::new(packages.join(".bin/esbuild"));
    esbuild
        .arg(Path::new(FOLDER).join("editor.js"))
        .arg(format!("--outdir={}", pkg.join("editor").display()))
        .args(["--bundle", "--splitting", "--format=esm", "--target=es2022", "--log-level=warning"])
        .env("NODE_PATH", packages);
    if profile == Profile::Release {
        esbuild.arg("--minify");
    }
    shell::run(&mut esbuild)
}
