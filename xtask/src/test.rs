use crate::{
    build::{self, Built, Profile},
    guide, images, lint, npm,
    setup::{self, Purpose},
    shell, workspace,
};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// The parts of the tests, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Format, lints and dependencies
    Lint,
    /// What lies beside the code
    Unit,
    /// The whole server from outside: real binary, real engine, real Compose
    Api,
    /// Those of them that run the API guide's own examples
    Guide,
    /// The dashboard in a real browser
    E2e,
}

/// Makes the machine ready and runs the tests; ends with a summary. A filter selects tests by
/// name, and leaves the lints out.
pub(crate) fn test(filter: Option<&str>, only: Option<Part>) -> Result<()> {
    let parts = match (only, filter) {
        (Some(part), _) => vec![part],
        (None, Some(_)) => vec![Part::Unit, Part::Api, Part::E2e],
        (None, None) => vec![Part::Lint, Part::Unit, Part::Api, Part::E2e],
    };
    let surroundings =
        if parts == [Part::Lint] { Vec::new() } else { prepare().context("cannot set up")? };
    let outcomes: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let started = Instant::now();
            let outcome = perform(part, filter, &surroundings);
            if let Err(error) = &outcome {
                eprintln!("{error:#}");
            }
            (part, outcome.is_ok(), started.elapsed())
        })
        .collect();
    summarise(&outcomes)
}

fn summarise(outcomes: &[(Part, bool, Duration)]) -> Result<()> {
    eprintln!();
    for (part, passed, took) in outcomes {
        let name =
            part.to_possible_value().map_or_else(String::new, |name| name.get_name().to_owned());
        let word = if *passed { "passed" } else { "FAILED" };
        eprintln!("{name:<6} {word} {:>7.1} s", took.as_secs_f64());
    }
    if outcomes.iter().any(|(_, passed, _)| !passed) {
        bail!("Some tests failed.");
    }
    Ok(())
}

/// Makes the machine ready for every test: programs, images, packages. Gives the Python that has those
/// of the guide's examples.
pub(crate) fn set_up() -> Result<PathBuf> {
    setup::machine(Purpose::Test)?;
    images::for_tests()?;
    npm::install()?;
    guide::python()
}

/// What the test processes find in their environment:
///
/// - `WHARFINGER_BIN`, `SITE_ROOT`: the server under test, optimised as users have it, and its site
/// - `GUIDE_PYTHON`: a Python that has the packages of the guide's examples
/// - `NODE_PATH`: where Node finds theirs
/// - `CHROMIUM`: the browser
fn prepare() -> Result<Vec<(&'static str, OsString)>> {
    let python = set_up()?;
    let Built { server, site } = build::build(Profile::Release)?;
    let packages = std::path::absolute(Path::new(npm::FOLDER).join("node_modules"))?;
    let browser = shell::which("chromium").context("chromium is not on PATH")?;
    Ok(vec![
        ("WHARFINGER_BIN", server.into()),
        ("SITE_ROOT", site.into()),
        ("GUIDE_PYTHON", python.into()),
        ("NODE_PATH", packages.into()),
        ("CHROMIUM", browser.into()),
    ])
}

fn perform(part: Part, filter: Option<&str>, surroundings: &[(&str, OsString)]) -> Result<()> {
    eprintln!();
    let mut cargo_test = workspace::cargo();
    cargo_test.arg("test").envs(surroundings.iter().cloned());
    let filter = filter.unwrap_or_default();
    match part {
        Part::Lint => lint::lint(),
        Part::Unit => shell::run(cargo_test.args(["--workspace", "--lib", "--bins", filter])),
        Part::Api => {
            shell::run(cargo_test.args(["--package", "wharfinger", "--test", "api", filter]))
        }
        Part::Guide => shell::run(
            cargo_test
                .args(["--package", "wharfinger", "--test", "api"])
                .arg(format!("guide::{filter}")),
        ),
        Part::E2e => end_to_end(filter, surroundings),
    }
}

/// What is measured against a clock has the machine to itself: it comes last, one after the other.
fn end_to_end(filter: &str, surroundings: &[(&str, OsString)]) -> Result<()> {
    const MEASURED: &str = "@measured";
    if !filter.is_empty() {
        return playwright(&["--pass-with-no-tests", "--grep", filter], surroundings);
    }
    let others = playwright(&["--grep-invert", MEASURED], surroundings);
    let measured = playwright(&["--grep", MEASURED, "--workers", "1"], surroundings);
    others.and(measured)
}

/// Takes the pictures in docs/screenshots/ anew.
pub(crate) fn screenshots() -> Result<()> {
    playwright(&["--config", "screenshots.config.js"], &prepare().context("cannot set up")?)
}

/// Runs Playwright, which starts the servers itself, in a network that has the loopback alone:
/// Chromium drops its connections whenever an interface of the machine comes or goes, as one does
/// with every container. Where that is not allowed, what fails is tried again.
fn playwright(arguments: &[&str], surroundings: &[(&str, OsString)]) -> Result<()> {
    let isolated = shell::succeeds(Command::new("unshare").args(["--net", "true"]));
    let mut command = Command::new(if isolated { "unshare" } else { "npx" });
    if isolated {
        command.args(["--net", "sh", "-c", "busybox ip link set lo up && exec npx \"$@\"", "npx"]);
    }
    command.args(["playwright", "test"]);
    if !isolated {
        command.arg("--retries=2");
    }
    command.args(arguments).envs(surroundings.iter().cloned()).current_dir(npm::FOLDER);
    shell::run(&mut command)
}
