use super::{median, report::Row, server::Server};
use crate::shell;
use anyhow::Result;
use std::{
    collections::BTreeMap,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

const PAIRS: usize = 12;
/// In an order in which each makes sense after the one before.
const VERBS: [&str; 4] = ["start", "pause", "unpause", "stop"];
/// Those that are compared; unpause only leads back.
const COMPARED: [(&str, &str); 3] = [
    ("start", "start by REST, times `docker compose start` by hand"),
    ("stop", "stop by REST, times `docker compose stop` by hand"),
    ("pause", "pause by REST, times `docker compose pause` by hand"),
];
const RATIO: f64 = 1.0;

/// The same operations on the same container through REST and by hand, in turns, so that whatever
/// else the machine does falls on both.
pub(super) fn measure(server: &Server, cuid: &str, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Starting, pausing and stopping, by REST and by hand");
    let file = server.container_folder(cuid).join("compose.yaml");
    let mut times: BTreeMap<&str, [Vec<f64>; 2]> = BTreeMap::new();
    for pair in 0..PAIRS {
        // each goes first as often as the other
        let order = if pair % 2 == 0 { [0, 1] } else { [1, 0] };
        for side in order {
            for verb in VERBS {
                let took = match side {
                    0 => timed(|| server.control(cuid, verb))?,
                    _ => timed(|| by_hand(&file, verb))?,
                };
                times.entry(verb).or_default()[side].push(took.as_secs_f64() * 1000.0);
            }
        }
    }
    for (verb, what) in COMPARED {
        let [rest, hand] = times.remove(verb).unwrap_or_default().map(median);
        rows.push(Row::fact(verb, format!("{rest:.0} ms by REST, {hand:.0} ms by hand")));
        rows.push(Row::at_most(what, rest / hand, RATIO, ""));
    }
    Ok(())
}

/// `docker compose -f FILE VERB`, as an operator types it who knows that the project has a file for
/// every container and has silenced the warning about the others.
pub(super) fn by_hand(file: &Path, verb: &str) -> Result<()> {
    shell::output(
        Command::new("docker")
            .args(["compose", "-f"])
            .arg(file)
            .args(verb.split(' '))
            .env("COMPOSE_IGNORE_ORPHANS", "true"),
    )
    .map(drop)
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed())
}
