use crate::support::{TestApp, sleeper};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_has_the_size_that_was_asked_for_and_follows_it() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?cols=101&rows=33")).await;
    socket.input("stty size; pwd; echo $TERM; tty -s && echo a-tty\n").await;
    socket.until("33 101\r\n/app\r\nxterm-256color\r\na-tty\r\n").await;
    socket.send(json!({ "type": "resize", "cols": 77, "rows": 22 })).await;
    socket.input("stty size\n").await;
    socket.until("22 77\r\n").await;
    socket.input("exit 7\n").await;
    assert_eq!(socket.exit().await, 7);
    assert_eq!(socket.stderr, b"", "a terminal has one output");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_outputs_stay_apart_and_the_exit_code_is_the_programs() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&cuid).await;
    socket.input("echo out; echo err >&2; tty -s || echo no-tty; exit 3\n").await;
    assert_eq!(socket.exit().await, 3);
    assert_eq!((&*socket.stdout, &*socket.stderr), (&b"out\nno-tty\n"[..], &b"err\n"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_run_as_it_is_given() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket =
        app.socket(&format!("{cuid}?cmd=printf&cmd=%25s.&cmd=a%20b&cmd=&cmd=$HOME")).await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!(socket.stdout, b"a b..$HOME.");

    let mut socket = app.socket(&format!("{cuid}?cmd=id&cmd=-u&user=1000")).await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!(socket.stdout, b"1000\n");

    let mut socket = app.socket(&format!("{cuid}?cmd=/no/such/program")).await;
    let code = socket.exit().await;
    assert!(code == 126 || code == 127, "{code}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_input_reaches_the_program() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?cmd=wc&cmd=-c")).await;
    socket.input("12345").await;
    socket.send(json!({ "type": "eof" })).await;
    assert_eq!(socket.exit().await, 0);
    assert_eq!(socket.stdout.trim_ascii(), b"5", "the output goes on after the input's end");

    let mut terminal = app.socket(&format!("{cuid}?cols=80&rows=24&cmd=cat")).await;
    terminal.input("line\n").await;
    terminal.until("line\r\nline\r\n").await;
    terminal.send(json!({ "type": "eof" })).await;
    assert_eq!(terminal.exit().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_does_not_run_says_so_and_closes() {
    let app = TestApp::start();
    let container = app.create(sleeper()).await.container(201);
    for query in ["", "?cols=80&rows=24", "?mode=logs", "?mode=shell", "?cmd=ls"] {
        let mut socket = app.socket(&format!("{}{query}", container.cuid)).await;
        let error = socket.error("state_error", "CONTAINER_NOT_RUNNING").await;
        assert_eq!(error.status, 422);
        assert!(error.message.contains("created"), "{error:?}");
        assert_eq!(socket.message().await, None, "it closes");
    }
    app.control(&container.cuid, "start").await.container(200);
    app.control(&container.cuid, "pause").await.container(200);
    let mut socket = app.socket(&format!("{}?cmd=ls", container.cuid)).await;
    socket.error("state_error", "CONTAINER_NOT_RUNNING").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ping_is_answered_and_close_ends_it() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?cols=80&rows=24")).await;
    socket.send(json!({ "type": "ping" })).await;
    assert_eq!(socket.event().await, Some(json!({ "type": "pong" })));
    socket.send(json!({ "type": "close" })).await;
    assert_eq!(socket.event().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_with_the_container_says_how() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?cols=80&rows=24&cmd=cat")).await;
    socket.input("here\n").await;
    socket.until("here\r\nhere\r\n").await;
    app.control(&cuid, "stop").await.container(200);
    assert_eq!(socket.exit().await, 137);
}
