use super::{report::Row, server::Server};
use anyhow::{Result, anyhow};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

const AT_ONCE: usize = 16;
const START_UP_SECONDS: f64 = 2.0;

/// Creates that many containers through REST, several at once.
pub(super) fn create(server: &Server, count: usize, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Creating {count} containers");
    let started = Instant::now();
    let taken = AtomicUsize::new(0);
    at_once(AT_ONCE, || {
        while taken.fetch_add(1, Ordering::Relaxed) < count {
            server.create()?;
        }
        Ok(())
    })?;
    #[expect(clippy::cast_precision_loss, reason = "a thousand is exact")]
    let rate = count as f64 / started.elapsed().as_secs_f64();
    rows.push(Row::fact("creates by REST, 16 at once", format!("{rate:.1}/s")));
    Ok(())
}

/// Starts the server again on all those definitions.
pub(super) fn start_up(server: &mut Server, count: usize, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Starting the server on {count} definitions");
    server.stop()?;
    let started = Instant::now();
    server.resume()?;
    // up is who knows what the engine says of each
    while server.call("GET", "/containers?limit=1&status=created", None, 200)?["total"] != count {
        thread::sleep(Duration::from_millis(5));
    }
    let took = started.elapsed().as_secs_f64();
    rows.push(Row::at_most(
        "start-up until the state of 1,000 containers is known",
        took,
        START_UP_SECONDS,
        " s",
    ));
    Ok(())
}

/// Does the same in several threads.
pub(super) fn at_once(threads: usize, work: impl Fn() -> Result<()> + Sync) -> Result<()> {
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().map_err(|_| anyhow!("a thread of the measurement panicked"))?
        })
    })
}
