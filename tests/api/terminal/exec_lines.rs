use crate::support::{PATIENCE, TestApp, answer};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::{StreamExt, stream::BoxStream};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// The lines of an answer as they come.
struct Lines {
    chunks: BoxStream<'static, Vec<u8>>,
    text: Vec<u8>,
}

fn request(app: &TestApp, cuid: &str, body: &Value) -> RequestBuilder {
    let request = app.request(Method::POST, &format!("/containers/{cuid}/exec"));
    request.header("accept", "application/x-ndjson").json(body)
}

async fn start(app: &TestApp, cuid: &str, body: &Value) -> Lines {
    let response = request(app, cuid, body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let chunks = response.bytes_stream().map(|chunk| chunk.expect("it goes on").to_vec());
    Lines { chunks: chunks.boxed(), text: Vec::new() }
}

impl Lines {
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.text.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.text.drain(..=end).collect();
                return Some(serde_json::from_slice(&line).expect("a line is JSON"));
            }
            let Some(chunk) = timeout(PATIENCE, self.chunks.next()).await.expect("more") else {
                assert!(self.text.is_empty(), "a line is cut");
                return None;
            };
            self.text.extend(chunk);
        }
    }

    /// Both outputs to their end, and the last line.
    async fn rest(&mut self) -> (Vec<u8>, Vec<u8>, Value) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        loop {
            let line = self.next().await.expect("an end");
            let to = match line["type"].as_str() {
                Some("stdout") => &mut stdout,
                Some("stderr") => &mut stderr,
                _ => {
                    assert_eq!(self.next().await, None, "nothing comes after the end");
                    return (stdout, stderr, line);
                }
            };
            let data = line["data"].as_str().unwrap();
            match line["encoding"].as_str() {
                Some("utf8") => to.extend(data.bytes()),
                _ => to.extend(BASE64_STANDARD.decode(data).unwrap()),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_writes_is_sent_as_it_comes_and_whole() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let script = r"cat; mkfifo /tmp/go; echo first; read go </tmp/go; printf '\377' >&2; exit 3";
    let body = json!({ "argv": ["sh", "-c", script], "stdin": "given " });
    let mut lines = start(&app, &cuid, &body).await;
    let mut text = String::new();
    while !text.ends_with("first\n") {
        let line = lines.next().await.unwrap();
        assert_eq!((&line["type"], &line["encoding"]), (&json!("stdout"), &json!("utf8")));
        text.push_str(line["data"].as_str().unwrap());
    }
    assert_eq!(text, "given first\n");
    app.docker().run(&["exec", &id, "sh", "-c", "echo go >/tmp/go"]).await;
    let (stdout, stderr, end) = lines.rest().await;
    assert_eq!((&*stdout, &*stderr), (&b""[..], &b"\xff"[..]));
    assert_eq!(end, json!({ "type": "exit", "code": 3 }));

    let body = json!({ "argv": ["sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x"] });
    let (stdout, _, end) = start(&app, &cuid, &body).await.rest().await;
    assert_eq!((stdout.len(), &end["code"]), (5_000_000, &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_whose_time_is_up_is_told_by_the_last_line() {
    let mut app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let script = "echo begun; trap '' HUP TERM; sleep 2000 & sleep 2000; sleep 2000";
    let body = json!({ "argv": ["sh", "-c", script], "timeout": 1 });
    let (stdout, _, end) = start(&app, &cuid, &body).await.rest().await;
    assert_eq!(stdout, b"begun\n");
    assert_eq!(end["type"], "error", "{end}");
    assert_eq!((&end["error"]["error"], &end["error"]["status"]), (&json!("timeout"), &json!(408)));
    let top = app.docker().run(&["top", &id, "-eo", "pid,args"]).await;
    assert!(!top.contains("sleep 2000"), "{top}");
    // a client that never reads does not stop the clock
    let body = json!({ "argv": ["sh", "-c", "yes; sleep 2000"], "timeout": 1 });
    let unread = start(&app, &cuid, &body).await;
    none_left(&app, &id, "yes").await;
    drop(unread);
    // what can't begin is refused like every request
    let stopped = app.created().await.cuid;
    let refused = answer(request(&app, &stopped, &json!({ "argv": ["ls"] }))).await;
    refused.refused(422, "state_error", "CONTAINER_NOT_RUNNING");
    let refused = answer(request(&app, &cuid, &json!({ "argv": [] }))).await;
    refused.refused(400, "validation_error", "INVALID_VALUE");
    // the log tells how it ended
    app.stop();
    let log = fs::read_to_string(app.folder().join("logs/actions.jsonl")).unwrap();
    assert!(log.lines().any(|line| line.contains("PROGRAM_TIMED_OUT")), "{log}");
}

/// Waits until no process of the container has the word in its command.
async fn none_left(app: &TestApp, id: &str, word: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let top = app.docker().run(&["top", id, "-eo", "pid,args"]).await;
        if !top.lines().any(|line| line.contains(word)) {
            return;
        }
        assert!(Instant::now() < until, "{top}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_a_program_whose_client_hangs_up() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let script = "trap '' HUP TERM; sleep 2000 & echo begun; sleep 2000; sleep 2000";
    let body = json!({ "argv": ["sh", "-c", script], "timeout": 600 });
    let mut lines = start(&app, &cuid, &body).await;
    assert_eq!(lines.next().await.unwrap()["data"], "begun\n");
    let top = app.docker().run(&["top", &id, "-eo", "pid,args"]).await;
    assert!(top.contains("sleep 2000"), "{top}");
    drop(lines);
    none_left(&app, &id, "sleep 2000").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_stops_reading_makes_the_program_wait() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let script = "i=0; while [ $i -lt 600 ]; do head -c 100000 /dev/zero | tr '\\0' x; i=$((i+1)); echo $i >/tmp/written; done";
    let body = json!({ "argv": ["sh", "-c", script], "timeout": 600 });
    let mut lines = start(&app, &cuid, &body).await;
    let mut written = String::new();
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = app.docker().try_run(&["exec", &id, "cat", "/tmp/written"]).await.stdout;
        if now == written && !now.is_empty() {
            break;
        }
        written = now;
    }
    assert!(written.parse::<u32>().unwrap() < 500, "{written} of 600 were written to nobody");
    let (stdout, _, end) = lines.rest().await;
    assert_eq!((stdout.len(), &end["code"]), (60_000_000, &json!(0)));
}
