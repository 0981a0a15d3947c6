use crate::support::{PASSWORD, PATIENCE, TestApp, USER};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_make_no_sense_are_answered_and_change_nothing() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?mode=shell")).await;
    for (message, code) in [
        (Message::text(""), "INVALID_MESSAGE"),
        (Message::text("ls"), "INVALID_MESSAGE"),
        (Message::text("[1]"), "INVALID_MESSAGE"),
        (Message::text("null"), "INVALID_MESSAGE"),
        (Message::text("{}"), "INVALID_MESSAGE"),
        (Message::text(r#"{"type":"stdin"}"#), "INVALID_MESSAGE"),
        (Message::text(r#"{"type":"stdin","data":1}"#), "INVALID_MESSAGE"),
        (Message::text(r#"{"type":"resize","cols":80}"#), "INVALID_MESSAGE"),
        (Message::text(r#"{"type":"reboot"}"#), "INVALID_MESSAGE"),
        (Message::text(r#"{"type":"resize","cols":0,"rows":1}"#), "INVALID_VALUE"),
        (Message::text(r#"{"type":"stdin","data":"%","encoding":"base64"}"#), "INVALID_VALUE"),
        (Message::binary(b"ls\n".to_vec()), "UNEXPECTED_BINARY"),
        (Message::text("x".repeat(7_000_000)), "MESSAGE_TOO_LARGE"),
    ] {
        socket.send_raw(message).await;
        let error = socket.error("validation_error", code).await;
        assert_eq!(error.status, 400);
        assert!(!error.message.is_empty() && !error.request_id.is_empty(), "{error:?}");
    }
    socket.send(json!({ "type": "resize", "cols": 80, "rows": 24 })).await;
    socket.error("state_error", "NO_TERMINAL").await;
    socket.input("echo unharmed; exit\n").await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!(socket.stdout, b"unharmed\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_garbage_from_a_client_that_reads_nothing_harms_nobody() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut flood = app.socket(&format!("{cuid}?mode=shell")).await;
    for _ in 0..2_000 {
        flood.send_raw(Message::text("garbage")).await;
    }
    let mut other = app.socket(&format!("{cuid}?mode=shell")).await;
    other.input("echo fine; exit\n").await;
    assert_eq!(other.exit().await, 0);
    for _ in 0..2_000 {
        flood.error("validation_error", "INVALID_MESSAGE").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_larger_than_any_ends_the_connection() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    for message in [Message::text("x".repeat(17 << 20)), Message::binary(vec![b'x'; 17 << 20])] {
        let mut socket = app.socket(&format!("{cuid}?mode=shell&encoding=binary")).await;
        socket.input("echo op''en\n").await;
        socket.until("open").await;
        socket.throw(message).await;
        timeout(PATIENCE, socket.gone()).await.expect("the connection ends");
    }
    let mut other = app.socket(&format!("{cuid}?mode=shell")).await;
    other.input("echo fine; exit\n").await;
    assert_eq!(other.exit().await, 0);
}

/// A connection after its upgrade, on which anything can be sent.
async fn upgraded(app: &TestApp, cuid: &str) -> TcpStream {
    let address = app.base().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let login = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
    let request = format!(
        "GET /ws/{cuid}?mode=shell HTTP/1.1\r\nHost: {address}\r\nAuthorization: Basic {login}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(timeout(PATIENCE, stream.read_u8()).await.unwrap().unwrap());
    }
    assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_frame_ends_the_connection_with_words() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    for (garbage, what) in [
        (&b"\xf1\x80\0\0\0\0"[..], "reserved bits"),
        (b"\x83\x80\0\0\0\0", "an unknown opcode"),
        (b"\x81\x02hi", "a frame without a mask"),
        (b"\x81\x82\0\0\0\0\xff\xfe", "text that is no UTF-8"),
        (b"\x09\x80\0\0\0\0", "a ping in pieces"),
    ] {
        let mut stream = upgraded(&app, &cuid).await;
        stream.write_all(garbage).await.unwrap();
        let mut answer = Vec::new();
        let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
        let _ = read.unwrap_or_else(|_| panic!("{what} does not end the connection"));
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.contains("INVALID_FRAME"), "{what}: {answer:?}");
    }
}
