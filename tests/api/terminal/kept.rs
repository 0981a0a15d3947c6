use super::{come_back, command, keep};
use crate::support::{Socket, TestApp};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

/// Writes to both streams for every line it reads.
const TALKER: &str =
    r#"while read n; do printf 'out %s é€\n' "$n"; printf 'err %s \377\n' "$n" >&2; done; exit 5"#;

/// The bytes of a message, each with the first letter of its stream.
fn bytes(message: &Value) -> Vec<(&str, u8)> {
    let data = message["data"].as_str().unwrap();
    let data = match message["encoding"].as_str() {
        Some("utf8") => data.as_bytes().to_vec(),
        _ => BASE64_STANDARD.decode(data).unwrap(),
    };
    let stream = message["type"].as_str().unwrap();
    data.into_iter().map(|byte| (stream, byte)).collect()
}

/// Everything up to the exit with that code, in order.
async fn rest(socket: &mut Socket, code: i64) -> Vec<Value> {
    let mut messages = Vec::new();
    loop {
        let message = socket.message().await.expect("an exit before the end");
        if message["type"] == "exit" {
            assert_eq!(message["code"], code);
            return messages;
        }
        messages.push(message);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_gets_exactly_what_was_missed() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    for terminal in ["", "&cols=80&rows=24"] {
        let (mut first, id) = keep(&app, &cuid, &format!("{}{terminal}", command(TALKER))).await;
        first.input("1\n").await;
        first.until("€").await;
        first.vanish();
        let mut second = come_back(&app, &cuid, &id, "").await;
        second.input("2\n3\n").await;
        second.send(json!({ "type": "eof" })).await;
        let all = rest(&mut second, 5).await;
        let all: Vec<_> = all.iter().flat_map(bytes).collect();
        let text: Vec<u8> =
            all.iter().filter(|(stream, _)| *stream == "stdout").map(|(_, byte)| *byte).collect();
        let text = String::from_utf8_lossy(&text);
        for line in ["out 1 é€", "out 2 é€", "out 3 é€"] {
            assert_eq!(text.matches(line).count(), 1, "{text}");
        }
        // it has ended, and is told to who comes back wherever they were, in the midst of a
        // character too
        for encoding in ["json", "binary"] {
            for offset in 0..=all.len() {
                let query = format!("&offset={offset}&encoding={encoding}");
                let mut again = come_back(&app, &cuid, &id, &query).await;
                assert_eq!(again.place, offset as u64);
                let missed = rest(&mut again, 5).await;
                let missed: Vec<_> = missed.iter().flat_map(bytes).collect();
                assert_eq!(missed, all[offset..], "from {offset} in {encoding}{terminal}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_missed_more_than_is_kept_is_told_how_much() {
    const WRITTEN: u64 = 3_000_000;
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "seq 1000000 | head -c 3000000; echo; read end; exit 3";
    let (socket, id) = keep(&app, &cuid, &command(script)).await;
    socket.vanish();
    let mut watcher = come_back(&app, &cuid, &id, "&watch=true&offset=0").await;
    while watcher.place < WRITTEN + 1 {
        let message = watcher.message().await.expect("it goes on");
        match message["type"].as_str() {
            Some("gap") => watcher.place += message["bytes"].as_u64().unwrap(),
            _ => watcher.place += bytes(&message).len() as u64,
        }
    }
    let whole = (1..=1_000_000).map(|number| format!("{number}\n")).collect::<Vec<_>>().concat();
    let whole = format!("{}\n", &whole[..usize::try_from(WRITTEN).unwrap()]);
    let mut again = come_back(&app, &cuid, &id, "&offset=10").await;
    assert_eq!(again.place, 10);
    let gone = again.gap().await;
    let kept = WRITTEN + 1 - 10 - gone;
    assert!((256 * 1024..300 * 1024).contains(&kept), "{kept} bytes are kept");
    // who does not say where they were is sent the same, and there is nothing they had and lost
    let mut fresh = come_back(&app, &cuid, &id, "").await;
    assert_eq!(fresh.place, 10 + gone);
    again.input("end\n").await;
    for socket in [&mut again, &mut fresh] {
        assert_eq!(socket.exit().await, 3);
        let tail = &whole[usize::try_from(10 + gone).unwrap()..];
        assert!(socket.stdout == tail.as_bytes(), "{}", socket.text());
        assert_eq!(socket.place, WRITTEN + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_lost_again_and_again_loses_nothing_that_is_kept() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let (mut socket, id) = keep(&app, &cuid, &command("seq 40000; exit 4")).await;
    let whole: Vec<u8> = (1..=40_000).flat_map(|n| format!("{n}\n").into_bytes()).collect();
    let mut text = Vec::new();
    for encoding in ["json", "binary"].into_iter().cycle() {
        socket.vanish();
        let query = format!("&offset={}&encoding={encoding}", text.len());
        socket = come_back(&app, &cuid, &id, &query).await;
        let message = socket.message().await.expect("more");
        match message["type"].as_str() {
            Some("stdout") => text.extend(bytes(&message).into_iter().map(|(_, byte)| byte)),
            Some("exit") => break,
            _ => panic!("{message}"),
        }
    }
    assert!(text == whole, "{} bytes of {}", text.len(), whole.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_its_container_and_tells_who_comes_back() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let (mut connected, id) = keep(&app, &cuid, "cols=80&rows=24").await;
    connected.input("echo he''re\n").await;
    connected.until("here").await;
    let (alone, other) = keep(&app, &cuid, "cmd=sleep&cmd=1000").await;
    alone.vanish();
    app.control(&cuid, "stop").await.container(200);
    assert_eq!(connected.exit().await, 137);
    for id in [&id, &other] {
        let mut late = come_back(&app, &cuid, id, "").await;
        assert_eq!(late.exit().await, 137);
    }
    app.delete(&cuid, "").await.json(200);
}
