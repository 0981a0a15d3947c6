use super::Profile;
use crate::{npm, shell};
use anyhow::Result;
use std::{
    path::{Path, absolute},
    process::Command,
};

/// A folder of JavaScript that the browser fetches when it needs it.
pub(super) struct Bundle {
    /// The folder, and that in `pkg` which is made of it.
    pub(super) folder: &'static str,
    /// What the browser may fetch; each becomes a file, and what they share others.
    entries: &'static [&'static str],
}

/// The text editor, with a file for each syntax; and xterm.
pub(super) const ALL: [Bundle; 2] = [
    Bundle { folder: "editor", entries: &["editor.js"] },
    Bundle { folder: "terminal", entries: &["xterm.js", "webgl.js"] },
];

/// Bundles each into its folder in `pkg`.
pub(super) fn bundle(profile: Profile, pkg: &Path) -> Result<()> {
    let packages = absolute(Path::new(npm::FOLDER).join("node_modules"))?;
    for Bundle { folder, entries } in ALL {
        let mut esbuild = Command::new(packages.join(".bin/esbuild"));
        esbuild
            .args(entries.iter().map(|entry| Path::new(folder).join(entry)))
            .arg(format!("--outdir={}", pkg.join(folder).display()))
            .args(["--bundle", "--splitting", "--format=esm"])
            .args(["--target=es2022", "--log-level=warning"])
            .env("NODE_PATH", &packages);
        if profile == Profile::Release {
            esbuild.arg("--minify");
        }
        shell::run(&mut esbuild)?;
    }
    Ok(())
}
