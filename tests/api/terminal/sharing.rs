use super::{come_back, command, keep};
use crate::support::TestApp;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_answered_by_one_of_those_who_share_it() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let (mut one, id) = keep(&app, &cuid, "cols=80&rows=24").await;
    let mut two = come_back(&app, &cuid, &id, "").await;
    let mut watcher = come_back(&app, &cuid, &id, "&watch=true").await;
    let answer = |data: &str| json!({ "type": "answer", "data": data });
    // who came last
    one.send(answer("echo not-o''ne\n")).await;
    watcher.send(answer("echo not-wat''ched\n")).await;
    two.send(answer("echo answer-t''wo\n")).await;
    one.until("answer-two").await;
    // who typed last
    one.input("echo typed-o''ne\n").await;
    one.until("typed-one").await;
    two.send(answer("echo not-t''wo\n")).await;
    one.send(answer("echo answer-o''ne\n")).await;
    one.until("answer-one").await;
    // whoever is left
    two.input("echo typed-t''wo\n").await;
    one.until("typed-two").await;
    drop(two);
    while app.get(&format!("/containers/{cuid}/sessions")).await.json(200)["sessions"][0]["clients"]
        != 2
    {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    one.send(answer("echo answer-l''eft\n")).await;
    one.until("answer-left").await;
    assert!(!one.text().contains("not-"), "{}", one.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_take_part_in_a_session_and_one_watches() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let (mut one, id) = keep(&app, &cuid, "cols=80&rows=24").await;
    let mut two = come_back(&app, &cuid, &id, "").await;
    let mut watcher = come_back(&app, &cuid, &id, "&watch=true").await;
    one.input("echo from o''ne\n").await;
    two.input("echo from t''wo\n").await;
    for socket in [&mut one, &mut two, &mut watcher] {
        socket.until("from one").await;
        socket.until("from two").await;
    }
    for message in [
        json!({ "type": "stdin", "data": "rm -rf /\n" }),
        json!({ "type": "eof" }),
        json!({ "type": "resize", "cols": 10, "rows": 10 }),
        json!({ "type": "signal", "name": "KILL" }),
    ] {
        watcher.send(message).await;
        watcher.error("state_error", "ONLY_WATCHING").await;
    }
    // the others are told of a new size, who gave it is not
    two.send(json!({ "type": "resize", "cols": 101, "rows": 31 })).await;
    for socket in [&mut one, &mut watcher] {
        let message = socket.event().await.unwrap();
        assert_eq!(message, json!({ "type": "resize", "cols": 101, "rows": 31 }));
    }
    two.input("stty size\n").await;
    two.until("31 101").await;
    let mut third = app.socket(&format!("{cuid}?session={id}&cols=90&rows=20&offset=0")).await;
    let first = third.message().await.unwrap();
    assert_eq!(first, json!({ "type": "session", "id": id, "offset": 0, "cols": 90, "rows": 20 }));
    let message = two.event().await.unwrap();
    assert_eq!(message, json!({ "type": "resize", "cols": 90, "rows": 20 }));
    // who only watches leaves, and the session goes on
    watcher.send(json!({ "type": "close" })).await;
    while let Some(message) = watcher.event().await {
        assert_eq!(message["type"], "resize", "{message}");
    }
    two.input("echo still h''ere\n").await;
    two.until("still here").await;
    // who takes part ends it for all
    two.send(json!({ "type": "close" })).await;
    assert_eq!(two.event().await, None);
    loop {
        let message = one.event().await.expect("an exit before the end");
        if message["type"] == "exit" {
            break;
        }
        assert_eq!(message["type"], "resize", "{message}");
    }
    app.socket(&format!("{cuid}?session={id}")).await.error("not_found", "SESSION_NOT_FOUND").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_without_reading_holds_nobody_up() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "read go; head -c 40000000 /dev/zero; exit 2";
    let (mut one, id) = keep(&app, &cuid, &format!("{}&encoding=binary", command(script))).await;
    let mut watcher = come_back(&app, &cuid, &id, "&watch=true&encoding=binary").await;
    one.input("go\n").await;
    assert_eq!(one.exit().await, 2);
    assert_eq!(one.place, 40_000_000);
    // it is told what it has missed, and sees the end
    let mut missed = 0;
    loop {
        let message = watcher.event().await.expect("an exit before the end");
        match message["type"].as_str() {
            Some("gap") => missed += message["bytes"].as_u64().unwrap(),
            Some("exit") => break,
            _ => panic!("{message}"),
        }
    }
    assert!(missed > 0);
    assert_eq!(watcher.place + missed, 40_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_does_not_hold_up_the_one_who_has_come_back() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "read go; head -c 40000000 /dev/zero; exit 2";
    let (hanging, id) = keep(&app, &cuid, &format!("{}&encoding=binary", command(script))).await;
    let mut back = come_back(&app, &cuid, &id, "&encoding=binary").await;
    back.input("go\n").await;
    assert_eq!(back.exit().await, 2);
    assert_eq!(back.place, 40_000_000);
    hanging.vanish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_without_a_terminal_is_shared_too() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let (mut one, id) = keep(&app, &cuid, "").await;
    let mut two = app.socket(&format!("{cuid}?session={id}&cols=90")).await;
    let first = two.message().await.unwrap();
    assert_eq!(
        first,
        json!({ "type": "session", "id": id, "offset": 0, "cols": null, "rows": null })
    );
    two.send(json!({ "type": "resize", "cols": 90, "rows": 20 })).await;
    two.error("state_error", "NO_TERMINAL").await;
    one.input("echo out; echo err >&2; exit 6\n").await;
    for socket in [&mut one, &mut two] {
        assert_eq!(socket.exit().await, 6);
        assert_eq!((&*socket.stdout, &*socket.stderr), (&b"out\n"[..], &b"err\n"[..]));
    }
}
