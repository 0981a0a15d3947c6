use super::{Container, client::Client};
use crate::bench::{in_turns, report::Row, seconds, server::Server};
use anyhow::{Context, Result, ensure};
use std::{
    fs, io,
    process::{Command, Stdio},
};

/// How long the text is, in bytes, but for less than a line.
const TEXT: usize = 64 * 1000 * 1000;
/// A line of it, as logs have them: not plain letters only.
const LINE: &str =
    "2026-01-20T15:30:00Z INFO the request for /menu/café took 12 ms — nothing special\n";

/// A way to run a program in a container.
struct Way {
    /// What of the query asks for it.
    query: &'static str,
    /// The option of `docker exec` for it.
    option: &'static str,
    /// How many characters end a line.
    line_end: usize,
    /// The rows' names, for JSON and for binary frames, and for the ratio to `docker exec`.
    names: [&'static str; 3],
}

const WAYS: [Way; 2] = [
    Way {
        query: "",
        option: "-i",
        line_end: 1,
        names: [
            "64 MB without a terminal, in JSON",
            "64 MB without a terminal, in binary frames",
            "the same, times the speed of `docker exec` into a pipe",
        ],
    },
    Way {
        query: "&cols=80&rows=24",
        option: "-t",
        line_end: 2,
        names: [
            "64 MB on a terminal, in JSON",
            "64 MB on a terminal, in binary frames",
            "the same, times the speed of `docker exec -t` into a pipe",
        ],
    },
];

/// A long text out of a container: over our WebSocket, and by `docker exec`, in turns.
pub(super) fn measure(server: &Server, container: &Container, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Writing much");
    let lines = TEXT / LINE.len();
    fs::write(server.container_folder(&container.cuid).join("app/text"), LINE.repeat(lines))?;
    for Way { query, option, line_end, names: [json, binary, ratio] } in WAYS {
        let bytes = lines * (LINE.len() - 1 + line_end);
        for (encoding, fact) in [("json", json), ("binary", binary)] {
            let cuid = &container.cuid;
            let path = format!("{cuid}?encoding={encoding}&cmd=cat&cmd=/app/text{query}");
            let (ours, by_hand) = in_turns(
                |_| seconds(|| whole(Client::open(server, &path)?.drain()?, bytes)),
                |_| seconds(|| whole(docker_exec(container, option)?, bytes)),
            )?;
            let speeds = [ours, by_hand].map(|took| megabytes(bytes) / took);
            let words = format!("{:.0} MB/s, {:.0} MB/s by hand", speeds[0], speeds[1]);
            rows.push(Row::fact(fact, words));
            rows.push(Row::at_least(ratio, by_hand / ours, 1.0, "×"));
        }
    }
    Ok(())
}

fn whole(got: usize, wanted: usize) -> Result<()> {
    ensure!(got == wanted, "{got} bytes came, not {wanted}");
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a figure of three digits")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The same by the docker program; gives the bytes of the output.
fn docker_exec(container: &Container, option: &str) -> Result<usize> {
    let mut child = Command::new("docker")
        .args(["exec", option, &container.engine_id, "cat", "/app/text"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run docker")?;
    let mut output = child.stdout.take().context("docker has no output")?;
    let bytes = io::copy(&mut output, &mut io::sink())?;
    ensure!(child.wait()?.success(), "docker exec failed");
    Ok(usize::try_from(bytes)?)
}
