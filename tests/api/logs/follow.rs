use super::support::{Fixture, data, parse};
use crate::support::{PATIENCE, TestApp};
use futures_util::StreamExt;
use reqwest::{Method, Response};
use serde_json::json;
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// The next piece of a body.
async fn chunk(response: &mut Response) -> Option<String> {
    let chunk = timeout(PATIENCE, response.chunk()).await.expect("something comes").unwrap();
    chunk.map(|chunk| String::from_utf8(chunk.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_come_as_they_are_written() {
    let on = Fixture::obeying().await;
    let mut follower = on.follow(&[]).await;
    assert_eq!(follower.header("x-accel-buffering"), "no");
    follower.line("ready").await;
    for number in 0..5 {
        on.order(&format!("echo out {number}; echo err {number} >&2"));
        let mut seen = Vec::new();
        for _ in 0..2 {
            seen.push(follower.next_line().await.data);
        }
        // each output has its way of its own to the engine
        seen.sort();
        assert_eq!(seen, [format!("err {number}"), format!("out {number}")]);
    }
    on.order("exit 7");
    let (lines, end) = follower.read_to_end().await;
    assert_eq!((data(&lines), end), (vec![], json!({ "exit_code": 7 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_and_ndjson_are_followed_too_uncompressed() {
    let on = Fixture::obeying().await;
    let open = async |format: &str| {
        let query = [("follow", "true"), ("format", format), ("grep", "order")];
        let request = on.app.request(Method::GET, &on.path(&query));
        let response = request.header("accept-encoding", "gzip, br").send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(!response.headers().contains_key("content-encoding"), "{response:?}");
        response
    };
    let (mut text, mut ndjson) = (open("text").await, open("ndjson").await);
    for number in 0..3 {
        on.order(&format!("echo order {number}; echo other"));
        assert_eq!(chunk(&mut text).await.unwrap(), format!("order {number}\n"));
        let lines = parse(&chunk(&mut ndjson).await.unwrap());
        assert_eq!(data(&lines), [format!("order {number}")]);
    }
    on.order("exit 0");
    assert_eq!((chunk(&mut text).await, chunk(&mut ndjson).await), (None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_lines_come_first() {
    let on = Fixture::obeying().await;
    on.order("for i in 1 2 3 4 5; do echo $i; done; echo err >&2; echo done");
    on.follow(&[]).await.line("done").await;
    for (query, first, then) in [
        (&[("tail", "3"), ("stream", "stdout")][..], &["4", "5", "done"][..], "more"),
        (&[("tail", "0")], &[], "more yet"),
        (&[("tail", "1"), ("grep", "^[0-9]$"), ("regex", "true")], &["5"], "6"),
        (&[("tail", "5"), ("stream", "stderr")], &["err"], "error"),
    ] {
        let mut follower = on.follow(query).await;
        for expected in first {
            assert_eq!(follower.next_line().await.data, *expected, "{query:?}");
        }
        // where to go on, also for those who were told no line yet
        let here = follower.event().await.unwrap();
        assert!(here.id.is_some() && here.data.is_null(), "{here:?}");
        on.order(&format!("echo {then} >&{}", if then == "error" { 2 } else { 1 }));
        assert_eq!(follower.next_line().await.data, then, "{query:?}");
        let mut again = on.follow_from(&here.id.unwrap(), query).await;
        assert_eq!(again.next_line().await.data, then, "{query:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_span_that_has_ended_is_not_waited_for() {
    let on = Fixture::obeying().await;
    let soon = jiff::Timestamp::now() + Duration::from_secs(2);
    let begun = Instant::now();
    let mut follower = on.follow(&[("until", &soon.to_string())]).await;
    let (lines, end) = follower.read_to_end().await;
    assert_eq!((data(&lines), end), (vec!["ready"], json!({ "exit_code": null })));
    assert!(begun.elapsed() > Duration::from_secs(1));
    let (lines, _) = on.follow(&[("until", "1h")]).await.read_to_end().await;
    assert!(lines.is_empty());
}

/// The server's open sockets.
fn sockets(app: &TestApp) -> usize {
    let open = fs::read_dir(format!("/proc/{}/fd", app.pid())).unwrap().flatten();
    let link = |path: std::path::PathBuf| fs::read_link(path).unwrap_or_default();
    open.filter(|fd| link(fd.path()).to_string_lossy().starts_with("socket:")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_leaves_nothing_behind() {
    let on = Fixture::obeying().await;
    let before = sockets(&on.app);
    let open = async |_| {
        let mut follower = on.follow(&[]).await;
        follower.line("ready").await;
        follower
    };
    let followers: Vec<_> = futures_util::stream::iter(0..20).then(open).collect().await;
    let settled = async |accept: &dyn Fn(usize) -> bool| {
        let until = Instant::now() + PATIENCE;
        while !accept(sockets(&on.app)) {
            assert!(Instant::now() < until, "{} sockets, {before} before", sockets(&on.app));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    // one to the client and one to the engine, but for those that were there already
    settled(&|now| now >= before + 30).await;
    drop(followers);
    settled(&|now| now <= before + 1).await;
}
