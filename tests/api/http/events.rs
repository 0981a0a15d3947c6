use crate::support::{TestApp, answer};
use app::types::{EventKind, Status};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_is_told_what_was_missed() {
    let app = TestApp::start();
    let mut events = app.events().await;
    let cuid = app.created().await.cuid;
    let seen = events.wait(|event| (event.kind.cuid() == Some(&cuid)).then_some(event.id)).await;
    drop(events);
    app.control(&cuid, "start").await.container(200);
    app.delete(&cuid, "?force=true").await.json(200);

    let mut events = app.events_of(&format!("?last_event_id={seen}")).await;
    let mut ids = vec![seen];
    let mut started = false;
    events
        .wait(|event| {
            ids.push(event.id);
            match &event.kind {
                EventKind::Container { container } => {
                    started |= container.status == Status::Running;
                    None
                }
                EventKind::Removed { cuid: gone } if *gone == cuid => Some(()),
                _ => None,
            }
        })
        .await;
    assert!(started, "the start was missed");
    let expected: Vec<u64> = (seen..).take(ids.len()).collect();
    assert_eq!(ids, expected, "each once, in order");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_after_a_restart_is_told_to_read_again() {
    let mut app = TestApp::start();
    let mut events = app.events().await;
    let cuid = app.created().await.cuid;
    let seen = events.wait(|event| (event.kind.cuid() == Some(&cuid)).then_some(event.id)).await;
    app.kill();
    app.start_again();
    let far = seen + 1_000_000_000_000;
    for id in [seen, far, 0] {
        let mut events = app.events_of(&format!("?last_event_id={id}")).await;
        let first = events.wait(|event| Some(event.kind.clone())).await;
        assert_eq!(first, EventKind::Gap, "after {id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_can_be_chosen_by_container_and_kind() {
    let app = TestApp::start();
    let (one, other) = (app.created().await.cuid, app.created().await.cuid);
    let mut of_one = app.events_of(&format!("?cuid={one}")).await;
    let mut removals = app.events_of("?kind=removed").await;
    for cuid in [&other, &one] {
        app.control(cuid, "start").await.container(200);
        app.delete(cuid, "?force=true").await.json(200);
    }
    of_one
        .wait(|event| {
            assert_eq!(event.kind.cuid(), Some(one.as_str()));
            matches!(event.kind, EventKind::Removed { .. }).then_some(())
        })
        .await;
    let gone = [
        removals.wait(|event| Some(event.kind.clone())).await,
        removals.wait(|event| Some(event.kind.clone())).await,
    ];
    assert_eq!(gone, [other, one].map(|cuid| EventKind::Removed { cuid }));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_files_are_told_by_their_paths() {
    let app = TestApp::start();
    let (cuid, other) = (app.created().await.cuid, app.created().await.cuid);
    let mut events = app.events_of(&format!("?kind=files,removed&cuid={cuid},{other}")).await;
    let path = format!("/containers/{cuid}/files");
    let put = |name: &str| app.request(Method::PUT, &format!("{path}?path={name}")).body("x");
    let post = |verb: &str, body: serde_json::Value| {
        app.request(Method::POST, &format!("{path}/{verb}")).json(&body)
    };
    answer(put("a.txt")).await.json(201);
    answer(post("mkdir", json!({ "path": "d/e" }))).await.json(201);
    // it is there already
    answer(post("mkdir", json!({ "path": "d/e" }))).await.json(200);
    answer(put("nowhere/../../x")).await.error(400, "validation_error");
    answer(post("copy", json!({ "from": "a.txt", "to": "d/b.txt" }))).await.json(200);
    answer(post("move", json!({ "from": "a.txt", "to": "c.txt" }))).await.json(200);
    answer(post("chmod", json!({ "path": "c.txt", "mode": "600" }))).await.json(200);
    answer(app.request(Method::DELETE, &format!("{path}?path=c.txt"))).await.json(200);
    app.delete(&other, "").await.json(200);
    let mut told = Vec::new();
    events
        .wait(|event| {
            if let EventKind::Files { cuid: of, path } = &event.kind {
                assert_eq!(*of, cuid);
                told.push(path.clone());
            }
            matches!(event.kind, EventKind::Removed { .. }).then_some(())
        })
        .await;
    assert_eq!(told, ["a.txt", "d/e", "d/b.txt", "a.txt", "c.txt", "c.txt", "c.txt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_that_make_no_sense_are_refused() {
    let app = TestApp::start();
    for (query, code) in [
        ("kind=flying", "INVALID_VALUE"),
        ("last_event_id=x", "INVALID_VALUE"),
        ("kinds=engine", "UNKNOWN_PARAMETER"),
    ] {
        app.get(&format!("/events?{query}")).await.refused(400, "validation_error", code);
    }
}
