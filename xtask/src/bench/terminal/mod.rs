//! Terminals over WebSocket, beside the docker program that people open them with by hand, on the
//! same container.

mod client;
mod echo;
mod idle;
mod throughput;

use super::{report::Row, server::Server};
use anyhow::Result;

/// Measures everything about terminals.
pub(super) fn measure(server: &Server, rows: &mut Vec<Row>) -> Result<()> {
    let cuid = server.create()?;
    server.control(&cuid, "start")?;
    let engine_id = server.engine_id(&cuid)?;
    let container = Container { cuid, engine_id };
    echo::measure(server, &container, rows)?;
    throughput::measure(server, &container, rows)?;
    idle::measure(server, &container, rows)
}

/// The container that terminals are opened in.
struct Container {
    cuid: String,
    /// The engine's id of it, for the docker program.
    engine_id: String,
}
