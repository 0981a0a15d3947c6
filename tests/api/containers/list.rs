use crate::support::TestApp;
use app::types::{Container, Status};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn create(app: &TestApp, name: &str, tags: Value) -> Container {
    let body = json!({ "image": "busybox:latest", "command": ["sleep", "1000"], "name": name, "tags": tags });
    app.create(body).await.container(201)
}

async fn names(app: &TestApp, query: &str) -> Vec<String> {
    let page = app.get(&format!("/containers?{query}")).await.page();
    assert_eq!(page.total, page.containers.len(), "{query}");
    assert_eq!(page.next_cursor, None, "{query}");
    page.containers.into_iter().map(|container| container.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_a_list() {
    let app = TestApp::start();
    let body = app.get("/containers").await.json(200);
    assert_eq!(body, json!({ "containers": [], "next_cursor": null, "total": 0 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_choose_by_status_tag_image_and_text() {
    let app = TestApp::start();
    let (web, api) = (
        create(&app, "Web", json!(["prod", "eu"])).await,
        create(&app, "Api", json!(["prod"])).await,
    );
    let body =
        json!({ "image": "python:3.12-slim", "name": "Batch", "command": ["sleep", "1000"] });
    let batch = app.create(body).await.container(201);
    app.control(&web.cuid, "start").await.container(200);
    app.control(&api.cuid, "start").await.container(200);
    app.control(&api.cuid, "pause").await.container(200);
    // ids begin with the time, which several may share
    let part = &batch.cuid[24..];
    for (query, expected) in [
        ("", vec!["Batch", "Api", "Web"]),
        ("status=running", vec!["Web"]),
        ("status=running,paused", vec!["Api", "Web"]),
        ("status=exited", vec![]),
        ("tag=prod", vec!["Api", "Web"]),
        ("tag=prod,eu", vec!["Web"]),
        ("tag=Prod", vec![]),
        ("tag=pro", vec![]),
        ("image=python", vec!["Batch"]),
        ("image=:latest", vec!["Api", "Web"]),
        ("q=WEB", vec!["Web"]),
        ("q=eu", vec!["Web"]),
        ("q=3.12", vec!["Batch"]),
        (&format!("q={part}"), vec!["Batch"]),
        ("q=%25", vec![]),
        ("status=paused&tag=prod&q=a", vec!["Api"]),
    ] {
        assert_eq!(names(&app, query).await, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_stay_right_while_containers_come_and_go() {
    let app = TestApp::start();
    let made = join_all((0..9).map(|n| create(&app, "page", json!([format!("t{n}")])))).await;
    let listed = app.get("/containers").await.page().containers;
    assert_eq!(listed.len(), made.len());
    let mut order: Vec<String> = listed.into_iter().map(|container| container.cuid).collect();

    let first = app.get("/containers?limit=3").await.page();
    assert_eq!(first.total, 9);
    let mut seen: Vec<String> =
        first.containers.into_iter().map(|container| container.cuid).collect();
    assert_eq!(seen, order[..3]);
    let mut cursor = first.next_cursor;
    // one that was seen goes, the cursor's own goes, one to come goes, and a new one comes
    for gone in [&order[0], &order[2], &order[4]] {
        app.delete(gone, "").await.json(200);
    }
    let newcomer = create(&app, "page", json!([])).await.cuid;
    while let Some(next) = cursor {
        let page = app.get(&format!("/containers?limit=3&cursor={next}")).await.page();
        assert_eq!(page.total, 7);
        seen.extend(page.containers.into_iter().map(|container| container.cuid));
        cursor = page.next_cursor;
    }
    order.remove(4);
    assert_eq!(seen, order, "each once, in order, and none that was gone");
    assert!(!seen.contains(&newcomer), "what is new is before the first page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_holds_all_has_no_next() {
    let app = TestApp::start();
    join_all((0..4).map(|_| create(&app, "page", json!([])))).await;
    for (limit, pages) in [(1, 4), (2, 2), (3, 2), (4, 1), (500, 1)] {
        let mut cursor = String::new();
        let mut seen = BTreeSet::new();
        for at in 1..=pages {
            let page = app.get(&format!("/containers?limit={limit}{cursor}")).await.page();
            assert_eq!(page.next_cursor.is_some(), at < pages, "page {at} of {pages}");
            seen.extend(page.containers.into_iter().map(|container| container.cuid));
            cursor = page.next_cursor.map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
        assert_eq!(seen.len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_follows_what_happens() {
    let app = TestApp::start();
    let cuid = create(&app, "one", json!([])).await.cuid;
    for (action, status) in [
        ("start", Status::Running),
        ("pause", Status::Paused),
        ("unpause", Status::Running),
        ("stop", Status::Exited),
    ] {
        app.control(&cuid, action).await.container(200);
        assert_eq!(names(&app, &format!("status={status}")).await, ["one"]);
    }
    assert!(names(&app, "status=running,paused").await.is_empty());
}
