use crate::{
    build::{self, Built, Profile},
    images,
    setup::{self, Purpose},
};
use anyhow::{Context, Result};
use notify::{Event, EventKind, RecursiveMode, Watcher, recommended_watcher};
use std::{
    path::Path,
    process::{Child, Command},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

const WATCHED: [&str; 6] = ["src", "app", "editor", "style", "public", "Cargo.toml"];
/// An editor that saves several files, or one in several steps, causes one build.
const SETTLED: Duration = Duration::from_millis(150);

/// Serves, and on every change builds and serves again; open pages reload themselves when the new
/// server answers.
pub(crate) fn dev() -> Result<()> {
    setup::machine(Purpose::Run)?;
    let (notice, changes) = channel();
    let mut watcher = recommended_watcher(move |event: notify::Result<Event>| {
        // nobody listens any more only when this program ends
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = notice.send(());
        }
    })?;
    for path in WATCHED {
        watcher
            .watch(Path::new(path), RecursiveMode::Recursive)
            .with_context(|| format!("cannot watch {path}"))?;
    }
    let mut server = None;
    loop {
        match build::build(Profile::Dev) {
            Ok(built) => {
                images::offer_first()?;
                server = Some(Server::replace(server, &built)?);
            }
            Err(error) => eprintln!("{error:#}\nThe server from before goes on."),
        }
        wait(&changes)?;
    }
}

fn wait(changes: &Receiver<()>) -> Result<()> {
    changes.recv().context("nothing is watched any more")?;
    while changes.recv_timeout(SETTLED).is_ok() {}
    Ok(())
}

/// The server that runs now; ends with this program.
struct Server(Child);

impl Server {
    fn replace(old: Option<Self>, built: &Built) -> Result<Self> {
        // the port and the data folder have to be free before the next one starts
        drop(old);
        Command::new(&built.server)
            .env("SITE_ROOT", &built.site)
            .env("APP_ENV", "development")
            .spawn()
            .map(Self)
            .with_context(|| format!("cannot run {}", built.server.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(self.0.id().to_string()).status();
        if let Err(error) = asked.and_then(|_| self.0.wait()) {
            eprintln!("The server does not end: {error}");
        }
    }
}
