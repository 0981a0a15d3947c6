use crate::support::{Options, SecondEngine, TestApp, answer, sleeper};
use app::types::{EventKind, Status};
use reqwest::Method;
use serde_json::{Value, json};

async fn write_requests(app: &TestApp, cuid: &str) -> Vec<crate::support::Answer> {
    let request = |method, rest: &str, body: Value| {
        answer(app.request(method, &format!("/containers{rest}")).json(&body))
    };
    let of = |rest: &str| format!("/{cuid}{rest}");
    let mut answers = vec![
        request(Method::POST, "", sleeper()).await,
        request(Method::PATCH, &of(""), json!({ "env": { "A": "2" } })).await,
        request(Method::PATCH, &of("/ports"), json!({ "ports": [] })).await,
        request(Method::DELETE, &of("?force=true"), Value::Null).await,
    ];
    for action in ["stop", "restart", "pause"] {
        answers.push(app.control(cuid, action).await);
    }
    answers
}

async fn wait_for_engine(events: &mut crate::support::EventStream, wanted: bool) {
    events
        .wait(|event| match event.kind {
            EventKind::Engine { available } if available == wanted => Some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_goes_and_comes_back_is_followed_without_a_restart() {
    let mut engine = SecondEngine::start().await;
    let app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    let mut body = sleeper();
    body["env"] = json!({ "A": "1" });
    body["ports"] = json!([{ "host": 21050, "container": 80 }]);
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    let stopped = app.created().await.cuid;
    let mut events = app.events().await;

    engine.vanish();
    wait_for_engine(&mut events, false).await;
    let files = std::fs::read(app.container_folder(&cuid).join("compose.yaml")).unwrap();
    app.get("/healthz").await.refused(503, "engine_unavailable", "ENGINE_UNAVAILABLE");
    assert_eq!(app.get("/livez").await.status, 200);
    // what is known is still said
    assert_eq!(app.container(&cuid).await.env["A"], "1");
    assert_eq!(app.get("/containers").await.page().total, 2);
    app.get(&format!("/containers/{cuid}/status")).await.json(200);
    for answer in write_requests(&app, &cuid).await {
        answer.refused(503, "engine_unavailable", "ENGINE_UNAVAILABLE");
    }
    assert_eq!(app.get("/containers").await.page().total, 2);
    assert_eq!(std::fs::read(app.container_folder(&cuid).join("compose.yaml")).unwrap(), files);
    let folders = std::fs::read_dir(app.data().join("containers")).unwrap().count();
    assert_eq!(folders, 2, "the refused create left something");

    // what happened meanwhile is made up for
    engine.come_back();
    wait_for_engine(&mut events, true).await;
    app.wait_for(&cuid, Status::Exited).await;
    app.get("/healthz").await.json(200);
    app.control(&cuid, "start").await.container(200);
    assert_eq!(app.inspect(&cuid).await["State"]["Status"], "running");

    engine.shut_down();
    wait_for_engine(&mut events, false).await;
    app.control(&cuid, "stop").await.refused(503, "engine_unavailable", "ENGINE_UNAVAILABLE");
    engine.come_back();
    let id = app.engine_ids(&stopped).await.remove(0);
    engine.docker().run(&["rm", &id]).await;
    app.wait_for(&stopped, Status::Missing).await;
    app.control(&stopped, "start").await.container(200);
    app.delete(&cuid, "?force=true").await.json(200);
    app.delete(&stopped, "?force=true").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_before_its_engine_waits_for_it() {
    let mut engine = SecondEngine::start().await;
    let mut app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    let cuid = app.created().await.cuid;
    app.stop();
    engine.shut_down();
    app.start_again();
    app.get("/healthz").await.refused(503, "engine_unavailable", "ENGINE_UNAVAILABLE");
    assert_eq!(app.get("/containers").await.page().containers[0].cuid, cuid);
    app.control(&cuid, "start").await.refused(503, "engine_unavailable", "ENGINE_UNAVAILABLE");
    let mut events = app.events().await;
    engine.come_back();
    wait_for_engine(&mut events, true).await;
    app.wait_for(&cuid, Status::Created).await;
    app.control(&cuid, "start").await.container(200);
    app.delete(&cuid, "?force=true").await.json(200);
}
