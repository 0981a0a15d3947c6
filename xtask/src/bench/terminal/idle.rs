use super::{Container, client::Client};
use crate::bench::{report::Row, server::Server};
use anyhow::Result;

const TERMINALS: usize = 100;
const MEMORY_MIB: f64 = 20.0;

/// What terminals cost in which nothing happens.
pub(super) fn measure(server: &Server, container: &Container, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Opening {TERMINALS} terminals");
    let before = server.watch_memory()?;
    let mut terminals = Vec::new();
    for _ in 0..TERMINALS {
        let mut terminal = Client::open(server, &format!("{}?cols=80&rows=24", container.cuid))?;
        // its prompt
        terminal.next()?;
        terminals.push(terminal);
    }
    rows.push(Row::at_most(
        "memory that 100 idle terminals add",
        server.peak_memory()? - before,
        MEMORY_MIB,
        " MiB",
    ));
    Ok(())
}
