use crate::support::{PATIENCE, TestApp, USER, answer};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use tokio_tungstenite::tungstenite::Error;

fn status(result: Result<crate::support::Socket, Box<Error>>) -> u16 {
    match result {
        Ok(_) => 101,
        Err(error) => match *error {
            Error::Http(response) => response.status().as_u16(),
            other => panic!("{other}"),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_other_sites_pages_get_no_terminal() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    assert_eq!(status(app.try_socket(&cuid, &[]).await), 401);
    let cookie = app.log_in().await;
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let headers = [("cookie", cookie.as_str()), ("origin", origin)];
        assert_eq!(status(app.try_socket(&cuid, &headers).await), 401, "{origin}");
    }
    let own = [("cookie", cookie.as_str()), ("origin", app.base())];
    assert_eq!(status(app.try_socket(&cuid, &own).await), 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_ends_with_its_login() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let cookie = app.log_in().await;
    let headers = [("cookie", cookie.as_str()), ("origin", app.base())];
    let mut socket = app.try_socket(&format!("{cuid}?mode=shell"), &headers).await.unwrap();
    socket.input("echo open\n").await;
    socket.until("open").await;
    let out = app.anonymous(Method::POST, "/logout").header("cookie", &cookie);
    assert!(answer(out.header("origin", app.base())).await.status < 400);
    socket.error("auth_error", "LOGIN_ENDED").await;
    assert_eq!(socket.message().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_opened_is_refused_with_the_schema_of_every_error() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    app.get(&format!("/ws/{cuid}")).await.refused(426, "validation_error", "WEBSOCKET_REQUIRED");
    app.get(&format!("/ws/{cuid}?cols=0")).await.refused(400, "validation_error", "INVALID_VALUE");
    app.get(&format!("/ws/{cuid}?colls=1")).await.refused(
        400,
        "validation_error",
        "UNKNOWN_PARAMETER",
    );
    app.get("/ws/c123").await.refused(400, "validation_error", "INVALID_CUID");
    app.get("/ws/c123e4567-e89b-12d3-a456-426614174000").await.refused(
        404,
        "not_found",
        "CONTAINER_NOT_FOUND",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_one_line_in_the_action_log() {
    let mut app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?mode=shell")).await;
    socket.input("sleep 0.3; exit\n").await;
    assert_eq!(socket.exit().await, 0);
    // one whose client leaves without a word, which is nobody's fault
    let mut left = app.socket(&format!("{cuid}?mode=shell")).await;
    left.input("echo open\n").await;
    left.until("open").await;
    left.vanish();
    // one that is open while the server stops, and one that fails
    let mut open = app.socket(&format!("{cuid}?mode=shell")).await;
    open.input("echo open\n").await;
    open.until("open").await;
    let stopped = app.created().await.cuid;
    app.socket(&stopped).await.error("state_error", "CONTAINER_NOT_RUNNING").await;
    app.stop();
    let ended = tokio::time::timeout(PATIENCE, open.message()).await;
    assert_eq!(ended.unwrap(), None, "an open session ends when the server stops");
    let log = fs::read_to_string(app.folder().join("logs/actions.jsonl")).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |cuid: &str| -> Vec<&Value> {
        lines
            .iter()
            .filter(|line| line["action"] == "terminal.session" && line["cuid"] == cuid)
            .collect()
    };
    let (mut good, failed) = (of(&cuid), of(&stopped));
    // they are written as they end
    good.sort_by_key(|line| line["timestamp"].to_string());
    assert_eq!((good.len(), failed.len()), (3, 1), "{log}");
    for line in &good {
        assert_eq!((&line["status"], &line["user"]), (&json!(101), &json!(USER)), "{line}");
        assert!(line.get("error").is_none(), "{line}");
    }
    assert!(good[0]["duration_ms"].as_f64().unwrap() >= 300.0, "{}", good[0]);
    assert_eq!(failed[0]["error"]["code"], "CONTAINER_NOT_RUNNING");
}
