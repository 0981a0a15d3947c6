use super::command;
use crate::support::TestApp;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_is_cut_waits_for_its_rest() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script =
        r"stty -echo 2>/dev/null; printf 'a\xe2'; read go; printf '\x82'; read go; printf '\xacb'";
    for terminal in ["", "&cols=80&rows=24"] {
        let mut socket = app.socket(&format!("{cuid}?{}{terminal}", command(script))).await;
        socket.until("a").await;
        assert_eq!(socket.stdout, b"a");
        socket.input("\n").await;
        socket.input("\n").await;
        loop {
            let message = socket.message().await.expect("more comes");
            if message["type"] == "exit" {
                break;
            }
            assert_eq!(message["encoding"], "utf8", "{message}");
            socket.stdout.extend(message["data"].as_str().unwrap().bytes());
        }
        let text = String::from_utf8(socket.stdout.clone()).unwrap();
        assert_eq!(text.replace("\r\n", ""), "a€b", "{text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_character_is_cut_in_a_flood_of_them() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    // of one to four bytes, in lines of an odd length, so that buffers end everywhere in them
    let line = "a\u{e9}\u{20ac}\u{1f600}x\u{16a0}\n";
    assert_eq!(line.len(), 15);
    let whole = line.repeat(200_000);
    let script = format!("stty -opost 2>/dev/null; yes '{}' | head -n 200000", line.trim_end());
    for terminal in ["", "&cols=80&rows=24"] {
        let mut socket = app.socket(&format!("{cuid}?{}{terminal}", command(&script))).await;
        let mut text = String::new();
        loop {
            let message = socket.message().await.expect("an exit before the end");
            if message["type"] == "exit" {
                break;
            }
            assert_eq!(message["encoding"], "utf8", "{terminal}");
            text.push_str(message["data"].as_str().unwrap());
        }
        assert!(text == whole, "{} bytes of {}{terminal}", text.len(), whole.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text_arrive_as_they_were() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    for first in ["\\x00", "\\x01", "\\x02"] {
        let script = format!(
            r"stty -opost 2>/dev/null; printf '{first}\x00\x00\x00\x00\x00\x00\x05\xff\xfe\x80'"
        );
        for terminal in ["", "&cols=80&rows=24"] {
            for encoding in ["json", "binary"] {
                let rest = format!("{cuid}?{}&encoding={encoding}{terminal}", command(&script));
                let mut socket = app.socket(&rest).await;
                assert_eq!(socket.exit().await, 0, "{rest}");
                let number = first.as_bytes()[3] - b'0';
                assert_eq!(socket.stdout, [number, 0, 0, 0, 0, 0, 0, 5, 255, 254, 128], "{rest}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_on_one_line_arrive_whole() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "head -c 10000000 /dev/zero | tr '\\0' x";
    for terminal in ["", "&cols=80&rows=24"] {
        let mut socket = app.socket(&format!("{cuid}?{}{terminal}", command(script))).await;
        assert_eq!(socket.exit().await, 0);
        assert_eq!(socket.stdout.len(), 10_000_000, "{terminal}");
        assert!(socket.stdout.iter().all(|byte| *byte == b'x'));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_is_pasted_without_a_loss() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let pasted: Vec<u8> = (0..1_000_000_u32).map(|number| b' ' + (number % 90) as u8).collect();
    let text = String::from_utf8(pasted.clone()).unwrap();
    let messages = [
        json!({ "type": "stdin", "data": text, "encoding": "utf8" }).to_string(),
        json!({ "type": "stdin", "data": BASE64_STANDARD.encode(&pasted), "encoding": "base64" })
            .to_string(),
    ];
    for message in messages {
        let mut socket = app.socket(&format!("{cuid}?cmd=cat")).await;
        socket.send_raw(Message::text(message)).await;
        socket.send(json!({ "type": "eof" })).await;
        assert_eq!(socket.exit().await, 0);
        assert!(socket.stdout == pasted, "{} bytes", socket.stdout.len());
    }
    let mut socket = app.socket(&format!("{cuid}?cmd=cat&encoding=binary")).await;
    socket.send_raw(Message::binary(pasted.clone())).await;
    socket.send(json!({ "type": "eof" })).await;
    assert_eq!(socket.exit().await, 0);
    assert!(socket.stdout == pasted);
    // on a terminal whose program takes bytes as they come
    let script = "stty raw -echo; echo ready; head -c 1000000 | md5sum";
    let mut socket = app.socket(&format!("{cuid}?{}&cols=80&rows=24", command(script))).await;
    socket.until("ready").await;
    socket.input(&text).await;
    assert_eq!(socket.exit().await, 0);
    let mut plain = app.socket(&format!("{cuid}?cmd=md5sum")).await;
    plain.input(&text).await;
    plain.send(json!({ "type": "eof" })).await;
    plain.exit().await;
    let sum = String::from_utf8(plain.stdout).unwrap();
    assert!(String::from_utf8_lossy(&socket.stdout).contains(sum.trim()), "{sum}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_is_pasted_to_a_program_that_reads_slowly() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let text =
        (0..200_000).map(|number| format!("{:05}", number % 99_991)).collect::<Vec<_>>().concat();
    let pieces =
        "i=0; while [ $i -lt 20 ]; do dd bs=1 count=50000 2>/dev/null; sleep 0.1; i=$((i+1)); done";
    let script = format!("stty raw -echo; echo ready; {{ {pieces}; }} | md5sum");
    let mut socket = app.socket(&format!("{cuid}?{}&cols=80&rows=24", command(&script))).await;
    socket.until("ready").await;
    // more than waits in the server, the engine and the terminal together
    socket.input(&text).await;
    // others don't wait with it
    let mut other = app.socket(&format!("{cuid}?mode=shell")).await;
    other.input("echo fine; exit\n").await;
    assert_eq!(other.exit().await, 0);
    assert_eq!(socket.exit().await, 0);
    let mut plain = app.socket(&format!("{cuid}?cmd=md5sum")).await;
    plain.input(&text).await;
    plain.send(json!({ "type": "eof" })).await;
    assert_eq!(plain.exit().await, 0);
    let sum = String::from_utf8(plain.stdout).unwrap();
    assert!(String::from_utf8_lossy(&socket.stdout).contains(sum.trim()), "{sum}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_stops_reading_stops_the_program_and_loses_nothing() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "i=0; while [ $i -lt 600 ]; do head -c 100000 /dev/zero; i=$((i+1)); echo $i >/tmp/written; done";
    let mut socket = app.socket(&format!("{cuid}?{}&encoding=binary", command(script))).await;
    let before = memory(&app);
    let id = app.engine_ids(&cuid).await.remove(0);
    // what the program has written stops growing once every buffer is full
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
    let grown = memory(&app).saturating_sub(before);
    assert!(grown < 4 * 1024, "the server grew by {grown} KiB");
    // others don't wait with it
    let mut other = app.socket(&format!("{cuid}?mode=shell")).await;
    other.input("echo fine; exit\n").await;
    assert_eq!(other.exit().await, 0);
    assert_eq!(socket.exit().await, 0);
    assert_eq!(socket.stdout.len(), 60_000_000);
}

/// The server's memory in KiB.
fn memory(app: &TestApp) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_a_window_is_sent_no_more_than_it_has_room_for() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end >&2";
    let rest = format!("{cuid}?encoding=binary&window=100000&{}", command(script));
    let mut socket = app.socket(&rest).await;
    let mut windows = 0;
    let last = loop {
        socket.send(json!({ "type": "ping" })).await;
        let event = socket.event().await.expect("a message before the end");
        if event["type"] == "exit" {
            break event;
        }
        assert_eq!(event["type"], "pong");
        let read = socket.stdout.len() + socket.stderr.len();
        // a piece may go beyond the window
        assert!(read < 100_000 * (windows + 1) + 64 * 1024, "{read} after {windows} windows");
        if read >= 100_000 * (windows + 1) {
            windows = read / 100_000;
            socket.send(json!({ "type": "ack", "offset": windows * 100_000 })).await;
        }
    };
    assert_eq!(last["code"], 0);
    assert!(windows >= 9, "{windows}");
    assert_eq!((socket.stdout.len(), &*socket.stderr), (1_000_001, &b"end\n"[..]));
}
