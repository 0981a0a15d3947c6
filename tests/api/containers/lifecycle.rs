use crate::support::TestApp;
use app::types::{Container, Status};

/// Brings a new container into a state.
async fn in_state(app: &TestApp, status: Status) -> Container {
    let cuid = app.created().await.cuid;
    let steps: &[&str] = match status {
        Status::Created => &[],
        Status::Running => &["start"],
        Status::Paused => &["start", "pause"],
        Status::Exited => &["start", "stop"],
        _ => panic!("no way to {status} here"),
    };
    for step in steps {
        app.control(&cuid, step).await.container(200);
    }
    let container = app.container(&cuid).await;
    assert_eq!(container.status, status);
    container
}

#[tokio::test(flavor = "multi_thread")]
async fn transitions_that_make_sense_happen_on_the_engine() {
    let app = TestApp::start();
    for (from, action, to) in [
        (Status::Created, "start", Status::Running),
        (Status::Running, "stop", Status::Exited),
        (Status::Running, "pause", Status::Paused),
        (Status::Running, "restart", Status::Running),
        (Status::Paused, "unpause", Status::Running),
        (Status::Paused, "stop", Status::Exited),
        (Status::Exited, "start", Status::Running),
    ] {
        println!("{action} from {from}");
        let before = in_state(&app, from).await;
        let after = app.control(&before.cuid, action).await.container(200);
        assert_eq!(after.status, to);
        assert_eq!(after, app.container(&before.cuid).await);
        let engine = app.inspect(&before.cuid).await;
        assert_eq!(engine["State"]["Status"], to.as_str());
        assert_eq!(
            before.state.container_id, after.state.container_id,
            "the container is the same"
        );
        if to == Status::Running && action != "unpause" {
            assert!(after.state.started_at > before.state.started_at, "{after:?}");
        }
        if to == Status::Exited {
            assert_eq!(after.state.exit_code, engine["State"]["ExitCode"].as_i64());
            assert!(after.state.finished_at.is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_already_so_is_answered_with_200_and_left_alone() {
    let app = TestApp::start();
    for (status, action) in [
        (Status::Running, "start"),
        (Status::Running, "unpause"),
        (Status::Paused, "pause"),
        (Status::Exited, "stop"),
        (Status::Created, "stop"),
    ] {
        println!("{action} what is {status}");
        let before = in_state(&app, status).await;
        let engine = app.inspect(&before.cuid).await;
        let mut events = app.events().await;
        assert_eq!(app.control(&before.cuid, action).await.container(200), before);
        assert_eq!(app.inspect(&before.cuid).await["State"], engine["State"]);
        // whatever happens to another one comes after all that would have happened to this one
        let other = app.created().await.cuid;
        let mut told = Vec::new();
        events
            .wait(|event| {
                told.push(event.clone());
                (event.kind.cuid() == Some(&other)).then_some(())
            })
            .await;
        told.retain(|event| event.kind.cuid() == Some(&before.cuid));
        assert!(told.is_empty(), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn transitions_that_make_no_sense_are_refused() {
    let app = TestApp::start();
    for (status, action) in [
        (Status::Paused, "start"),
        (Status::Created, "pause"),
        (Status::Exited, "pause"),
        (Status::Created, "unpause"),
        (Status::Exited, "unpause"),
    ] {
        println!("{action} from {status}");
        let before = in_state(&app, status).await;
        let error = app.control(&before.cuid, action).await.refused(
            422,
            "state_error",
            "INVALID_TRANSITION",
        );
        assert!(error.message.contains(status.as_str()), "{}", error.message);
        assert_eq!(app.container(&before.cuid).await, before);
        assert_eq!(app.inspect(&before.cuid).await["State"]["Status"], status.as_str());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_program_is_told_with_its_exit_code() {
    let app = TestApp::start();
    let mut events = app.events().await;
    let body = serde_json::json!({ "image": "busybox:latest", "command": ["sh", "-c", "exit 7"] });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    let ended = events.container(&cuid, |container| container.status == Status::Exited).await;
    assert_eq!(ended.state.exit_code, Some(7));
    assert_eq!(app.container(&cuid).await.state.exit_code, Some(7));
    let status = app.get(&format!("/containers/{cuid}/status")).await.json(200);
    assert_eq!(status["status"], "exited");
    assert_eq!(status["exit_code"], 7);
    assert_eq!(status["cuid"], cuid.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_can_not_be_run_is_told_in_the_answer_to_start_or_by_its_exit_code() {
    let app = TestApp::start();
    let body = serde_json::json!({ "image": "busybox:latest", "command": ["/no/such/program"] });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await;
    let container = app.wait_for(&cuid, Status::Exited).await;
    assert_eq!(container.state.exit_code, Some(127));
}
