//! Build and chores. `cargo xtask --help` lists them, docs/ARCHITECTURE.md says what they do.
#![expect(clippy::print_stderr, reason = "a command-line tool talks to its user")]
#![expect(
    clippy::disallowed_methods,
    reason = "to build is to read and write files and to run programs"
)]

mod bench;
mod build;
mod dev;
mod engine;
mod guide;
mod images;
mod lint;
mod machine;
mod npm;
mod run;
mod setup;
mod shell;
mod test;
mod workspace;

use anyhow::Result;
use build::Profile;
use clap::{Parser, Subcommand};
use setup::Purpose;
use std::process::ExitCode;
use test::Part;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs, tests and measures Wharfinger")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Sets the machine up as far as needed, builds, and serves the dashboard and the API
    Run,
    /// Builds the server and the site it serves into target/
    Build {
        /// Optimised and compressed, as `run` serves it
        #[arg(long)]
        release: bool,
    },
    /// Sets the machine up, then runs everything that proves the project: lints, unit, API, browser
    Test {
        /// Only tests whose name contains this
        filter: Option<String>,
        /// Only this part
        #[arg(long, value_enum)]
        only: Option<Part>,
    },
    /// Serves, and on every change of the sources builds and serves again
    Dev,
    /// Measures the release build beside the engine and Compose; writes docs/PERFORMANCE.md
    Bench {
        /// Only this part, without writing it down
        #[arg(long, value_enum)]
        only: Option<bench::Part>,
    },
    /// Checks format, lints and dependencies
    Lint,
    /// Takes the pictures of the dashboard in docs/screenshots/ anew, with the release build
    Screenshots,
    /// Installs and starts what is missing: engine, Compose, build tools
    Setup {
        /// Also what the tests need: browser, test images, the languages of the guide's examples
        #[arg(long)]
        tests: bool,
    },
}

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform() -> Result<()> {
    workspace::enter()?;
    match Cli::parse().task {
        Task::Run => run::run(),
        Task::Build { release } => {
            build::build(if release { Profile::Release } else { Profile::Dev }).map(drop)
        }
        Task::Test { filter, only } => test::test(filter.as_deref(), only),
        Task::Dev => dev::dev(),
        Task::Bench { only } => bench::bench(only),
        Task::Lint => lint::lint(),
        Task::Screenshots => test::screenshots(),
        Task::Setup { tests: true } => test::set_up().map(drop),
        Task::Setup { tests: false } => setup::machine(Purpose::Run),
    }
}
