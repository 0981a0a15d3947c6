use crate::support::{Options, TestApp, USER};
use app::types::{ActionEntry, ActivityPage};

async fn page(app: &TestApp, query: &str) -> ActivityPage {
    app.get(&format!("/activity{query}")).await.expect(200)
}

/// Waits until the writer has come as far as a request; it writes aside.
async fn written(app: &TestApp, request_id: &str) {
    let began = std::time::Instant::now();
    while page(app, &format!("?q={request_id}")).await.entries.is_empty() {
        assert!(began.elapsed() < crate::support::PATIENCE, "{request_id} is never written");
    }
}

fn actions(entries: &[ActionEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.action.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_told_newest_first_and_by_filters() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    app.control(&cuid, "start").await.container(200);
    let refused = app.control(&cuid, "unpauses").await;
    assert_eq!(refused.status, 404);
    let bad = app.update(&cuid, serde_json::json!({ "imag": "x" })).await;
    bad.error(400, "validation_error");
    app.control(&cuid, "stop").await.container(200);
    let last = app.get(&format!("/containers/{cuid}")).await;
    written(&app, last.header("x-request-id")).await;

    let all = page(&app, &format!("?cuid={cuid}")).await;
    assert_eq!(all.next_cursor, None);
    assert_eq!(
        actions(&all.entries),
        [
            "container.get",
            "container.stop",
            "container.update",
            "container.start",
            "container.create"
        ]
    );
    let update = &all.entries[2];
    assert_eq!((update.status, update.user.as_deref()), (400, Some(USER)));
    assert_eq!(update.error.as_ref().unwrap().code, "UNKNOWN_FIELD");
    assert_eq!(update.request_id, bad.header("x-request-id"));
    assert_eq!(update.remote.as_deref(), Some("127.0.0.1"));
    for (query, expected) in [
        (
            "changes=true",
            vec!["container.stop", "container.update", "container.start", "container.create"],
        ),
        ("action=container.st", vec![]),
        ("action=container.stop,container.start", vec!["container.stop", "container.start"]),
        ("status=error", vec!["container.update"]),
        ("status=201", vec!["container.create"]),
        ("q=unknown_field", vec!["container.update"]),
        ("user=nobody", vec![]),
        ("limit=2", vec!["container.get", "container.stop"]),
    ] {
        let found = page(&app, &format!("?cuid={cuid}&{query}")).await;
        assert_eq!(actions(&found.entries), expected, "{query}");
    }
    let moment = &all.entries[3].timestamp;
    let span = serde_urlencoded::to_string([("since", moment), ("until", moment)]).unwrap();
    let found = page(&app, &format!("?{span}&cuid={cuid}")).await;
    assert_eq!(actions(&found.entries), ["container.start"]);
    for (query, code) in [
        ("limit=0", "INVALID_LIMIT"),
        ("limit=501", "INVALID_LIMIT"),
        ("cursor=x", "INVALID_CURSOR"),
        ("status=fine", "INVALID_STATUS"),
        ("since=yesterday", "INVALID_VALUE"),
        ("usr=x", "UNKNOWN_PARAMETER"),
    ] {
        app.get(&format!("/activity?{query}")).await.refused(400, "validation_error", code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_through_files_that_were_set_aside() {
    let env = vec![("LOG_MAX_BYTES", "4096".to_owned())];
    let app = TestApp::start_with(Options { env, ..Options::default() });
    let mut sent = Vec::new();
    for number in 0..30 {
        let answer = app.get(&format!("/containers/c{number}")).await;
        sent.push(answer.header("x-request-id").to_owned());
    }
    written(&app, sent.last().unwrap()).await;
    let (mut found, mut query, mut pages) =
        (Vec::new(), "?action=container.get&limit=7".to_owned(), 0);
    loop {
        let page = page(&app, &query).await;
        assert!(page.entries.len() <= 7);
        found.extend(page.entries.into_iter().map(|entry| entry.request_id));
        pages += 1;
        let Some(cursor) = page.next_cursor else { break };
        query = format!("?action=container.get&limit=7&cursor={cursor}");
    }
    found.reverse();
    // six files of 4 KiB hold the last ones for sure, also beside the reading itself
    assert!(found.len() > 7, "{found:?}");
    assert!(sent.ends_with(&found), "none is missing or told twice: {found:?}");
    assert!(pages > 1);
    assert!(app.folder().join("logs/actions.jsonl.1").exists());
}
