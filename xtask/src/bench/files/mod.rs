//! Files: archives in and out, and plain downloads, beside the programs that people do it with by
//! hand, on the same disk.

mod download;
mod trees;
mod upload;

use super::{
    crowd::at_once,
    median,
    report::Row,
    server::{AUTHORIZATION, Server},
};
use crate::shell;
use anyhow::Result;
use std::{
    fs,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};
use trees::Trees;

const ROUNDS: usize = 5;
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

/// Seconds that something takes.
fn seconds(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed().as_secs_f64())
}

/// The medians of two ways to do the same, in turns.
fn in_turns(
    mut one: impl FnMut(usize) -> Result<f64>,
    mut other: impl FnMut(usize) -> Result<f64>,
) -> Result<(f64, f64)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // each goes first as often as the other, but for one
        if round % 2 == 0 {
            ones.push(one(round)?);
            others.push(other(round)?);
        } else {
            others.push(other(round)?);
            ones.push(one(round)?);
        }
    }
    Ok((median(ones), median(others)))
}

/// A request by curl, with the login; its answer's body goes nowhere.
fn curl(server: &Server, arguments: &[&str], path: &str) -> Result<()> {
    shell::output(
        Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--output", "/dev/null", "--header"])
            .arg(format!("Authorization: {AUTHORIZATION}"))
            .args(arguments)
            .arg(format!("{}{path}", server.base)),
    )
    .map(drop)
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
