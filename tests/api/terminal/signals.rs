use super::blind;
use crate::support::{Options, TestApp, sleeper};
use serde_json::{Value, json};

/// What a program says of the signals it gets.
const LOUD: &str = "trap 'echo got-INT' INT; trap 'echo got-TERM; exit 9' TERM; echo ready; while :; do sleep 0.1; done";

fn signal(name: &str) -> Value {
    json!({ "type": "signal", "name": name })
}

async fn signals_reach_the_foreground(app: &TestApp, user: &str) {
    let mut body = sleeper();
    body["user"] = json!(user);
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    let command = url(&["sh", "-c", LOUD]);

    for terminal in ["", "&cols=80&rows=24"] {
        let mut socket = app.socket(&format!("{cuid}?{command}{terminal}")).await;
        socket.until("ready").await;
        socket.send(signal("SIGINT")).await;
        socket.until("got-INT").await;
        socket.send(signal("TERM")).await;
        assert_eq!(socket.exit().await, 9, "{terminal} {}", socket.text());
    }

    // a shell outlives what it runs
    for terminal in ["", "&cols=80&rows=24"] {
        let mut socket = app.socket(&format!("{cuid}?mode=shell{terminal}")).await;
        if !terminal.is_empty() {
            // no key sends a signal here
            socket.input("stty -isig -echo\n").await;
        }
        socket.input("echo beg''in; sleep 1000; echo status-$?\n").await;
        socket.until("begin").await;
        wait_for_sleep(app, &cuid).await;
        socket.send(signal("KILL")).await;
        socket.until("status-137").await;
        socket.input("exit 5\n").await;
        assert_eq!(socket.exit().await, 5);
    }

    let mut socket = app.socket(&format!("{cuid}?cmd=sleep&cmd=1000")).await;
    wait_for_sleep(app, &cuid).await;
    socket.send(signal("KILL")).await;
    assert_eq!(socket.exit().await, 137);
}

fn url(words: &[&str]) -> String {
    serde_urlencoded::to_string(words.iter().map(|word| ("cmd", *word)).collect::<Vec<_>>())
        .unwrap()
}

/// Waits until a second `sleep 1000` runs in the container, beside its own.
async fn wait_for_sleep(app: &TestApp, cuid: &str) {
    let id = app.engine_ids(cuid).await.remove(0);
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    loop {
        let top = app.docker().run(&["top", &id, "-eo", "pid,args"]).await;
        if top.lines().filter(|line| line.contains("sleep 1000") && !line.contains("init")).count()
            > 1
        {
            return;
        }
        assert!(std::time::Instant::now() < until, "{top}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_reach_the_foreground_with_a_terminal_and_without() {
    signals_reach_the_foreground(&TestApp::start(), "0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_they_do_where_the_server_may_not_signal_by_itself() {
    // root without the right to signal others' processes
    let launcher =
        ["setpriv", "--bounding-set=-kill", "--inh-caps=-kill"].map(str::to_owned).to_vec();
    let app = TestApp::start_with(Options { launcher, ..Options::default() });
    signals_reach_the_foreground(&app, "1000").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_they_do_where_the_server_sees_no_processes_of_containers() {
    let app = TestApp::start_with(Options { launcher: blind(), ..Options::default() });
    signals_reach_the_foreground(&app, "1000").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_that_is_none_is_refused() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}?mode=shell")).await;
    socket.send(signal("SEGFAULT")).await;
    let error = socket.error("validation_error", "INVALID_VALUE").await;
    assert!(error.message.contains("TERM"), "{error:?}");
    socket.input("echo still here\n").await;
    socket.until("still here").await;
}
