use super::{blind, come_back, command, keep};
use crate::support::{Options, PATIENCE, SecondEngine, TestApp, answer};
use app::types::Health;
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::json;
use std::{
    fs,
    time::{Duration, Instant},
};

/// What stays when its terminal goes, unless somebody ends it: all ignore the hang-up.
const STUBBORN: &str = "trap '' HUP; sleep 2000 & (trap '' HUP TERM; sleep 2000; sleep 2000) & echo started; while :; do sleep 2000; done";

/// How many `sleep 2000` run in the container.
async fn left(app: &TestApp, id: &str) -> usize {
    let top = app.docker().run(&["top", id, "-eo", "pid,args"]).await;
    top.lines().filter(|line| line.contains("sleep 2000")).count()
}

/// Waits until none of them runs.
async fn none_left(app: &TestApp, id: &str) {
    let until = Instant::now() + PATIENCE;
    while left(app, id).await > 0 {
        assert!(Instant::now() < until, "processes of a session are still there");
    }
}

fn stubborn(terminal: &str) -> String {
    let words = [("cmd", "sh"), ("cmd", "-c"), ("cmd", STUBBORN)];
    format!("?{}{terminal}", serde_urlencoded::to_string(words).unwrap())
}

async fn nothing_is_left_when_a_client_goes(app: &TestApp) {
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    for terminal in ["", "&cols=80&rows=24"] {
        for way in ["vanish", "close"] {
            let mut socket = app.socket(&format!("{cuid}{}", stubborn(terminal))).await;
            socket.until("started").await;
            assert!(left(app, &id).await > 0);
            if way == "vanish" {
                socket.vanish();
            } else {
                socket.send(json!({ "type": "close" })).await;
                assert_eq!(socket.event().await, None);
            }
            none_left(app, &id).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_a_session_whose_client_has_gone() {
    nothing_is_left_when_a_client_goes(&TestApp::start()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_where_the_server_sees_no_processes_of_containers() {
    let app = TestApp::start_with(Options { launcher: blind(), ..Options::default() });
    nothing_is_left_when_a_client_goes(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_when_the_program_ends_before_its_children() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let mut socket = app.socket(&format!("{cuid}?mode=shell")).await;
    socket.input("(trap '' HUP; exec sleep 2000) >/dev/null 2>&1 & echo st''arted; exit 6\n").await;
    socket.until("started").await;
    assert_eq!(socket.exit().await, 6);
    none_left(&app, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_after_a_stop_or_a_kill_of_the_server() {
    let mut app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    for killed in [false, true] {
        for terminal in ["", "&cols=80&rows=24", "&session=new"] {
            let mut socket = app.socket(&format!("{cuid}{}", stubborn(terminal))).await;
            if terminal == "&session=new" {
                socket.session().await;
                socket.until("started").await;
                socket.vanish();
            } else {
                socket.until("started").await;
            }
            if killed {
                app.kill();
                assert!(left(&app, &id).await > 0, "nothing to tidy up: the test shows nothing");
                app.start_again();
                none_left(&app, &id).await;
            } else {
                app.stop();
                assert_eq!(left(&app, &id).await, 0);
                app.start_again();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_engine_goes_away_is_told_and_tidied_up() {
    let mut engine = SecondEngine::start().await;
    let app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    let cuid = app.running().await.cuid;
    let mut socket = app.socket(&format!("{cuid}{}", stubborn("&cols=80&rows=24"))).await;
    socket.until("started").await;
    let (kept, id) = keep(&app, &cuid, "cmd=cat").await;
    kept.vanish();
    engine.vanish();
    socket.error("engine_unavailable", "ENGINE_UNAVAILABLE").await;
    // whoever comes back later is told as well
    let mut back = come_back(&app, &cuid, &id, "").await;
    back.error("engine_unavailable", "ENGINE_UNAVAILABLE").await;
    engine.come_back();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programs_end_is_told_at_once_though_its_children_hold_its_output() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let script = "echo said; (trap '' HUP; exec sleep 2000) & exit 3";
    let began = Instant::now();
    let output = app.docker().try_run(&["exec", &id, "sh", "-c", "sleep 5 & exit 3"]).await;
    let engine = began.elapsed();
    assert!(!output.ok && engine > Duration::from_secs(2), "the engine does not wait: {engine:?}");
    let began = Instant::now();
    let mut socket = app.socket(&format!("{cuid}?{}", command(script))).await;
    assert_eq!(socket.exit().await, 3);
    let ours = began.elapsed();
    assert!(ours < engine, "{ours:?}, the engine by itself {engine:?}");
    assert_eq!(socket.stdout, b"said\n");
    none_left(&app, &id).await;
}

/// The server's open files, and the tasks of its runtime.
async fn held(app: &TestApp) -> (usize, usize) {
    // on a connection of its own, so that how many there are kept makes no difference
    let request = app.request(Method::GET, "/healthz").header("connection", "close");
    let health: Health = answer(request).await.expect(200);
    let files = fs::read_dir(format!("/proc/{}/fd", app.pid())).unwrap().count();
    (files, health.tasks)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_sessions_leave_no_file_and_no_task_behind() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let app = &app;
    let cuid = &cuid;
    let session = async |number: usize| {
        let terminal = if number.is_multiple_of(2) { "&cols=80&rows=24" } else { "" };
        let is_kept = number % 4 > 1;
        let (mut socket, id) = if is_kept {
            keep(app, cuid, terminal).await
        } else {
            (app.socket(&format!("{cuid}?mode=shell{terminal}")).await, String::new())
        };
        socket.input("echo st''arted\n").await;
        socket.until("started").await;
        if number.is_multiple_of(3) {
            socket.input("exit\n").await;
            socket.exit().await;
        }
        if is_kept {
            socket.vanish();
            come_back(app, cuid, &id, "").await.until("started").await;
            let path = format!("/containers/{cuid}/sessions/{id}");
            let request = app.request(Method::DELETE, &path).header("connection", "close");
            answer(request).await.json(200);
        }
    };
    // what the container uses is read from files that stay open from the first look on
    let until = Instant::now() + PATIENCE;
    while app.get(&format!("/containers/{cuid}/stats")).await.status != 200 {
        assert!(Instant::now() < until, "nothing is known of what the container uses");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // the first ones have the server and its libraries make what stays
    stream::iter(0..12).for_each_concurrent(8, session).await;
    let settled = async || {
        let until = Instant::now() + PATIENCE;
        let mut before = held(app).await;
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = held(app).await;
            if now == before {
                return now;
            }
            assert!(Instant::now() < until);
            before = now;
        }
    };
    let before = settled().await;
    stream::iter(0..200).for_each_concurrent(8, session).await;
    let until = Instant::now() + PATIENCE;
    loop {
        let now = held(app).await;
        if now.0 <= before.0 && now.1 <= before.1 {
            break;
        }
        assert!(Instant::now() < until, "files and tasks: {now:?}, before {before:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let execs = app.docker().inspect(&id).await["ExecIDs"].clone();
    assert!(execs.as_array().is_none_or(Vec::is_empty), "{execs}");
    let notes = fs::read_dir(app.data().join("run")).unwrap().flatten();
    let notes = notes.flat_map(|run| fs::read_dir(run.path()).unwrap().flatten());
    assert_eq!(notes.filter(|note| note.path().extension().is_some()).count(), 0);
}
