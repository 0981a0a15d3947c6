use crate::support::{Answer, TestApp, answer, sleeper};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

async fn create(app: &TestApp, key: &str, body: &Value) -> Answer {
    answer(app.request(Method::POST, "/containers").header("idempotency-key", key).json(body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_gives_the_same_container_also_after_a_restart() {
    let mut app = TestApp::start();
    let body = sleeper();
    let first = create(&app, "key-1", &body).await.container(201);
    let again = create(&app, "key-1", &body).await;
    assert!(matches!(again.status, 200 | 201), "{again:?}");
    assert_eq!(again.container(again.status).cuid, first.cuid);
    app.kill();
    app.start_again();
    let after_restart = create(&app, "key-1", &body).await;
    assert_eq!(after_restart.container(again.status).cuid, first.cuid);
    assert_ne!(create(&app, "key-2", &body).await.container(201).cuid, first.cuid);
    assert_eq!(app.engine_lines().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_used_for_something_else_is_a_conflict() {
    let app = TestApp::start();
    create(&app, "key", &sleeper()).await.container(201);
    let before = app.snapshot().await;
    let other = json!({ "image": "busybox:latest", "tags": ["other"] });
    create(&app, "key", &other).await.refused(409, "conflict", "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_with_one_key_make_one_container() {
    let app = TestApp::start();
    let body = sleeper();
    let answers = join_all((0..10).map(|_| create(&app, "key", &body))).await;
    let mut cuids: Vec<String> =
        answers.iter().map(|answer| answer.container(answer.status).cuid).collect();
    cuids.dedup();
    assert_eq!(cuids.len(), 1, "{cuids:?}");
    assert_eq!(app.engine_lines().await.len(), 1);
    assert_eq!(app.get("/containers").await.page().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_create_failed_can_be_used_again() {
    let app = TestApp::start();
    let missing = json!({ "image": "no-such-image:1" });
    create(&app, "key", &missing).await.refused(404, "not_found", "IMAGE_NOT_FOUND");
    create(&app, "key", &sleeper()).await.container(201);
}
