use super::{crowd::at_once, report::Row, server::Server};
use anyhow::Result;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How many containers run while the sampler is measured, and how many the figures are for.
const RUNNING: u32 = 100;
const PROMISED: u32 = 500;
const AT_ONCE: usize = 8;
/// How long its use of a core is measured.
const SPAN: Duration = Duration::from_mins(1);
const CORE_PERCENT: f64 = 2.0;

/// What it costs to sample what running containers use, every two seconds. To be called while nothing
/// else asks anything of the server.
pub(super) fn measure(server: &Server, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Starting {RUNNING} containers to sample what they use");
    let idle = cpu_percent(server, SPAN / 4)?;
    let taken = AtomicU32::new(0);
    let started = Mutex::new(Vec::new());
    at_once(AT_ONCE, || {
        while taken.fetch_add(1, Ordering::Relaxed) < RUNNING {
            let cuid = server.create()?;
            server.control(&cuid, "start")?;
            if let Ok(mut started) = started.lock() {
                started.push(cuid);
            }
        }
        Ok(())
    })?;
    // the first samples open the files
    thread::sleep(Duration::from_secs(5));
    let busy = cpu_percent(server, SPAN)?;
    let sampling = (busy - idle).max(0.0) * f64::from(PROMISED) / f64::from(RUNNING);
    rows.push(Row::at_most(
        "sampling what 500 running containers use, of one core (measured with 100)",
        sampling,
        CORE_PERCENT,
        " %",
    ));
    let cuids = started.into_inner().unwrap_or_default();
    let left = Mutex::new(cuids.into_iter());
    at_once(AT_ONCE, || {
        while let Some(cuid) = left.lock().ok().and_then(|mut left| left.next()) {
            server.call("DELETE", &format!("/containers/{cuid}?force=true"), None, 200)?;
        }
        Ok(())
    })
}

/// How much of one core the server used over a while, in percent.
fn cpu_percent(server: &Server, span: Duration) -> Result<f64> {
    let (began, before) = (Instant::now(), server.cpu_seconds()?);
    thread::sleep(span);
    Ok(100.0 * (server.cpu_seconds()? - before) / began.elapsed().as_secs_f64())
}
