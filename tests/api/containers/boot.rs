use crate::support::{Options, TestApp};
use app::types::Status;
use serde_json::json;
use std::fs;

/// Puts a file into a container's mount.
fn put(app: &TestApp, cuid: &str, name: &str, text: &str) {
    fs::write(app.container_folder(cuid).join("app").join(name), text).unwrap();
}

async fn started_id(app: &TestApp, cuid: &str) -> String {
    app.control(cuid, "start").await.container(200);
    app.engine_ids(cuid).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn boot_py_runs_as_the_default_user_in_the_mount() {
    let options =
        Options { env: vec![("DEFAULT_USER_UID", "1234:2345".to_owned())], ..Options::default() };
    let app = TestApp::start_with(options);
    let body = json!({ "image": "python:3.12-slim", "tags": ["web", "blue"], "env": { "GREETING": "hello" } });
    let cuid = app.create(body).await.container(201).cuid;
    put(
        &app,
        &cuid,
        "boot.py",
        r#"
import os, sys, time
e = os.environ
print("saw", os.getuid(), os.getgid(), os.getcwd(), sys.argv[0], e["CONTAINER_UID"], e["TAGS"],
      e["PYTHONUNBUFFERED"], e["GREETING"])
open("written", "w").write("by boot.py")
time.sleep(1000)
"#,
    );
    let id = started_id(&app, &cuid).await;
    let line = app.docker().wait_for_log(&id, "saw").await;
    assert_eq!(line, format!("saw 1234 2345 /app /app/boot.py {cuid} web,blue 1 hello"));
    assert_eq!(app.container(&cuid).await.status, Status::Running);
    // that the file was written shows that the mount belongs to the default user
    app.control(&cuid, "stop").await.container(200);
    let written = app.container_folder(&cuid).join("app/written");
    assert_eq!(fs::read_to_string(written).unwrap(), "by boot.py");
}

#[tokio::test(flavor = "multi_thread")]
async fn boot_py_is_told_to_end_and_may_tidy_up() {
    let app = TestApp::start();
    let cuid = app.create(json!({ "image": "python:3.12-slim" })).await.container(201).cuid;
    put(
        &app,
        &cuid,
        "boot.py",
        r#"
import signal, sys
def end(*_):
    print("tidied up")
    sys.exit(3)
signal.signal(signal.SIGTERM, end)
print("ready")
while True:
    signal.pause()
"#,
    );
    let id = started_id(&app, &cuid).await;
    app.docker().wait_for_log(&id, "ready").await;
    let stopped = app.control(&cuid, "stop").await.container(200);
    assert_eq!((stopped.status, stopped.state.exit_code), (Status::Exited, Some(3)));
    assert!(app.docker().logs(&id).await.contains("tidied up"));
}

#[tokio::test(flavor = "multi_thread")]
async fn boot_sh_runs_and_gives_its_exit_code() {
    let app = TestApp::start();
    let cuid = app.create(json!({ "image": "busybox:latest" })).await.container(201).cuid;
    put(&app, &cuid, "boot.sh", "echo \"shell $(id -u):$(id -g) $PWD\"\nexit 5\n");
    let id = started_id(&app, &cuid).await;
    app.docker().wait_for_log(&id, "shell 1000:1000 /app").await;
    assert_eq!(app.wait_for(&cuid, Status::Exited).await.state.exit_code, Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boot_file_may_come_and_change_between_starts() {
    let app = TestApp::start();
    let cuid = app.create(json!({ "image": "busybox:latest" })).await.container(201).cuid;
    app.control(&cuid, "start").await.refused(422, "state_error", "BOOT_MISSING");
    for text in ["first", "second"] {
        put(&app, &cuid, "boot.sh", &format!("echo {text}\nsleep 1000\n"));
        let id = started_id(&app, &cuid).await;
        app.docker().wait_for_log(&id, text).await;
        app.control(&cuid, "stop").await.container(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_interpreter_without_a_boot_file_is_not_started() {
    let app = TestApp::start();
    for (image, file) in [("python:3.12-slim", "boot.py"), ("busybox:latest", "boot.sh")] {
        let before = app.create(json!({ "image": image })).await.container(201);
        let error =
            app.control(&before.cuid, "start").await.refused(422, "state_error", "BOOT_MISSING");
        assert!(error.message.contains(file), "{}", error.message);
        assert_eq!(app.container(&before.cuid).await, before);
        assert_eq!(app.inspect(&before.cuid).await["State"]["Status"], "created");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn command_and_user_override_boot_file_and_default_user() {
    let app = TestApp::start();
    let command = ["sh", "-c", "echo as $(id -u):$(id -g); sleep 1000"];
    let body = json!({ "image": "busybox:latest", "command": command, "user": "65534:65534" });
    let cuid = app.create(body).await.container(201).cuid;
    put(&app, &cuid, "boot.sh", "echo the boot file ran\n");
    let id = started_id(&app, &cuid).await;
    app.docker().wait_for_log(&id, "as 65534:65534").await;
    assert!(!app.docker().logs(&id).await.contains("the boot file ran"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_with_a_program_of_its_own_just_works() {
    let app = TestApp::start();
    let image = format!("wharfinger-test-{}:own", std::process::id());
    let docker = app.docker();
    let base = docker.run(&["create", "busybox:latest"]).await;
    let program = r#"CMD ["sh", "-c", "echo own program as $(id -u) in $PWD; sleep 1000"]"#;
    docker
        .run(&[
            "commit",
            "--change",
            program,
            "--change",
            "USER 4321",
            "--change",
            "WORKDIR /tmp",
            &base,
            &image,
        ])
        .await;
    docker.run(&["rm", &base]).await;
    let cuid = app.create(json!({ "image": image })).await.container(201).cuid;
    let id = started_id(&app, &cuid).await;
    docker.wait_for_log(&id, "own program as 4321").await;
    app.delete(&cuid, "?force=true").await.json(200);
    docker.run(&["rmi", &image]).await;
}
