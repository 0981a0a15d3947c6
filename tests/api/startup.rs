//! How the server starts, and how it says that it can't.

use crate::support::{
    Options, PASSWORD, TestApp, docker::Docker, engine::remove_project, server_program,
};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// A server in a folder, with nothing said about its login.
fn server(folder: &Path) -> Command {
    let mut command = Command::new(server_program());
    command.current_dir(folder).env("BIND", "127.0.0.1:0");
    for name in ["APP_USER", "APP_PASS", "WHARFINGER_DATA", "LOG_DIR", "DEFAULT_USER_UID"] {
        command.env_remove(name);
    }
    command
}

fn output(mut command: Command) -> Output {
    command.output().unwrap()
}

#[test]
fn a_wrong_setting_stops_the_start_with_a_sentence_that_names_it() {
    for (name, value) in [
        ("BIND", "here"),
        ("BIND", "127.0.0.1:99999"),
        ("APP_USER", "a:b"),
        ("APP_PASS", "short"),
        ("DEFAULT_USER_UID", "root"),
        ("DEFAULT_USER_UID", "1000"),
        ("PULL_POLICY", "sometimes"),
        ("COMPOSE_CONCURRENCY", "0"),
        ("TRUSTED_ORIGINS", "wharf.example.com/path"),
        ("TRUSTED_PROXIES", "somebody"),
        ("LOG_MAX_BYTES", "lots"),
        ("SESSION_HOURS", "0"),
        ("APP_ENV", "testing"),
        ("DOCKER_HOST", "docker"),
    ] {
        let folder = TempDir::new().unwrap();
        let mut command = server(folder.path());
        command.env("APP_PASS", PASSWORD).env(name, value);
        let output = output(command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{name}={value} was accepted");
        assert!(said.contains(name), "{name}={value}: {said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        assert!(output.stdout.is_empty(), "{output:?}");
        assert!(!folder.path().join("data").exists(), "{name}={value} made a data folder");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_has_one_server_only() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mut command = server(app.folder());
    command.env("APP_PASS", PASSWORD).env("WHARFINGER_DATA", app.data());
    let output = output(command);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains(&app.pid().to_string()), "who has it is not said: {said}");
    assert_eq!(app.control(&cuid, "start").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_writes_a_password_and_tells_it_once() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log");
    let start =
        || crate::support::Process::start(server(folder.path()), "listening on http://", &log);
    let (mut process, _) = start();
    let path = folder.path().join(".env");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let password = text.lines().find_map(|line| line.strip_prefix("APP_PASS=")).unwrap();
    assert!(password.len() >= 16, "{password}");
    assert!(process.terminate());
    let told = fs::read_to_string(&log).unwrap();
    assert_eq!(told.matches(password).count(), 1, "{told}");

    let (mut process, _) = start();
    assert!(process.terminate());
    assert_eq!(fs::read_to_string(&log).unwrap().matches(password).count(), 1, "told again");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    remove_project(&Docker::default(), &folder.path().join("data"));
}

#[tokio::test(flavor = "multi_thread")]
async fn development_adds_stack_traces_to_errors() {
    let env = vec![("APP_ENV", "development".to_owned())];
    let app = TestApp::start_with(Options { env, ..Options::default() });
    let error: Value = app.get("/nowhere").await.json(404);
    assert!(error["stacktrace"].as_str().is_some_and(|trace| !trace.is_empty()), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_pulled_only_as_often_as_the_policy_says() {
    for (policy, known) in [("never", true), ("missing", true), ("always", false)] {
        let env = vec![("PULL_POLICY", policy.to_owned())];
        let app = TestApp::start_with(Options { env, ..Options::default() });
        // an image that is here and in no registry
        let image = format!("localhost:1/wharfinger-test:{policy}");
        let docker = Docker::default();
        docker.run(&["tag", "busybox:latest", &image]).await;
        let answer = app.create(serde_json::json!({ "image": image, "command": ["true"] })).await;
        docker.run(&["rmi", &image]).await;
        if known {
            answer.container(201);
        } else {
            answer.refused(404, "not_found", "IMAGE_NOT_FOUND");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_while_the_server_was_away_is_made_up_for() {
    use app::types::Status;
    let mut app = TestApp::start();
    let (stopped, removed, started) =
        (app.running().await, app.running().await, app.created().await);
    app.kill();
    let docker = app.docker();
    let id = |container: &app::types::Container| container.state.container_id.clone().unwrap();
    docker.run(&["stop", &id(&stopped)]).await;
    docker.run(&["rm", "--force", &id(&removed)]).await;
    docker.run(&["start", &id(&started)]).await;
    app.start_again();
    for (container, status) in
        [(stopped, Status::Exited), (removed, Status::Missing), (started, Status::Running)]
    {
        assert_eq!(app.wait_for(&container.cuid, status).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_finishes_what_it_does() {
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    let request = app.request(reqwest::Method::POST, &format!("/containers/{cuid}/start"));
    let mut events = app.events().await;
    let started = tokio::spawn(crate::support::answer(request));
    events.container(&cuid, |container| container.operation.is_some()).await;
    app.stop();
    started.await.unwrap().container(200);
    app.start_again();
    assert_eq!(app.container(&cuid).await.status, app::types::Status::Running);
}
