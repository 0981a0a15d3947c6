mod bundles;
mod css;
mod site;
mod wasm;

use crate::{npm, shell, workspace};
use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// The name that the site's program and style sheet carry; `LEPTOS_OUTPUT_NAME` in
/// .cargo/config.toml is the same.
const OUTPUT_NAME: &str = "wharfinger";
/// What the program for the browser is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// How a build is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to make.
    Dev,
    /// Optimised and compressed.
    Release,
}

/// What a build gives.
pub(crate) struct Built {
    /// The server's binary.
    pub(crate) server: PathBuf,
    /// The folder of static files that it serves.
    pub(crate) site: PathBuf,
}

/// Builds the server and its site. What is up to date is left as it is.
pub(crate) fn build(profile: Profile) -> Result<Built> {
    wasm_toolchain()?;
    // text editor, terminal, and the optimiser for wasm
    npm::install()?;
    let target = workspace::target_dir()?;
    let started = Instant::now();
    let (server, wasm) = compile(profile, &target)?;
    eprintln!("Compiled in {:.1?}", started.elapsed());
    let site = site::assemble(profile, &wasm, &target)?;
    Ok(Built { server, site })
}

/// Compiles the server and the program for the browser; gives both files.
fn compile(profile: Profile, target: &Path) -> Result<(PathBuf, PathBuf)> {
    let mut server = workspace::cargo();
    server.args(["build", "--package", "wharfinger", "--bin", "wharfinger"]);
    let mut front = workspace::cargo();
    front.args(["build", "--package", "app", "--lib", "--target", WASM_TARGET]);
    front.args(["--no-default-features", "--features", "hydrate"]);
    match profile {
        // one after the other in one folder, so that procedural macros are built once
        Profile::Dev => {
            shell::run(&mut server)?;
            shell::run(&mut front)?;
            Ok((target.join("debug/wharfinger"), target.join(WASM_TARGET).join("debug/app.wasm")))
        }
        // the two profiles share nothing, and side by side one fills the other's idle core
        Profile::Release => {
            let front_target = target.join("front");
            server.arg("--release");
            front.args(["--profile", "wasm-release", "--target-dir"]).arg(&front_target);
            let mut child = server.spawn().with_context(|| format!("cannot run {server:?}"))?;
            let compiled = shell::run(&mut front);
            let status = child.wait()?;
            compiled?;
            if !status.success() {
                bail!("{server:?} failed: {status}");
            }
            Ok((
                target.join("release/wharfinger"),
                front_target.join(WASM_TARGET).join("wasm-release/app.wasm"),
            ))
        }
    }
}

/// Cargo does not add the targets that rust-toolchain.toml lists to a toolchain that is there.
pub(crate) fn wasm_toolchain() -> Result<()> {
    let sysroot = shell::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    eprintln!("Adding the {WASM_TARGET} target to the Rust toolchain");
    shell::run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}
