use super::{Growth, Trees, clear, settle};
use crate::{
    bench::{in_turns, report::Row, seconds, server::Server},
    shell,
};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command};

const RATIO: f64 = 1.3;

/// Archives into a container's files, and by `curl -T` to a file and `unzip` of that.
pub(super) fn measure(
    server: &Server,
    cuid: &str,
    trees: &Trees,
    growth: &mut Growth,
    rows: &mut Vec<Row>,
) -> Result<()> {
    eprintln!("Uploading archives");
    let mount = server.container_folder(cuid).join("app");
    for (archive, fact, ratio) in [
        (
            &trees.small_zip,
            "upload-zip of 10,000 files of 3 KB",
            "the same, times `curl -T` and `unzip`",
        ),
        (
            &trees.large_zip,
            "upload-zip of one file of 1 GiB",
            "the same, times `curl -T` and `unzip`",
        ),
    ] {
        let (rest, hand) = in_turns(
            |round| {
                settle()?;
                let took = seconds(|| {
                    growth.of(server, || by_rest(server, cuid, archive, &round.to_string()))
                });
                clear(&mount)?;
                took
            },
            |_| {
                settle()?;
                let took = seconds(|| by_hand(archive, &server.scratch().join("by-hand")));
                fs::remove_dir_all(server.scratch().join("by-hand"))?;
                took
            },
        )?;
        rows.push(Row::fact(fact, format!("{rest:.2} s by REST, {hand:.2} s by hand")));
        rows.push(Row::at_most(ratio, rest / hand, RATIO, ""));
    }
    Ok(())
}

/// One upload into a folder of its own.
pub(super) fn by_rest(server: &Server, cuid: &str, archive: &Path, folder: &str) -> Result<()> {
    let archive = archive.to_str().context("a path that is not UTF-8")?;
    let path = format!("/containers/{cuid}/upload-zip?path={folder}");
    server.curl(&["--request", "POST", "--upload-file", archive], &path)
}

fn by_hand(archive: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let copy = folder.join("archive.zip");
    let url = format!("file://{}", copy.display());
    shell::output(
        Command::new("curl")
            .args(["--silent", "--show-error", "--upload-file"])
            .arg(archive)
            .arg(url),
    )?;
    shell::output(Command::new("unzip").arg("-q").arg(&copy).arg("-d").arg(folder.join("out")))
        .map(drop)
}
