use crate::{build, shell, workspace};
use anyhow::{Result, bail};
use std::{path::PathBuf, process::Command};

const CARGO_DENY: &str = "0.20.2";

/// Checks format, lints, and what the dependencies are. Runs all checks; fails where one does.
pub(crate) fn lint() -> Result<()> {
    build::wasm_toolchain()?;
    let mut failed = 0;
    for check in [format, server, dashboard, dependencies] {
        if let Err(error) = check() {
            eprintln!("{error:#}");
            failed += 1;
        }
    }
    if failed > 0 {
        bail!("{failed} of the checks failed.");
    }
    Ok(())
}

fn format() -> Result<()> {
    shell::run(workspace::cargo().args(["fmt", "--all", "--check"]))
}

/// Everything that runs on this machine: server, dashboard as rendered there, tests and chores.
fn server() -> Result<()> {
    shell::run(workspace::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// The dashboard as it runs in the browser.
fn dashboard() -> Result<()> {
    shell::run(
        workspace::cargo()
            .args(["clippy", "--package", "app", "--lib", "--target", build::WASM_TARGET])
            .args(["--no-default-features", "--features", "hydrate", "--", "-D", "warnings"]),
    )
}

fn dependencies() -> Result<()> {
    let deny = cargo_deny()?;
    let mut checks = vec!["bans", "licenses", "sources"];
    match shell::output(Command::new(&deny).args(["fetch", "db"])) {
        Ok(_) => checks.push("advisories"),
        Err(_) => eprintln!(
            "The database of advisories cannot be fetched: known vulnerabilities are NOT checked this time."
        ),
    }
    shell::run(Command::new(&deny).arg("check").args(checks))
}

/// cargo-deny, which is compiled once a machine.
fn cargo_deny() -> Result<PathBuf> {
    let tools = workspace::cache_dir()?.join("tools");
    let program = tools.join("bin/cargo-deny");
    let version = shell::output(Command::new(&program).arg("--version"));
    if version.is_ok_and(|version| version.ends_with(CARGO_DENY)) {
        return Ok(program);
    }
    eprintln!("Installing cargo-deny {CARGO_DENY} into {}", tools.display());
    shell::run(
        workspace::cargo()
            // unoptimised: it is compiled in a third of the time and checks in two seconds
            .args(["install", "--locked", "--debug", "--force", "--quiet", "--root"])
            .arg(&tools)
            .arg(format!("cargo-deny@{CARGO_DENY}"))
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            // outside the workspace, whose target folder it would share otherwise
            .env_remove("CARGO_TARGET_DIR")
            .current_dir(workspace::cache_dir()?),
    )?;
    Ok(program)
}
