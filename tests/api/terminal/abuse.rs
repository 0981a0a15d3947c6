use crate::support::TestApp;
use serde_json::json;
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
