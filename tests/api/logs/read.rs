use super::support::{Fixture, data};
use app::types::{LogPage, LogStream};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

/// Writes on both outputs, each line late enough to be behind the one before.
const BOTH: &str = "for i in 1 2 3; do echo out $i; sleep 0.05; echo err $i >&2; sleep 0.05; done";

#[tokio::test(flavor = "multi_thread")]
async fn both_outputs_come_in_order_as_text_and_json() {
    let on = Fixture::ended(BOTH).await;
    let expected = ["out 1", "err 1", "out 2", "err 2", "out 3", "err 3"];
    assert_eq!(on.text(&[]).await.lines().collect::<Vec<_>>(), expected);
    let lines = on.lines(&[]).await;
    assert_eq!(data(&lines), expected);
    for (number, line) in lines.iter().enumerate() {
        let stream = if number % 2 == 0 { LogStream::Stdout } else { LogStream::Stderr };
        assert_eq!((line.stream, line.encoding.as_str(), line.more), (stream, "utf8", false));
        assert_eq!(line.at.len(), "2026-11-26T13:09:03.413749387Z".len(), "{}", line.at);
    }
    assert!(lines.is_sorted_by_key(|line| line.at.parse::<Timestamp>().unwrap()));

    // the same as docker says
    let id = on.app.engine_ids(&on.cuid).await.remove(0);
    let docker = on.app.docker().run(&["logs", "--timestamps", &id]).await;
    let ours = on.text(&[("timestamps", "true"), ("stream", "stdout")]).await;
    assert_eq!(ours.trim_end(), docker);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_output_and_the_last_lines_are_chosen() {
    let on = Fixture::ended(BOTH).await;
    for (query, expected) in [
        (&[("stream", "stdout")][..], &["out 1", "out 2", "out 3"][..]),
        (&[("stream", "stderr")], &["err 1", "err 2", "err 3"]),
        (&[("tail", "2")], &["out 3", "err 3"]),
        (&[("tail", "2"), ("stream", "stdout")], &["out 2", "out 3"]),
        (&[("tail", "0")], &[]),
        (&[("tail", "100000")], &["out 1", "err 1", "out 2", "err 2", "out 3", "err 3"]),
        (&[("grep", "2")], &["out 2", "err 2"]),
        (&[("grep", "ERR")], &[]),
        (&[("grep", "ERR"), ("ignore_case", "true")], &["err 1", "err 2", "err 3"]),
        (&[("grep", "^o.*[12]$"), ("regex", "true")], &["out 1", "out 2"]),
        (&[("grep", "^o.*[12]$")], &[]),
        (&[("grep", "^o"), ("regex", "true"), ("tail", "1")], &["out 3"]),
        (&[("grep", "2"), ("stream", "stderr"), ("tail", "5")], &["err 2"]),
        (&[("grep", "")], &["out 1", "err 1", "out 2", "err 2", "out 3", "err 3"]),
    ] {
        assert_eq!(data(&on.lines(query).await), expected, "{query:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_bound_what_is_read() {
    let on = Fixture::ended(BOTH).await;
    let all = on.lines(&[]).await;
    let at: Timestamp = all[2].at.parse().unwrap();
    let seconds = format!("{}.{:09}", at.as_second(), at.subsec_nanosecond());
    for moment in [all[2].at.as_str(), &seconds] {
        assert_eq!(data(&on.lines(&[("since", moment)]).await), data(&all[2..]));
        assert_eq!(data(&on.lines(&[("until", moment)]).await), data(&all[..3]));
        // the last ones of those, not those of the last ones
        let query = [("until", moment), ("tail", "2")];
        assert_eq!(data(&on.lines(&query).await), data(&all[1..3]));
        let query = [("since", moment), ("tail", "100")];
        assert_eq!(data(&on.lines(&query).await), data(&all[2..]));
    }
    assert_eq!(on.lines(&[("since", "10m")]).await, all);
    assert!(on.lines(&[("until", "10m")]).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_named_after_its_container() {
    let on = Fixture::ended("echo out; echo err >&2").await;
    let name = on.app.container(&on.cuid).await.name;
    for (format, extension) in [("text", "log"), ("ndjson", "ndjson")] {
        let query = [("download", "true"), ("format", format), ("timestamps", "true")];
        let answer = on.get(&query).await;
        let said = answer.header("content-disposition");
        assert!(
            said.starts_with(&format!("attachment; filename=\"{name}.{extension}\"")),
            "{said}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.text.lines().count(), 2, "{}", answer.text);
    }
    assert_eq!(on.get(&[]).await.header("content-disposition"), "");
    let alone = on.app.request(Method::HEAD, &on.path(&[("download", "true")]));
    let alone = crate::support::answer(alone).await;
    assert_eq!((alone.status, alone.text.as_str()), (200, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_without_a_log_is_told_apart_from_one_with_an_empty_log() {
    let app = crate::support::TestApp::start();
    let cuid = app.created().await.cuid;
    let on = Fixture { app, cuid };
    assert_eq!(on.text(&[]).await, "");
    assert_eq!(on.text(&[("tail", "10"), ("follow", "true")]).await, "");
    let id = on.app.engine_ids(&on.cuid).await.remove(0);
    let mut events = on.app.events().await;
    on.app.docker().run(&["rm", &id]).await;
    events.container(&on.cuid, |container| container.status == app::types::Status::Missing).await;
    on.get(&[]).await.refused(422, "state_error", "NO_ENGINE_CONTAINER");
    on.get(&[("follow", "true")]).await.refused(422, "state_error", "NO_ENGINE_CONTAINER");
    let nobody = "/containers/c123e4567-e89b-12d3-a456-426614174000/logs";
    on.app.get(nobody).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_that_make_no_sense_are_refused() {
    let on = Fixture::ended("true").await;
    for (name, value, code) in [
        ("tail", "-1", "INVALID_VALUE"),
        ("tail", "all", "INVALID_VALUE"),
        ("tail", "100001", "INVALID_VALUE"),
        ("since", "yesterday", "INVALID_VALUE"),
        ("until", "1e9", "INVALID_VALUE"),
        ("stream", "both", "INVALID_VALUE"),
        ("format", "xml", "INVALID_VALUE"),
        ("follow", "yes", "INVALID_VALUE"),
        ("timestamps", "1", "INVALID_VALUE"),
        ("last_event_id", "12", "INVALID_VALUE"),
        ("lines", "10", "UNKNOWN_PARAMETER"),
    ] {
        let error = on.get(&[(name, value)]).await.refused(400, "validation_error", code);
        assert_eq!(error.details["field"], name, "{error:?}");
        assert_eq!(error.details["provided"].to_string().trim_matches('"'), value);
    }
    let error = on.get(&[("grep", "a(b"), ("regex", "true")]).await;
    let error = error.refused(400, "validation_error", "INVALID_PATTERN");
    assert_eq!((&error.details["field"], &error.details["position"]), (&"grep".into(), &2.into()));
    assert_eq!(on.text(&[("grep", "a(b")]).await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_is_given_the_last_lines() {
    let on = Fixture::ended(BOTH).await;
    let read = async |query: Value| -> LogPage {
        let request = on.app.request(Method::POST, "/ui/fn/logs/read");
        let body = json!({ "cuid": on.cuid, "query": query });
        crate::support::answer(request.json(&body)).await.expect(200)
    };
    let page = read(json!({})).await;
    assert_eq!((page.lines.len(), page.has_older), (6, false));
    let page = read(json!({ "tail": 2, "grep": "out" })).await;
    assert_eq!((data(&page.lines), page.has_older), (vec!["out 2", "out 3"], true));
    let id = page.last_event_id.expect("something was written");
    assert!(on.lines(&[("last_event_id", &id)]).await.is_empty());
}
