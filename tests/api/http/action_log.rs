use crate::support::{Options, TestApp, answer, assert_rfc3339, sleeper};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

/// The log of a server that has ended: every line of it is whole.
fn lines(app: &TestApp) -> Vec<Value> {
    let text =
        fs::read_to_string(app.folder().join("logs/actions.jsonl")).expect("the log is there");
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn find<'a>(lines: &'a [Value], id: &str) -> &'a Value {
    let mut found = lines.iter().filter(|line| line["request_id"] == id);
    let line = found.next().unwrap_or_else(|| panic!("{id} is not in {lines:#?}"));
    assert!(found.next().is_none(), "{id} is there twice");
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_a_line_with_all_its_fields() {
    let mut app = TestApp::start();
    let created = app.create(sleeper()).await;
    let cuid = created.container(201).cuid;
    let started = app.control(&cuid, "start").await;
    let refused = app.create(json!({})).await;
    let stranger =
        answer(app.anonymous(Method::GET, &format!("/containers/{cuid}?q=secret"))).await;
    let nowhere = app.get("/nowhere").await;
    app.stop();
    let lines = lines(&app);
    for (answer, method, path, action, status, about) in [
        (&created, "POST", "/containers".to_owned(), "container.create", 201, json!(cuid)),
        (
            &started,
            "POST",
            format!("/containers/{cuid}/start"),
            "container.start",
            200,
            json!(cuid),
        ),
        (&refused, "POST", "/containers".to_owned(), "container.create", 400, Value::Null),
        (&stranger, "GET", format!("/containers/{cuid}"), "container.get", 401, json!(cuid)),
        (&nowhere, "GET", "/nowhere".to_owned(), "unknown", 404, Value::Null),
    ] {
        let line = find(&lines, answer.header("x-request-id"));
        assert_rfc3339(line["timestamp"].as_str().expect("text"));
        assert_eq!(
            line["user"],
            if status == 401 { Value::Null } else { json!("admin") },
            "{line}"
        );
        assert_eq!(line["remote"], "127.0.0.1", "{line}");
        assert_eq!((&line["method"], &line["path"]), (&json!(method), &json!(path)), "{line}");
        assert_eq!((&line["action"], &line["status"]), (&json!(action), &json!(status)), "{line}");
        assert_eq!(line["cuid"], about, "{line}");
        assert!(line["duration_ms"].as_f64().is_some_and(|spent| spent >= 0.0), "{line}");
        if status < 400 {
            assert!(line.get("error").is_none(), "{line}");
        } else {
            assert_eq!(line["error"], answer.json(status), "the log has what was answered");
        }
    }
    let spent = find(&lines, started.header("x-request-id"))["duration_ms"].as_f64();
    assert!(spent.is_some_and(|spent| spent > 10.0), "a start takes longer than {spent:?} ms");
    let text =
        fs::read_to_string(app.folder().join("logs/actions.jsonl")).expect("the log is there");
    assert!(!text.contains("secret") && !text.contains(crate::support::PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_set_aside_when_it_has_grown() {
    let env = vec![("LOG_MAX_BYTES", "4096".to_owned())];
    let mut app = TestApp::start_with(Options { env, ..Options::default() });
    for _ in 0..60 {
        app.get("/containers").await.page();
    }
    app.stop();
    let files: Vec<_> =
        fs::read_dir(app.folder().join("logs")).expect("the folder").flatten().collect();
    assert!(files.len() > 1, "{files:?}");
    let mut total = 0;
    for file in files {
        let text = fs::read_to_string(file.path()).expect("text");
        assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{text}");
        total += text.lines().count();
    }
    assert_eq!(total, 60, "no line is lost or doubled");
}
