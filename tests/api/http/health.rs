use crate::support::{TestApp, answer};
use app::types::Health;
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn healthz_says_what_manages_how_many_containers() {
    let app = TestApp::start();
    let stopped = app.created().await;
    let running = app.running().await;
    let health: Health = app.get("/healthz").await.expect(200);
    assert_eq!((health.status.as_str(), health.containers, health.running), ("ok", 2, 1));
    let compose = app.docker().run(&["compose", "version", "--short"]).await;
    assert_eq!(health.compose_version.trim_start_matches('v'), compose.trim_start_matches('v'));
    let engine = app.docker().run(&["version", "--format", "{{.Server.Version}}"]).await;
    assert_eq!(health.engine_version, engine);
    assert_eq!(health.version, env!("CARGO_PKG_VERSION"));
    app.delete(&running.cuid, "?force=true").await.json(200);
    let health: Health = app.get("/healthz").await.expect(200);
    assert_eq!((health.containers, health.running), (1, 0));
    app.delete(&stopped.cuid, "").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn livez_answers_anybody_and_tells_nothing() {
    let app = TestApp::start();
    let answer = answer(app.anonymous(Method::GET, "/livez")).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.text.to_lowercase().contains("wharfinger"), "{}", answer.text);
    assert!(answer.text.len() < 100, "{}", answer.text);
}
