use crate::support::{TestApp, docker, sleeper};
use app::types::Status;
use futures_util::future::join_all;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_starts_at_once_start_it_once() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let since = docker::now();
    let answers = join_all((0..100).map(|_| app.control(&cuid, "start"))).await;
    for answer in answers {
        assert_eq!(answer.container(200).status, Status::Running);
    }
    let service = format!("label=com.docker.compose.service={cuid}");
    let starts = app
        .docker()
        .run(&[
            "events",
            "--since",
            &since,
            "--until",
            &docker::now(),
            "--filter",
            "event=start",
            "--filter",
            &service,
        ])
        .await;
    assert_eq!(starts.lines().count(), 1, "{starts}");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_creates_at_once_each_have_their_own_outcome() {
    let app = TestApp::start();
    let answers = join_all((0..20).map(|n| {
        let mut body = sleeper();
        if n == 7 {
            body["image"] = json!("no-such-image:1");
        }
        body["tags"] = json!([format!("n{n}")]);
        app.create(body)
    }))
    .await;
    for (n, answer) in answers.iter().enumerate() {
        if n == 7 {
            answer.refused(404, "not_found", "IMAGE_NOT_FOUND");
        } else {
            let container = answer.container(201);
            assert_eq!(container.tags, [format!("n{n}")]);
            assert_eq!(container.status, Status::Created);
        }
    }
    let state = app.snapshot().await;
    assert_eq!((state.listed.len(), state.engine.len()), (19, 19));

    // and so have their starts, of which one can't work
    let (_listener, port) = super::rollback::taken_port();
    let bad = &state.listed[11].cuid;
    app.update(bad, json!({ "ports": [{ "host": port, "container": 80 }] })).await.container(200);
    let starts =
        join_all(state.listed.iter().map(|container| app.control(&container.cuid, "start"))).await;
    for (container, answer) in state.listed.iter().zip(starts) {
        if &container.cuid == bad {
            answer.refused(409, "conflict", "PORT_IN_USE");
        } else {
            assert_eq!(answer.container(200).status, Status::Running);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_and_a_start_at_once_both_hold() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let (started, changed) = tokio::join!(
        app.control(&cuid, "start"),
        app.update(&cuid, json!({ "env": { "NEW": "1" } }))
    );
    started.container(200);
    changed.container(200);
    let after = app.container(&cuid).await;
    assert_eq!((after.status, after.pending_change), (Status::Running, false));
    let env = app.inspect(&cuid).await["Config"]["Env"].clone();
    assert!(env.as_array().unwrap().contains(&json!("NEW=1")), "{env}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delete_and_a_start_at_once_leave_all_or_nothing() {
    let app = TestApp::start();
    for _ in 0..3 {
        let cuid = app.created().await.cuid;
        let (started, deleted) = tokio::join!(app.control(&cuid, "start"), app.delete(&cuid, ""));
        match (started.status, deleted.status) {
            // the start was first: what runs is not deleted
            (200, 409) => {
                deleted.refused(409, "conflict", "CONTAINER_RUNNING");
                assert_eq!(app.inspect(&cuid).await["State"]["Status"], "running");
                app.delete(&cuid, "?force=true").await.json(200);
            }
            // the delete was first
            (404, 200) => {
                started.refused(404, "not_found", "CONTAINER_NOT_FOUND");
            }
            other => panic!("{other:?}: {started:?} {deleted:?}"),
        }
        assert!(app.engine_ids(&cuid).await.is_empty());
        assert!(!app.container_folder(&cuid).exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forced_delete_and_a_start_at_once_leave_nothing() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let (started, deleted) =
        tokio::join!(app.control(&cuid, "start"), app.delete(&cuid, "?force=true"));
    assert!(matches!(started.status, 200 | 404), "{started:?}");
    deleted.json(200);
    assert!(app.engine_ids(&cuid).await.is_empty());
    assert!(app.snapshot().await.files.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_deletes_at_once_delete_all() {
    let app = TestApp::start();
    let made = join_all((0..20).map(|_| app.create(sleeper()))).await;
    let cuids: Vec<String> = made.iter().map(|answer| answer.container(201).cuid).collect();
    for answer in join_all(cuids.iter().map(|cuid| app.delete(cuid, ""))).await {
        answer.json(200);
    }
    let state = app.snapshot().await;
    assert!(state.engine.is_empty() && state.files.is_empty(), "{state:?}");
}
