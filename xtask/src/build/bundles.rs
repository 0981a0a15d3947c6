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
    Bundle { folder: "terminal", entries: &["bindings.js", "xterm.js", "webgl.js"] },
];

/// Bundles each into its folder in `pkg`.
pub(super) fn bundle(profile: Profile, pkg: &Path) -> Result<()> {
    let packages = absolute(Path::new(npm::FOLDER).join("node_modules"))?;
    for Bundle { folder, entries } in ALL {
        let mut esbuild = esbuild(profile, &packages);
        esbuild
            .args(entries.iter().map(|entry| Path::new(folder).join(entry)))
            .arg(format!("--outdir={}", pkg.join(folder).display()))
            .arg("--splitting");
        shell::run(&mut esbuild)?;
    }
    Ok(())
}

/// Puts into the program's module what it imports of `app/js`, so that the browser need not find out
/// about that first.
pub(super) fn inline(profile: Profile, module: &Path) -> Result<()> {
    let packages = absolute(Path::new(npm::FOLDER).join("node_modules"))?;
    let mut esbuild = esbuild(profile, &packages);
    esbuild
        // wasm-bindgen names a module once for everything that it imports from there
        .arg("--log-override:duplicate-object-key=silent")
        .arg(module)
        .arg(format!("--outfile={}", module.display()))
        .arg("--allow-overwrite")
        // what the page's import map names, and the module that fetches parts, which imports this one
        .args(["--external:xterm", "--external:xterm-addon-*", "--external:./__wasm_split.*"]);
    shell::run(&mut esbuild)
}

fn esbuild(profile: Profile, packages: &Path) -> Command {
    let mut esbuild = Command::new(packages.join(".bin/esbuild"));
    esbuild
        .args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning"])
        .env("NODE_PATH", packages);
    if profile == Profile::Release {
        esbuild.arg("--minify");
    }
    esbuild
}
