use crate::support::{EventStream, TestApp, USER, answer, assert_rfc3339, sleeper};
use app::types::{Container, ContainerDetail, EventKind, LogStream, Status, StopCause, Stopped};
use reqwest::Method;
use serde_json::{Value, json};

async fn detail(app: &TestApp, cuid: &str) -> ContainerDetail<Container> {
    app.get(&format!("/containers/{cuid}")).await.expect(200)
}

/// Waits until it is known why a container stopped.
async fn stopped(app: &TestApp, events: &mut EventStream, cuid: &str) -> Stopped {
    events
        .wait(|event| (event.kind == EventKind::Stopped { cuid: cuid.to_owned() }).then_some(()))
        .await;
    let detail = app.wait_for(cuid, Status::Exited).await;
    assert_eq!(detail.status, Status::Exited);
    self::detail(app, cuid).await.stopped.expect("it has stopped")
}

/// A container that runs a script.
async fn script(app: &TestApp, script: &str, more: Value) -> String {
    let mut body = json!({ "image": "busybox:latest", "command": ["sh", "-c", script] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    cuid
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_is_told() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    assert!(detail(&app, &cuid).await.stopped.is_none(), "it runs");
    let mut events = app.events_of("?kind=stopped").await;
    let answer = app.control(&cuid, "stop").await;
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!((stop.cause, stop.exit_code), (StopCause::Asked, Some(143)));
    assert_eq!(stop.signal.as_deref(), Some("SIGTERM"));
    let asked = stop.asked.unwrap();
    assert_eq!((asked.user.as_deref(), asked.action.as_str()), (Some(USER), "container.stop"));
    assert_eq!(asked.request_id.as_deref(), Some(answer.header("x-request-id")));
    assert_rfc3339(&asked.at);
    assert!(stop.message.contains("SIGTERM") && stop.message.contains(USER), "{}", stop.message);
    // lists stay small
    let page = app.get("/containers").await.json(200);
    assert!(page["containers"][0].get("stopped").is_none(), "{page}");
    app.control(&cuid, "start").await.container(200);
    assert!(detail(&app, &cuid).await.stopped.is_none(), "it runs again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_dashboard_asks_is_asked_by_somebody_too() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut events = app.events_of("?kind=stopped").await;
    let request = app.request(Method::POST, "/ui/fn/containers/control");
    let body = json!({ "cuid": cuid, "action": "stop" });
    let answered = answer(request.json(&body)).await;
    assert_eq!(answered.status, 200, "{answered:?}");
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!(stop.asked.unwrap().user.as_deref(), Some(USER));
    let request = app.request(Method::POST, "/ui/fn/containers/stopped");
    let again: Option<Stopped> = answer(request.json(&json!({ "cuid": cuid }))).await.expect(200);
    assert_eq!(again.unwrap().cause, StopCause::Asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_past_the_server_is_told_apart_from_an_end_by_itself() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let mut events = app.events_of("?kind=stopped").await;
    app.docker().run(&["kill", &id]).await;
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!((stop.cause, stop.signal.as_deref()), (StopCause::Outside, Some("SIGKILL")));
    assert_eq!(stop.asked, None);
    app.docker().run(&["start", &id]).await;
    app.wait_for(&cuid, Status::Running).await;
    app.docker().run(&["stop", &id]).await;
    assert_eq!(stopped(&app, &mut events, &cuid).await.cause, StopCause::Outside);

    // a signal that only tells it something is no reason
    let waits = "trap : HUP; echo ready; until [ -e /tmp/go ]; do sleep 0.1; done; exit 5";
    let other = script(&app, waits, json!({})).await;
    let id = app.engine_ids(&other).await.remove(0);
    app.docker().wait_for_log(&id, "ready").await;
    app.docker().run(&["kill", "--signal", "HUP", &id]).await;
    app.docker().run(&["exec", &id, "touch", "/tmp/go"]).await;
    let stop = stopped(&app, &mut events, &other).await;
    assert_eq!((stop.cause, stop.exit_code, stop.signal), (StopCause::ByItself, Some(5), None));
    assert!(stop.message.contains("by itself"), "{}", stop.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_lines_are_kept_within_bounds() {
    let app = TestApp::start();
    let mut events = app.events_of("?kind=stopped").await;
    // the engine loses some of the last words of what ends at once
    let says = "echo first run; sleep 0.5";
    let cuid = script(&app, says, json!({})).await;
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!(stop.log.iter().map(|line| line.data.as_str()).collect::<Vec<_>>(), ["first run"]);
    let says = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; done; head -c 100000 /dev/zero | tr '\\0' x; echo; echo wrong >&2; sleep 0.5; exit 3";
    let body = json!({ "command": ["sh", "-c", says] });
    app.update(&cuid, body).await.container(200);
    app.control(&cuid, "start").await.container(200);
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!((stop.cause, stop.exit_code), (StopCause::ByItself, Some(3)));
    assert!(stop.log.len() <= 20, "{stop:#?}");
    assert!(stop.log.iter().map(|line| line.data.len()).sum::<usize>() <= 8192, "{stop:#?}");
    let last = stop.log.iter().find(|line| line.stream == LogStream::Stderr);
    assert_eq!(last.expect("its last words").data, "wrong");
    assert!(stop.log.iter().any(|line| line.more && line.data.starts_with("xxx")), "{stop:#?}");
    assert!(stop.log.iter().all(|line| line.data != "first run"), "{stop:#?}");
    assert!(stop.log.iter().all(|line| line.at.parse::<jiff::Timestamp>().is_ok()), "{stop:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn want_of_memory_is_told() {
    let app = TestApp::start();
    let mut events = app.events_of("?kind=stopped").await;
    let eats = "echo eating; x=x; while :; do x=$x$x; done";
    let cuid = script(&app, eats, json!({ "resources": { "memory": "16m" } })).await;
    let stop = stopped(&app, &mut events, &cuid).await;
    assert_eq!((stop.cause, stop.exit_code), (StopCause::OutOfMemory, Some(137)), "{stop:#?}");
    assert!(stop.oom_killed && stop.message.contains("memory"), "{}", stop.message);
    assert_eq!(stop.log[0].data, "eating");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_engine_restarts_tells_its_last_end_while_it_runs() {
    let app = TestApp::start();
    let mut events = app.events().await;
    let cuid = script(
        &app,
        "[ -e /tmp/x ] && sleep 1000; touch /tmp/x; exit 9",
        json!({ "restart": "on-failure" }),
    )
    .await;
    events
        .container(&cuid, |container| {
            container.status == Status::Running && container.state.restart_count == 1
        })
        .await;
    let stop = detail(&app, &cuid).await.stopped.unwrap();
    assert_eq!((stop.cause, stop.restart_count), (StopCause::ByItself, 1));
    assert!(stop.message.contains("once"), "{}", stop.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_again_finds_out_what_it_can() {
    let mut app = TestApp::start();
    let asked = app.running().await.cuid;
    let by_itself = script(&app, "echo gone; sleep 0.5; exit 4", json!({})).await;
    let meanwhile = app.create(sleeper()).await.container(201).cuid;
    app.control(&meanwhile, "start").await.container(200);
    app.control(&asked, "stop").await.container(200);
    app.wait_for(&by_itself, Status::Exited).await;
    app.stop();
    let id = app.engine_ids(&meanwhile).await.remove(0);
    app.docker().run(&["kill", &id]).await;
    app.start_again();
    let mut events = app.events_of("?kind=stopped").await;
    // what is not known yet is told when it is
    for (cuid, known) in [
        (&asked, (|stop| stop.asked.is_some()) as fn(&Stopped) -> bool),
        (&by_itself, |stop| !stop.log.is_empty()),
        (&meanwhile, |stop| stop.signal.is_some()),
    ] {
        while !detail(&app, cuid).await.stopped.as_ref().is_some_and(known) {
            let told = EventKind::Stopped { cuid: cuid.clone() };
            events.wait(|event| (event.kind == told).then_some(())).await;
        }
    }
    let stop = detail(&app, &asked).await.stopped.unwrap();
    assert_eq!(stop.cause, StopCause::Asked, "{stop:#?}");
    assert_eq!(stop.asked.unwrap().user.as_deref(), Some(USER));
    let stop = detail(&app, &by_itself).await.stopped.unwrap();
    assert_eq!((stop.cause, stop.exit_code), (StopCause::Unknown, Some(4)));
    assert_eq!(stop.log[0].data, "gone");
    let stop = detail(&app, &meanwhile).await.stopped.unwrap();
    assert_eq!((stop.cause, stop.signal.as_deref()), (StopCause::Unknown, Some("SIGKILL")));
}
