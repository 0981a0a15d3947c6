use crate::support::{Answer, TestApp, answer, sleeper};
use app::types::{Effect, Plan};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

async fn plan_create(app: &TestApp, body: &Value) -> Answer {
    answer(app.request(Method::POST, "/containers?dry_run=true").json(body)).await
}

async fn plan_update(app: &TestApp, cuid: &str, body: &Value) -> Answer {
    let path = format!("/containers/{cuid}?dry_run=true");
    answer(app.request(Method::PATCH, &path).json(body)).await
}

async fn compose(app: &TestApp, cuid: &str) -> String {
    let answer = app.get(&format!("/containers/{cuid}/compose")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), "text/yaml; charset=utf-8");
    answer.text
}

/// The file without what no two containers have in common: id, moments, and the digest of all.
fn comparable(text: &str, cuid: &str) -> String {
    const OWN: [&str; 3] = ["created_at:", "updated_at:", "io.wharfinger.config:"];
    let own = |line: &&str| !OWN.iter().any(|key| line.trim_start().starts_with(key));
    text.replace(cuid, "<id>").lines().filter(own).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_create_would_write_is_what_it_writes() {
    let app = TestApp::start();
    let body = json!({
        "image": "busybox:latest",
        "name": "Shop: front",
        "command": ["sh", "-c", "echo \"$HOME\"; sleep 1000"],
        "env": { "PRICE": "$5", "NOTE": "two\nlines", "YES": "yes" },
        "tags": ["web", "on"],
        "ports": [{ "container": 80, "host_ip": "127.0.0.1" }, { "container": 53, "protocol": "udp" }],
        "resources": { "cpus": 0.5, "memory": "64m", "pids": 50 },
        "user": "1000:1000",
        "restart": "on-failure",
    });
    let before = app.snapshot().await;
    let plan: Plan = plan_create(&app, &body).await.expect(200);
    assert_eq!(plan.effect, Effect::Create);
    assert_eq!(app.snapshot().await, before);
    let made = app.create(body).await.container(201);
    let written = compose(&app, &made.cuid).await;
    let nobody = "c00000000-0000-0000-0000-000000000000";
    assert!(plan.compose.contains(nobody), "{}", plan.compose);
    assert_eq!(comparable(&plan.compose, nobody), comparable(&written, &made.cuid));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_create_would_be_refused_for_its_plan_is_too() {
    let app = TestApp::start();
    for body in [
        json!({}),
        json!({ "image": "Not An Image" }),
        json!({ "image": "busybox", "resources": { "cpus": 0, "memory": "1m" }, "ports": [{ "container": 0 }] }),
        json!({ "image": "busybox", "env": { "A=B": "x" } }),
        json!({ "imgae": "busybox" }),
    ] {
        let planned = plan_create(&app, &body).await;
        let planned = planned.error(400, "validation_error");
        let created = app.create(body).await.error(400, "validation_error");
        assert_eq!((planned.code, planned.details), (created.code, created.details));
    }
    let wrong = app.request(Method::POST, "/containers?dry_run=perhaps").json(&sleeper());
    answer(wrong).await.refused(400, "validation_error", "INVALID_VALUE");
    // whether an image can be pulled shows when it is pulled
    let absent = json!({ "image": "localhost:1/nobody/has-it:1" });
    assert_eq!(plan_create(&app, &absent).await.expect::<Plan>(200).effect, Effect::Create);
    assert_eq!(app.get("/containers").await.page().total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_whether_a_change_recreates_and_changes_nothing() {
    let app = TestApp::start();
    let before = app.running().await;
    let cuid = before.cuid;
    for (body, effect) in [
        (json!({}), Effect::None),
        (json!({ "image": "busybox:latest" }), Effect::None),
        (json!({ "tags": ["web"], "name": "shop" }), Effect::Rewrite),
        (json!({ "tags": ["web", "blue"], "env": { "A": "1" } }), Effect::Recreate),
        (json!({ "resources": { "memory": "64m" } }), Effect::Recreate),
    ] {
        let then = app.snapshot().await;
        let plan: Plan = plan_update(&app, &cuid, &body).await.expect(200);
        assert_eq!(plan.effect, effect, "{body}");
        assert_eq!(app.snapshot().await, then, "{body}");
        let old = app.container(&cuid).await;
        let new = app.update(&cuid, body.clone()).await.container(200);
        let recreated = old.state.container_id != new.state.container_id;
        assert_eq!(recreated, effect == Effect::Recreate, "{body}");
        let written = compose(&app, &cuid).await;
        assert_eq!(comparable(&plan.compose, &cuid), comparable(&written, &cuid), "{body}");
    }
    plan_update(&app, &cuid, &json!({ "resources": { "memory": "1m" } })).await.refused(
        400,
        "validation_error",
        "INVALID_MEMORY",
    );
    let nobody = "c123e4567-e89b-12d3-a456-426614174000";
    plan_update(&app, nobody, &json!({})).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_compose_file_is_shown_as_it_lies_there_also_when_somebody_wrote_into_it() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let file = app.container_folder(&cuid).join("compose.yaml");
    assert_eq!(compose(&app, &cuid).await, fs::read_to_string(&file).unwrap());

    let mut events = app.events().await;
    let text = fs::read_to_string(&file).unwrap();
    let more = text.replace("    init: true\n", "    init: true\n    hostname: shop\n");
    let more = more.replace("restart: \"no\"", "restart: always");
    assert_ne!(more, text);
    fs::write(&file, &more).unwrap();
    events.container(&cuid, |container| container.pending_change).await;
    assert_eq!(compose(&app, &cuid).await, more);
    let change = json!({ "env": { "A": "1" } });
    plan_update(&app, &cuid, &change).await.refused(409, "conflict", "DEFINITION_EDITED");
    app.update(&cuid, change).await.refused(409, "conflict", "DEFINITION_EDITED");
    // what changes nothing needs no rewriting
    let plan: Plan = plan_update(&app, &cuid, &json!({})).await.expect(200);
    assert_eq!((plan.effect, plan.compose), (Effect::None, more));

    let nobody = app.get("/containers/c123e4567-e89b-12d3-a456-426614174000/compose").await;
    nobody.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}
