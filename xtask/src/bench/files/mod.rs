//! Files: archives in and out, and plain downloads, beside the programs that people do it with by
//! hand, on the same disk.

mod download;
mod trees;
mod upload;

use super::{crowd::at_once, report::Row, server::Server};
use crate::shell;
use anyhow::Result;
use std::{
    fs,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};
use trees::Trees;

const AT_ONCE: usize = 20;
const GROWTH_MIB: f64 = 32.0;

/// Measures everything that moves files.
pub(super) fn measure(server: &Server, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Making files");
    let trees = Trees::make(&server.scratch().join("files"))?;
    let cuid = server.create()?;
    let mount = server.container_folder(&cuid).join("app");
    let mut growth = Growth::default();
    upload::measure(server, &cuid, &trees, &mut growth, rows)?;
    growth.of(server, || {
        let next = AtomicUsize::new(0);
        at_once(AT_ONCE, || {
            let number = next.fetch_add(1, Ordering::Relaxed);
            upload::by_rest(server, &cuid, &trees.small_zip, &format!("crowd-{number}"))
        })
    })?;
    clear(&mount)?;
    download::measure(server, &cuid, &trees, &mut growth, rows)?;
    rows.push(Row::at_most(
        "the most that memory grew by in any of these, or in 20 uploads at once",
        growth.0,
        GROWTH_MIB,
        " MiB",
    ));
    Ok(())
}

/// How much the server's memory has grown at most, in MiB.
#[derive(Default)]
struct Growth(f64);

impl Growth {
    fn of<T>(&mut self, server: &Server, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let before = server.watch_memory()?;
        let done = work()?;
        self.0 = self.0.max(server.peak_memory()? - before);
        Ok(done)
    }
}

/// Removes everything in a folder.
fn clear(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

/// Lets the disk come to rest, so that nobody pays for what another has written.
fn settle() -> Result<()> {
    shell::run(&mut Command::new("sync"))
}
