use crate::support::TestApp;
use serde_json::json;
use std::time::Duration;

/// Writes a line, and another whenever the file `/tmp/go` is written to.
fn writer() -> serde_json::Value {
    let script = "mkfifo /tmp/go; echo first; echo second >&2; while read line </tmp/go; do echo $line; done";
    json!({ "image": "busybox:latest", "command": ["sh", "-c", script] })
}

async fn running(app: &TestApp) -> (String, String) {
    let cuid = app.create(writer()).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    let id = app.engine_ids(&cuid).await.remove(0);
    app.docker().wait_for_log(&id, "second").await;
    (cuid, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_listens_is_sent_what_the_container_writes_from_its_start() {
    let app = TestApp::start();
    let (cuid, id) = running(&app).await;
    for query in ["", "?mode=logs"] {
        let mut socket = app.socket(&format!("{cuid}{query}")).await;
        socket.until("first\n").await;
        let word = format!("third{query}");
        app.docker().run(&["exec", &id, "sh", "-c", &format!("echo '{word}' >/tmp/go")]).await;
        socket.until(&format!("{word}\n")).await;
        let text = String::from_utf8(socket.stdout.clone()).unwrap();
        assert_eq!(text.matches("first").count(), 1, "{text}");
        assert_eq!(socket.stderr, b"second\n");
    }
    let mut socket = app.socket(&format!("{cuid}?mode=logs")).await;
    socket.input("ls\n").await;
    socket.error("state_error", "NO_SESSION").await;
    app.docker().run(&["kill", &id]).await;
    assert_eq!(socket.exit().await, 137);
    // who comes late sees it too
    app.wait_for(&cuid, app::types::Status::Exited).await;
    let mut late = app.socket(&format!("{cuid}?mode=logs")).await;
    assert_eq!(late.exit().await, 137);
    assert!(String::from_utf8_lossy(&late.stdout).starts_with("first\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_present_run_of_a_container_is_sent() {
    let app = TestApp::start();
    let (cuid, id) = running(&app).await;
    app.docker().run(&["exec", &id, "sh", "-c", "echo of-the-first-run >/tmp/go"]).await;
    app.docker().wait_for_log(&id, "of-the-first-run").await;
    app.control(&cuid, "restart").await.container(200);
    let mut socket = app.socket(&format!("{cuid}?mode=logs")).await;
    socket.until("first\n").await;
    assert_eq!(String::from_utf8_lossy(&socket.stdout), "first\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_input_makes_a_shell_of_it() {
    let app = TestApp::start();
    let (cuid, _) = running(&app).await;
    // at once: sees nothing but the shell
    let mut socket = app.socket(&cuid).await;
    socket.input("echo shell; exit\n").await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!((&*socket.stdout, &*socket.stderr), (&b"shell\n"[..], &b""[..]));
    // after having listened
    let mut socket = app.socket(&cuid).await;
    socket.until("first\n").await;
    socket.input("echo sh; echo ell; exit 4\n").await;
    assert_eq!(socket.exit().await, 4);
    assert_eq!(String::from_utf8_lossy(&socket.stdout), "first\nsh\nell\n");
    // a shell waits for its input as long as it takes
    let mut socket = app.socket(&format!("{cuid}?mode=shell")).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    socket.input("echo late; exit\n").await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!((&*socket.stdout, &*socket.stderr), (&b"late\n"[..], &b""[..]));
}
