use super::{in_turns, report::Row, seconds, server::Server};
use crate::shell;
use anyhow::{Context, Result};
use serde_json::json;
use std::{
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// A program that writes more than the engine keeps.
const WRITER: &str = "awk 'BEGIN { for (i = 0; i < 400000; i++) print i \" INFO request served in 12 ms, nothing special\" }'";
const RATIO: f64 = 1.0;

/// What a container has written, by REST and by `docker logs`, in turns.
pub(super) fn measure(server: &Server, rows: &mut Vec<Row>) -> Result<()> {
    eprintln!("Reading logs");
    let body = json!({ "image": "busybox:latest", "command": ["sh", "-c", WRITER] });
    let made = server.call("POST", "/containers", Some(&body), 201)?;
    let cuid = made["cuid"].as_str().context("a container without an id")?;
    server.control(cuid, "start")?;
    while server.call("GET", &format!("/containers/{cuid}/status"), None, 200)?["status"]
        != "exited"
    {
        thread::sleep(Duration::from_millis(100));
    }
    let engine_id = server.engine_id(cuid)?;
    for (query, options, what, ratio) in [
        (
            "?tail=1000",
            &["--tail", "1000"][..],
            "the last 1,000 lines of a log",
            "the same, times `docker logs`",
        ),
        ("", &[], "all of a log", "the same, times `docker logs`"),
    ] {
        let path = format!("/containers/{cuid}/logs{query}");
        let (rest, hand) = in_turns(
            |_| seconds(|| server.curl(&[], &path)),
            |_| {
                let mut by_hand = Command::new("docker");
                by_hand.arg("logs").args(options).arg(&engine_id);
                seconds(|| shell::run(by_hand.stdout(Stdio::null()).stderr(Stdio::null())))
            },
        )?;
        rows.push(Row::fact(
            what,
            format!("{:.0} ms by REST, {:.0} ms by hand", rest * 1e3, hand * 1e3),
        ));
        rows.push(Row::at_most(ratio, rest / hand, RATIO, ""));
    }
    Ok(())
}
