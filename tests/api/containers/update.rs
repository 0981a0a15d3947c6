use crate::support::{TestApp, sleeper};
use app::types::{Container, Status};
use serde_json::{Value, json};

/// Makes a running container with something of everything.
async fn running(app: &TestApp) -> Container {
    let mut body = sleeper();
    body["env"] = json!({ "KEPT": "1", "OLD_VAR": "2", "CHANGED": "3" });
    body["tags"] = json!(["old"]);
    body["resources"] = json!({ "memory": "64m", "cpus": 0.5 });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200)
}

fn env(engine: &Value, name: &str) -> Option<String> {
    let prefix = format!("{name}=");
    let mut entries = engine["Config"]["Env"].as_array().unwrap().iter().filter_map(Value::as_str);
    entries.find_map(|entry| entry.strip_prefix(&prefix)).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn env_and_resources_are_merged_and_a_running_container_runs_again() {
    let app = TestApp::start();
    let before = running(&app).await;
    let change = json!({
        "env": { "NEW_VAR": "value", "OLD_VAR": null, "CHANGED": "4", "NEVER_THERE": null },
        "tags": ["updated", "v2"],
        "resources": { "memory": "128m" },
    });
    let after = app.update(&before.cuid, change).await.container(200);
    assert_eq!(after.status, Status::Running);
    assert_ne!(after.state.container_id, before.state.container_id);
    assert_eq!(json!(after.env), json!({ "KEPT": "1", "CHANGED": "4", "NEW_VAR": "value" }));
    assert_eq!(after.tags, ["updated", "v2"]);
    assert_eq!(after.resources.cpus, Some(0.5));
    assert!(after.updated_at > before.updated_at && after.created_at == before.created_at);
    assert_eq!(app.container(&before.cuid).await, after);

    let engine = app.inspect(&before.cuid).await;
    assert_eq!(engine["State"]["Status"], "running");
    assert_eq!(env(&engine, "CHANGED").as_deref(), Some("4"));
    assert_eq!(env(&engine, "OLD_VAR"), None);
    assert_eq!(env(&engine, "TAGS").as_deref(), Some("updated,v2"));
    assert_eq!(engine["HostConfig"]["Memory"], 128 << 20);
    assert_eq!(engine["HostConfig"]["NanoCpus"], 500_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_and_names_alone_never_recreate() {
    let app = TestApp::start();
    let before = running(&app).await;
    for change in [
        json!({ "tags": ["a", "b"] }),
        json!({ "name": "Renamed" }),
        json!({ "tags": [] }),
        json!({}),
    ] {
        let after = app.update(&before.cuid, change.clone()).await.container(200);
        assert_eq!(after.state, before.state, "{change}");
        assert!(!after.pending_change, "{change}");
    }
    let after = app.container(&before.cuid).await;
    assert_eq!((after.name.as_str(), after.tags.len()), ("Renamed", 0));
    // nor does what comes after them
    app.control(&before.cuid, "restart").await.container(200);
    app.control(&before.cuid, "stop").await.container(200);
    let again = app.control(&before.cuid, "start").await.container(200);
    assert_eq!(again.state.container_id, before.state.container_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_to_what_is_already_so_recreates_nothing() {
    let app = TestApp::start();
    let before = running(&app).await;
    let same = json!({ "env": { "KEPT": "1" }, "image": "busybox:latest", "resources": { "memory": "64m" } });
    assert_eq!(app.update(&before.cuid, same).await.container(200).state, before.state);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_container_is_made_from_recreates_it() {
    let app = TestApp::start();
    let cuid = running(&app).await.cuid;
    for (change, pointer, value) in [
        (json!({ "image": "python:3.12-slim" }), "/Config/Image", json!("python:3.12-slim")),
        (json!({ "command": ["sleep", "2000"] }), "/Config/Cmd/0", Value::Null),
        (json!({ "user": "65534:65534" }), "/Config/User", json!("65534:65534")),
        (json!({ "resources": { "pids": 99 } }), "/HostConfig/PidsLimit", json!(99)),
        (json!({ "resources": { "memory": null } }), "/HostConfig/Memory", json!(0)),
        (
            json!({ "restart": "unless-stopped" }),
            "/HostConfig/RestartPolicy/Name",
            json!("unless-stopped"),
        ),
        (
            json!({ "ports": [{ "container": 80, "host": 21020 }] }),
            "/HostConfig/PortBindings/80~1tcp/0/HostPort",
            json!("21020"),
        ),
    ] {
        println!("{change}");
        let before = app.container(&cuid).await;
        let after = app.update(&cuid, change).await.container(200);
        assert_eq!((after.status, after.pending_change), (Status::Running, false));
        assert_ne!(after.state.container_id, before.state.container_id);
        let engine = app.inspect(&cuid).await;
        if !value.is_null() {
            assert_eq!(engine.pointer(pointer), Some(&value));
        }
    }
    let words = app.inspect(&cuid).await;
    let (path, arguments) = (&words["Path"], &words["Args"]);
    assert!(format!("{path} {arguments}").contains("2000"), "{path} {arguments}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_container_stays_stopped() {
    let app = TestApp::start();
    let created = app.created().await;
    let exited = running(&app).await;
    app.control(&exited.cuid, "stop").await.container(200);
    for cuid in [created.cuid, exited.cuid] {
        let after = app.update(&cuid, json!({ "env": { "NEW": "1" } })).await.container(200);
        assert!(!after.status.is_alive(), "{after:?}");
        let running = app.control(&cuid, "start").await.container(200);
        assert_eq!((running.status, running.pending_change), (Status::Running, false));
        assert_eq!(env(&app.inspect(&cuid).await, "NEW").as_deref(), Some("1"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_taken_back_by_null() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let after = app.update(&cuid, json!({ "command": null })).await.container(200);
    assert_eq!(after.command, None);
    app.control(&cuid, "start").await.refused(422, "state_error", "BOOT_MISSING");
}
