use super::{crowd::at_once, median, report::Row, server::Server, verbs::by_hand};
use anyhow::{Context, Result, anyhow};
use std::{fs, path::PathBuf, sync::Mutex, time::Instant};

const MANY: usize = 16;
const ROUNDS: usize = 3;
const TIMES_SOONER: f64 = 2.0;

/// Many creates and starts at once through REST, and the same containers by `docker compose up -d`
/// one after another.
pub(super) fn measure(server: &Server, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Creating and starting {MANY} at once, and one after another by hand");
    let mut rest = Vec::new();
    let mut hand = Vec::new();
    for _ in 0..ROUNDS {
        let made = Mutex::new(Vec::new());
        let started = Instant::now();
        at_once(MANY, || {
            let cuid = server.create()?;
            server.control(&cuid, "start")?;
            made.lock().map_err(|_| anyhow!("another thread panicked"))?.push(cuid);
            Ok(())
        })?;
        rest.push(started.elapsed().as_secs_f64());
        let made = made.into_inner().map_err(|_| anyhow!("another thread panicked"))?;

        let files = made.iter().map(|cuid| keep(server, cuid)).collect::<Result<Vec<_>>>()?;
        for cuid in &made {
            server.call("DELETE", &format!("/containers/{cuid}?force=true"), None, 200)?;
        }
        for file in &files {
            // what the file mounts went with the container
            fs::create_dir_all(file.with_file_name("app"))?;
        }
        let started = Instant::now();
        for file in &files {
            by_hand(file, "up -d")?;
        }
        hand.push(started.elapsed().as_secs_f64());
        for file in &files {
            by_hand(file, "rm --stop --force")?;
        }
    }
    let (rest, hand) = (median(rest), median(hand));
    rows.push(Row::fact(
        "16 creates and starts",
        format!("{rest:.1} s by REST, {hand:.1} s by hand"),
    ));
    rows.push(Row::at_least(
        "16 at once by REST, times sooner than one after another by hand",
        hand / rest,
        TIMES_SOONER,
        "×",
    ));
    Ok(())
}

/// Copies a container's definition to where its removal does not reach.
fn keep(server: &Server, cuid: &str) -> Result<PathBuf> {
    let folder = server.scratch().join(cuid);
    fs::create_dir_all(&folder)?;
    let copy = folder.join("compose.yaml");
    let original = server.container_folder(cuid);
    let text = fs::read_to_string(original.join("compose.yaml"))
        .with_context(|| format!("cannot read the definition of {cuid}"))?;
    let moved = text.replace(&original.display().to_string(), &folder.display().to_string());
    fs::write(&copy, moved)?;
    Ok(copy)
}
