//! What the server costs, beside what the engine and Compose cost without it, in one run.

mod batch;
mod crowd;
mod files;
mod load;
mod logs;
mod report;
mod server;
mod stats;
mod terminal;
mod verbs;

use crate::{
    build::{self, Profile},
    images,
    setup::{self, Purpose},
};
use anyhow::Result;
use clap::ValueEnum;
use report::Row;
use server::Server;
use std::time::Instant;

/// How many definitions there are while everything is measured.
const CONTAINERS: usize = 1000;
/// How often what is compared is done by each.
const ROUNDS: usize = 5;

/// The parts of the measurement, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Reads, operations and start-up
    Containers,
    /// Archives and downloads
    Files,
    /// Terminals
    Terminal,
    /// What containers write
    Logs,
}

/// Measures, and writes the table in docs/PERFORMANCE.md; of one part, the table is only shown.
pub(crate) fn bench(only: Option<Part>) -> Result<()> {
    setup::machine(Purpose::Bench)?;
    images::for_tests()?;
    let built = build::build(Profile::Release)?;

    let mut server = Server::start(built)?;
    let mut rows: Vec<Row> = Vec::new();
    let wanted = |part| only.is_none_or(|only| only == part);
    if wanted(Part::Containers) {
        crowd::create(&server, CONTAINERS, &mut rows)?;
        crowd::start_up(&mut server, CONTAINERS, &mut rows)?;
        let cuid = server.create()?;
        load::measure(&server, &cuid, &mut rows)?;
        verbs::measure(&server, &cuid, &mut rows)?;
        batch::measure(&server, &mut rows)?;
        stats::measure(&server, &mut rows)?;
        // after all that load
        rows.push(server.memory()?);
    }
    if wanted(Part::Files) {
        files::measure(&server, &mut rows)?;
    }
    if wanted(Part::Terminal) {
        terminal::measure(&server, &mut rows)?;
    }
    if wanted(Part::Logs) {
        logs::measure(&server, &mut rows)?;
    }
    if only.is_some() { report::show(&rows) } else { report::write(&rows) }
}

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Seconds that something takes.
fn seconds(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed().as_secs_f64())
}

/// The medians of two ways to do the same, in turns.
fn in_turns(
    mut one: impl FnMut(usize) -> Result<f64>,
    mut other: impl FnMut(usize) -> Result<f64>,
) -> Result<(f64, f64)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // each goes first as often as the other, but for one
        if round % 2 == 0 {
            ones.push(one(round)?);
            others.push(other(round)?);
        } else {
            others.push(other(round)?);
            ones.push(one(round)?);
        }
    }
    Ok((median(ones), median(others)))
}
