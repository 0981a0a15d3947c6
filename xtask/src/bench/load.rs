use super::{
    report::Row,
    server::{AUTHORIZATION, Server},
};
use crate::{engine, shell};
use anyhow::{Context, Result, bail};
use std::{process::Command, time::Instant};

const STATUS_PER_SECOND: f64 = 10_000.0;
const PAGES_PER_SECOND: f64 = 2_000.0;
const TIMES_THE_ENGINE: f64 = 20.0;
const ENGINE_REQUESTS: u32 = 50;

/// Reads over connections that stay open, beside the engine's own list of the same containers.
pub(super) fn measure(server: &Server, cuid: &str, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Reading");
    let engine = engine_lists_per_second()?;
    let status = requests_per_second(server, &format!("/containers/{cuid}/status"))?;
    let page = requests_per_second(server, "/containers?limit=50")?;
    rows.extend([
        Row::fact(
            "`GET /containers/json?all=1` of the Engine API, by curl",
            format!("{engine:.1}/s"),
        ),
        Row::at_least("`GET /containers/{cuid}/status`", status, STATUS_PER_SECOND, "/s"),
        Row::at_least(
            "the same, times the Engine API's list",
            status / engine,
            TIMES_THE_ENGINE,
            "×",
        ),
        Row::at_least("`GET /containers?limit=50`", page, PAGES_PER_SECOND, "/s"),
        Row::at_least(
            "the same, times the Engine API's list",
            page / engine,
            TIMES_THE_ENGINE,
            "×",
        ),
    ]);
    Ok(())
}

fn requests_per_second(server: &Server, path: &str) -> Result<f64> {
    let report = shell::output(
        Command::new("wrk")
            .args(["--threads", "1", "--connections", "16", "--duration", "10s", "--header"])
            .arg(format!("Authorization: {AUTHORIZATION}"))
            .arg(format!("{}{path}", server.base)),
    )?;
    if report.contains("Non-2xx") || report.contains("Socket errors") {
        bail!("not every answer was right:\n{report}");
    }
    let rate = report.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    rate.and_then(|rate| rate.trim().parse().ok()).context("wrk tells no requests a second")
}

/// One curl asks again and again over one connection.
fn engine_lists_per_second() -> Result<f64> {
    let address = engine::address();
    let socket = address.strip_prefix("unix://").context("the engine is not on a unix socket")?;
    let started = Instant::now();
    shell::output(
        Command::new("curl")
            .args(["--silent", "--fail", "--output", "/dev/null", "--unix-socket", socket])
            .arg(format!("http://engine/containers/json?all=1&turn=[1-{ENGINE_REQUESTS}]")),
    )?;
    Ok(f64::from(ENGINE_REQUESTS) / started.elapsed().as_secs_f64())
}
