use crate::support::{TestApp, answer, sleeper};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_can_not_be_is_refused_and_changes_nothing() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let before = app.snapshot().await;
    let rows: [(&str, Value, &str); 18] = [
        ("", json!([]), "INVALID_TYPE"),
        ("", json!({ "tags": "web" }), "INVALID_TYPE"),
        ("", json!({ "env": { "A": 1 } }), "INVALID_TYPE"),
        ("", json!({ "tag": ["web"] }), "UNKNOWN_FIELD"),
        ("", json!({ "resources": { "cpu": 1 } }), "UNKNOWN_FIELD"),
        ("", json!({ "image": "Not An Image" }), "INVALID_IMAGE"),
        ("", json!({ "name": "" }), "INVALID_NAME"),
        ("", json!({ "env": { "A=B": "1" } }), "INVALID_ENV_NAME"),
        ("", json!({ "env": { "A": "x\0" } }), "INVALID_ENV_VALUE"),
        ("", json!({ "env": { "A": "x".repeat(1 << 20) } }), "ENV_TOO_LARGE"),
        ("", json!({ "tags": ["a,b"] }), "INVALID_TAG"),
        ("", json!({ "resources": { "cpus": 0 } }), "INVALID_CPUS"),
        ("", json!({ "resources": { "memory": "1m" } }), "INVALID_MEMORY"),
        ("", json!({ "resources": { "pids": 0 } }), "INVALID_PIDS"),
        ("", json!({ "command": [] }), "INVALID_COMMAND"),
        ("", json!({ "user": "a b" }), "INVALID_USER"),
        ("/ports", json!({ "ports": [{ "container": 70_000 }] }), "INVALID_PORT"),
        ("/ports", json!({ "port": [] }), "UNKNOWN_FIELD"),
    ];
    for (rest, body, code) in rows {
        println!("{rest} {}", body.to_string().chars().take(200).collect::<String>());
        let request = app.request(Method::PATCH, &format!("/containers/{cuid}{rest}")).json(&body);
        answer(request).await.refused(400, "validation_error", code);
        assert_eq!(app.snapshot().await, before);
    }
    for rest in ["", "/ports"] {
        let request = app.request(Method::PATCH, &format!("/containers/{cuid}{rest}"));
        answer(request).await.refused(400, "validation_error", "EMPTY_BODY");
    }
    let ports = app.request(Method::PATCH, &format!("/containers/{cuid}/ports")).json(&json!({}));
    answer(ports).await.error(400, "validation_error");
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_is_nowhere_to_be_had_leaves_the_old_one_running() {
    let app = TestApp::start();
    let before = app.running().await;
    let answer = app.update(&before.cuid, json!({ "image": "no-such-image:2" })).await;
    answer.refused(404, "not_found", "IMAGE_NOT_FOUND");
    let after = app.container(&before.cuid).await;
    assert_eq!((&after.image, after.status), (&before.image, before.status));
    assert_eq!(after.state.container_id, before.state.container_id);
    assert!(!after.pending_change);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_of_a_delete_option_but_force_is_refused() {
    let app = TestApp::start();
    let container = app.create(sleeper()).await.container(201);
    for query in ["?forced=true", "?force=perhaps"] {
        app.delete(&container.cuid, query).await.error(400, "validation_error");
    }
    assert_eq!(app.container(&container.cuid).await, container);
}
