use super::support::{Fixture, start};
use crate::support::TestApp;
use reqwest::Method;
use std::{
    fs,
    time::{Duration, Instant},
};

/// About 50,000 lines a second.
const FLOOD: &str =
    "while :; do seq 1 5000 | sed 's/$/ is a line of a log that grows fast/'; usleep 80000; done";

/// The server's memory in KiB.
fn memory(app: &TestApp) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The median time that another client waits for an answer, asked for some time.
async fn latency(on: &Fixture, span: Duration) -> Duration {
    let until = Instant::now() + span;
    let mut times = Vec::new();
    while Instant::now() < until {
        let begun = Instant::now();
        on.app.get(&format!("/containers/{}/status", on.cuid)).await.json(200);
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    times.sort();
    times[times.len() / 2]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_neither_fills_the_memory_nor_stalls_other_clients() {
    let on = Fixture { app: TestApp::start(), cuid: String::new() };
    let on = Fixture { cuid: start(&on.app, FLOOD).await, ..on };
    // without anybody who follows: what the machine itself is slowed down by is in both
    let idle = latency(&on, Duration::from_secs(3)).await;
    let before = memory(&on.app);
    let mut silent = Vec::new();
    for format in ["text", "ndjson", "sse"] {
        let query = [("follow", "true"), ("format", format)];
        // whose answer is never read
        silent.push(on.app.request(Method::GET, &on.path(&query)).send().await.unwrap());
    }
    let mut reader = on.follow(&[("tail", "10"), ("grep", "4999 is a line")]).await;
    let reading = async {
        let mut found = 0;
        loop {
            let event = reader.event().await.expect("it goes on");
            found += usize::from(!event.data.is_null());
            if found == 30 {
                break;
            }
        }
    };
    let (flooded, ()) = tokio::join!(latency(&on, Duration::from_secs(6)), reading);
    let grown = memory(&on.app).saturating_sub(before);
    println!("{idle:?} without followers, {flooded:?} with; the server grew by {grown} KiB");
    assert!(grown < 16 * 1024, "the server grew by {grown} KiB");
    assert!(flooded < idle * 5 + Duration::from_millis(20), "{flooded:?} instead of {idle:?}");
    drop(silent);
}
