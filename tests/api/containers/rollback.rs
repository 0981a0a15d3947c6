use crate::support::{TestApp, answer, sleeper};
use app::types::Status;
use reqwest::Method;
use serde_json::json;
use std::net::TcpListener;

/// A port that another process holds as long as the listener lives.
pub(super) fn taken_port() -> (TcpListener, u16) {
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_to_a_taken_port_puts_the_old_container_back_running() {
    let app = TestApp::start();
    let mut body = sleeper();
    body["ports"] = json!([{ "host": 21030, "container": 80 }]);
    let cuid = app.create(body).await.container(201).cuid;
    let before = app.control(&cuid, "start").await.container(200);
    let definition = app.snapshot().await.files;
    let (_listener, port) = taken_port();
    let change = json!({ "ports": [{ "host": port, "container": 80 }] });
    for (rest, body) in [("/ports", &change), ("", &change)] {
        let request = app.request(Method::PATCH, &format!("/containers/{cuid}{rest}")).json(body);
        let error = answer(request).await.refused(409, "conflict", "PORT_IN_USE");
        assert!(error.message.contains(&port.to_string()), "{}", error.message);
        let after = app.container(&cuid).await;
        assert_eq!((after.status, &after.ports), (Status::Running, &before.ports));
        assert_eq!((after.pending_change, &after.operation), (false, &None));
        assert_eq!(app.snapshot().await.files, definition, "the definition is not the old one");
        let engine = app.inspect(&cuid).await;
        assert_eq!(engine["State"]["Status"], "running");
        assert_eq!(engine["HostConfig"]["PortBindings"]["80/tcp"][0]["HostPort"], "21030");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_container_that_is_changed_is_not_lost() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    app.control(&cuid, "pause").await.container(200);
    let after = app.update(&cuid, json!({ "env": { "NEW": "1" } })).await.container(200);
    assert_eq!(
        after.status.as_str(),
        app.inspect(&cuid).await["State"]["Status"].as_str().unwrap()
    );
    assert!(after.status.is_alive(), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_on_a_taken_port_is_a_conflict_and_works_once_it_is_free() {
    let app = TestApp::start();
    let (listener, port) = taken_port();
    let mut body = sleeper();
    body["ports"] = json!([{ "host": port, "container": 80 }]);
    let cuid = app.create(body).await.container(201).cuid;
    let error = app.control(&cuid, "start").await.refused(409, "conflict", "PORT_IN_USE");
    assert!(error.message.contains(&port.to_string()), "{}", error.message);
    let after = app.container(&cuid).await;
    assert!(!after.status.is_alive() && after.operation.is_none(), "{after:?}");
    assert_eq!(app.engine_ids(&cuid).await.len(), 1);
    drop(listener);
    assert_eq!(app.control(&cuid, "start").await.container(200).status, Status::Running);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_of_another_container_is_a_conflict_too() {
    let app = TestApp::start();
    let mut body = sleeper();
    body["ports"] = json!([{ "host": 21031, "container": 80 }]);
    let first = app.create(body.clone()).await.container(201).cuid;
    let second = app.create(body).await.container(201).cuid;
    app.control(&first, "start").await.container(200);
    app.control(&second, "start").await.refused(409, "conflict", "PORT_IN_USE");
    assert_eq!(app.container(&first).await.status, Status::Running);
    app.control(&first, "stop").await.container(200);
    app.control(&second, "start").await.container(200);
}
