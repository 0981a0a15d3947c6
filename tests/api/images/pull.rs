use super::registry::{Line, Registry, config};
use crate::support::{Options, TestApp, answer};
use app::types::{ActivityPage, Event, EventKind, Pull, PullList, PullState, Status};
use futures_util::StreamExt as _;
use reqwest::{Method, Response};
use serde_json::json;
use std::sync::Arc;

/// An image of so many bytes behind a line that holds up after the first of them, and a server that is
/// logged in there.
async fn held_up(bytes: usize, first: usize) -> (Registry, Line, TestApp, String) {
    let mut registry = Registry::start();
    registry.push("a/held:1", bytes).await;
    let line = Line::new(&registry, first);
    let env = config(&registry.login(&line.address));
    let app = TestApp::start_with(Options { env, ..Options::default() });
    let image = format!("{}/a/held:1", line.address);
    registry.clean(&image);
    line.forget();
    (registry, line, app, image)
}

async fn begin(app: &TestApp, image: &str, accept: &str) -> Response {
    let request = app.request(Method::POST, "/images/pull").header("accept", accept);
    let response = request.json(&json!({ "image": image })).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response
}

/// Reads steps until one is as `accept` wants it.
async fn step(
    response: &mut (impl futures_util::Stream<Item = Pull> + Unpin),
    accept: impl Fn(&Pull) -> bool,
) -> Pull {
    let mut last = None;
    while let Some(pull) = response.next().await {
        if accept(&pull) {
            return pull;
        }
        last = Some(pull);
    }
    panic!("never came; the last was {last:#?}");
}

/// The lines of an answer.
fn lines(response: Response) -> impl futures_util::Stream<Item = Pull> + Unpin {
    let chunks = response.bytes_stream();
    Box::pin(futures_util::stream::unfold((chunks, Vec::new()), async |(mut chunks, mut text)| {
        loop {
            if let Some(end) = text.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = text.drain(..=end).collect();
                return Some((serde_json::from_slice(&line).unwrap(), (chunks, text)));
            }
            text.extend_from_slice(&chunks.next().await?.ok()?);
        }
    }))
}

async fn pulls(app: &TestApp) -> Vec<Pull> {
    app.get("/pulls").await.expect::<PullList>(200).pulls
}

async fn is_there(app: &TestApp, image: &str) -> bool {
    app.docker().try_run(&["image", "inspect", image]).await.ok
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_tells_how_far_each_layer_is_to_its_end() {
    let (_registry, line, app, image) = held_up(6 << 20, 2 << 20).await;
    let mut events = app.events_of("?kind=pull,images").await;
    let response = begin(&app, &image, "*/*").await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let mut steps = lines(response);
    let first = steps.next().await.unwrap();
    assert_eq!((first.state, first.image.as_str()), (PullState::Pulling, image.as_str()));
    let part = step(&mut steps, |pull| pull.current_bytes > 0).await;
    assert!(part.current_bytes < part.total_bytes && part.total_bytes > 6 << 20, "{part:#?}");
    assert!(part.percent.is_some_and(|percent| percent < 60), "{part:#?}");
    assert!(part.layers.len() >= 2, "{part:#?}");
    assert!(part.layers.iter().any(|layer| layer.status == "Downloading"), "{part:#?}");
    assert!(!is_there(&app, &image).await);
    assert_eq!(pulls(&app).await[0].id, part.id);
    line.open();
    let last = step(&mut steps, |pull| pull.state != PullState::Pulling).await;
    assert_eq!((last.state, last.percent), (PullState::Done, Some(100)), "{last:#?}");
    assert!(last.ended_at.is_some());
    assert!(steps.next().await.is_none(), "nothing follows the end");
    assert!(is_there(&app, &image).await);
    // everybody else was told too
    let pick = |event: &Event| match &event.kind {
        EventKind::Pull { pull } if pull.state == PullState::Done => Some(Arc::clone(pull)),
        _ => None,
    };
    assert_eq!(*events.wait(pick).await, last);
    events.wait(|event| (event.kind == EventKind::Images).then_some(())).await;
    assert_eq!(pulls(&app).await, [last]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_hangs_up_cancels_the_pull() {
    let (_registry, line, app, image) = held_up(6 << 20, 2 << 20).await;
    let mut events = app.events_of("?kind=pull").await;
    let mut steps = lines(begin(&app, &image, "application/x-ndjson").await);
    step(&mut steps, |pull| pull.current_bytes > 0).await;
    drop(steps);
    let ended = events.wait(|event| match &event.kind {
        EventKind::Pull { pull } if pull.state != PullState::Pulling => Some(Arc::clone(pull)),
        _ => None,
    });
    assert_eq!(ended.await.state, PullState::Cancelled);
    tokio::task::block_in_place(|| line.wait_for_hang_up());
    assert!(!is_there(&app, &image).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_that_goes_on_by_itself_can_be_cancelled() {
    let (_registry, line, app, image) = held_up(6 << 20, 2 << 20).await;
    let mut events = app.events_of("?kind=pull").await;
    let body = json!({ "image": image, "detach": true });
    let request = app.request(Method::POST, "/images/pull").json(&body);
    let pull: Pull = answer(request).await.expect(202);
    let downloading = |event: &Event| {
        matches!(&event.kind, EventKind::Pull { pull } if pull.current_bytes > 0).then_some(())
    };
    events.wait(downloading).await;
    // who joins and leaves again does not end it
    let mut joined = lines(begin(&app, &image, "*/*").await);
    assert_eq!(joined.next().await.unwrap().id, pull.id);
    drop(joined);
    assert_eq!(pulls(&app).await[0].state, PullState::Pulling);
    let path = format!("/pulls/{}", pull.id);
    for _ in 0..2 {
        let ended: Pull = answer(app.request(Method::DELETE, &path)).await.expect(200);
        assert_eq!(ended.state, PullState::Cancelled);
    }
    tokio::task::block_in_place(|| line.wait_for_hang_up());
    assert!(!is_there(&app, &image).await);
    // the log names it, though the path of what was asked does not
    let log: ActivityPage = app.get(&format!("/activity?q={image}")).await.expect(200);
    let of = |action: &str| log.entries.iter().filter(|entry| entry.action == action).count();
    assert!(log.entries.iter().all(|entry| entry.image.as_ref() == Some(&image)));
    assert_eq!(of("pull.cancel"), 2);
    assert!(of("image.pull") > 0);
    answer(app.request(Method::DELETE, "/pulls/none")).await.refused(
        404,
        "not_found",
        "PULL_NOT_FOUND",
    );
    // it can be had again, by those who wait for the end alone
    line.open();
    let request = app.request(Method::POST, "/images/pull").header("accept", "application/json");
    let done: Pull = answer(request.json(&json!({ "image": image }))).await.expect(200);
    assert_eq!(done.state, PullState::Done);
    assert!(is_there(&app, &image).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_come_as_server_sent_events_too() {
    let (_registry, line, app, image) = held_up(100_000, usize::MAX).await;
    line.open();
    let mut blocks = crate::support::Blocks::new(begin(&app, &image, "text/event-stream").await);
    let mut last = None;
    while let Some((name, data)) = blocks.event().await {
        assert_eq!(name, "pull");
        last = Some(serde_json::from_str::<Pull>(&data).unwrap());
    }
    assert_eq!(last.unwrap().state, PullState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_logged_in_is_told_to() {
    let mut registry = Registry::start();
    registry.push("private:1", 1000).await;
    let image = format!("{}/private:1", registry.address);
    let nobody = tempfile::tempdir().unwrap();
    let mut app = TestApp::start_with(Options { env: config(nobody.path()), ..Options::default() });
    let request = |app: &TestApp| {
        let request = app.request(Method::POST, "/images/pull");
        request.header("accept", "application/json").json(&json!({ "image": image }))
    };
    let refused = answer(request(&app)).await.refused(404, "not_found", "IMAGE_NOT_FOUND");
    assert!(refused.message.contains("docker login"), "{}", refused.message);
    // and by the lines of a pull, which has begun by then
    let mut steps = lines(begin(&app, &image, "*/*").await);
    let last = step(&mut steps, |pull| pull.state == PullState::Failed);
    assert_eq!(last.await.error.unwrap().code, "IMAGE_NOT_FOUND");
    // a login counts at once, for creates as well
    fs_copy(&registry.login(&registry.address), nobody.path());
    let body = json!({ "image": image, "command": ["1000"] });
    let cuid = app.create(body).await.container(201).cuid;
    assert_eq!(app.control(&cuid, "start").await.container(200).status, Status::Running);
    app.delete(&cuid, "?force=true").await.json(200);

    // a helper is asked where one is named
    app.docker().run(&["rmi", &image]).await;
    let helper = nobody.path().join("docker-credential-kept");
    let answers = format!(
        "#!/bin/sh\nread host\n[ \"$1 $host\" = \"get {}\" ] && echo '{}'\n",
        registry.address,
        json!({ "ServerURL": "x", "Username": super::registry::USER, "Secret": super::registry::PASSWORD }),
    );
    std::fs::write(&helper, answers).unwrap();
    std::fs::set_permissions(&helper, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::write(nobody.path().join("config.json"), r#"{"credsStore":"kept"}"#).unwrap();
    let path = format!("{}:{}", nobody.path().display(), std::env::var("PATH").unwrap());
    let mut env = config(nobody.path());
    env.push(("PATH", path));
    app.stop();
    app.start_again_with(Options { env, ..Options::default() });
    answer(request(&app)).await.expect::<Pull>(200);
    app.docker().run(&["rmi", &image]).await;
}

fn fs_copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::copy(from.join("config.json"), to.join("config.json")).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_none_is_refused() {
    let app = TestApp::start();
    for (body, code) in [
        (json!({}), "MISSING_IMAGE"),
        (json!({ "image": "Not A Name" }), "INVALID_IMAGE"),
        (json!({ "image": "x", "tag": "y" }), "UNKNOWN_FIELD"),
    ] {
        let request = app.request(Method::POST, "/images/pull").json(&body);
        answer(request).await.refused(400, "validation_error", code);
    }
    assert!(pulls(&app).await.is_empty());
}
