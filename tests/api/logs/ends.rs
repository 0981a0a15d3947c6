use super::support::{Fixture, Follower, data};
use crate::support::{Options, SecondEngine, TestApp, answer};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_told_how_the_container_ended() {
    let on = Fixture::running("trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done").await;
    let mut follower = on.follow(&[]).await;
    follower.line("ready").await;
    on.app.control(&on.cuid, "stop").await.container(200);
    assert_eq!(follower.read_to_end().await.1, json!({ "exit_code": 3 }));
    // one that comes after the end sees all of it, and the end
    let (lines, end) = on.follow(&[]).await.read_to_end().await;
    assert_eq!((data(&lines), end), (vec!["ready"], json!({ "exit_code": 3 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_runs_wrote_is_one_log() {
    let on = Fixture::ended("printf unfinished").await;
    on.app.control(&on.cuid, "start").await.container(200);
    on.app.wait_for(&on.cuid, app::types::Status::Exited).await;
    assert_eq!(on.text(&[]).await, "unfinished\nunfinished\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_ends_with_its_login() {
    let on = Fixture::obeying().await;
    let cookie = on.app.log_in().await;
    let path = on.path(&[("follow", "true")]);
    let request = on.app.anonymous(Method::GET, &path).header("cookie", &cookie);
    let mut follower = Follower::open(request).await;
    follower.line("ready").await;
    let mut other = on.follow(&[]).await;
    other.line("ready").await;
    let out = on.app.anonymous(Method::POST, "/logout").header("cookie", &cookie);
    assert!(answer(out.header("origin", on.app.base())).await.status < 400);
    assert!(follower.told().await.is_none());
    on.order("echo still here");
    other.line("still here").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_one_line_in_the_action_log_and_ends_with_the_server() {
    let mut on = Fixture::obeying().await;
    let mut follower = on.follow(&[]).await;
    let id = follower.header("x-request-id").to_owned();
    follower.line("ready").await;
    let refused = on.get(&[("tail", "x")]).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    on.app.stop();
    assert!(follower.told().await.is_none());
    let log = fs::read_to_string(on.app.folder().join("logs/actions.jsonl")).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |id: &str| -> Vec<&Value> {
        lines.iter().filter(|line| line["request_id"] == id).collect()
    };
    let (good, bad) = (of(&id), of(refused.header("x-request-id")));
    assert_eq!((good.len(), bad.len()), (1, 1), "{log}");
    for (line, status) in [(good[0], 200), (bad[0], 400)] {
        let about = (&line["action"], &line["cuid"], &line["status"]);
        assert_eq!(about, (&json!("container.logs"), &json!(on.cuid), &json!(status)), "{line}");
    }
    assert!(good[0]["duration_ms"].as_f64().unwrap() >= 300.0, "{}", good[0]);
    on.app.start_again();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_told_when_the_engine_goes_away() {
    let mut engine = SecondEngine::start().await;
    let app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    let cuid = super::support::start(&app, "echo ready; exec sleep 1000").await;
    let on = Fixture { app, cuid };
    let mut follower = on.follow(&[]).await;
    follower.line("ready").await;
    let query = [("follow", "true"), ("format", "ndjson")];
    let mut ndjson = on.app.request(Method::GET, &on.path(&query)).send().await.unwrap();
    assert!(ndjson.chunk().await.unwrap().is_some());
    engine.vanish();
    let event = follower.told().await.expect("it is told");
    assert_eq!(
        (event.name.as_str(), &event.data["error"]),
        ("error", &json!("engine_unavailable"))
    );
    assert!(follower.told().await.is_none());
    assert!(ndjson.chunk().await.is_err(), "what it has is not all");
    engine.come_back();
}
