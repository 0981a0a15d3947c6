//! What the server costs, beside what the engine and Compose cost without it, in one run.

mod batch;
mod crowd;
mod files;
mod load;
mod report;
mod server;
mod verbs;

use crate::{
    build::{self, Profile},
    images,
    setup::{self, Purpose},
};
use anyhow::Result;
use report::Row;
use server::Server;

/// How many definitions there are while everything is measured.
const CONTAINERS: usize = 1000;

/// Measures, and writes the table in docs/PERFORMANCE.md.
pub(crate) fn bench() -> Result<()> {
    setup::machine(Purpose::Bench)?;
    images::for_tests()?;
    let built = build::build(Profile::Release)?;

    let mut server = Server::start(built)?;
    let mut rows: Vec<Row> = Vec::new();
    crowd::create(&server, CONTAINERS, &mut rows)?;
    crowd::start_up(&mut server, CONTAINERS, &mut rows)?;
    let cuid = server.create()?;
    load::measure(&server, &cuid, &mut rows)?;
    verbs::measure(&server, &cuid, &mut rows)?;
    batch::measure(&server, &mut rows)?;
    // after all that load
    rows.push(server.memory()?);
    files::measure(&server, &mut rows)?;
    report::write(&rows)
}

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
