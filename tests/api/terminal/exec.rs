use crate::support::{Answer, TestApp, answer};
use app::types::RunResult;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Instant;

async fn exec(app: &TestApp, cuid: &str, body: Value) -> Answer {
    answer(app.request(Method::POST, &format!("/containers/{cuid}/exec")).json(&body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_run_to_its_end() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "echo $A; id -u; pwd; wc -c; echo err >&2; exit 4";
    let body = json!({
        "argv": ["sh", "-c", script], "env": { "A": "b c" }, "cwd": "/tmp", "user": "1000",
        "stdin": "12345", "timeout": 20,
    });
    let result: RunResult = exec(&app, &cuid, body).await.expect(200);
    assert_eq!(result.exit_code, 4);
    assert_eq!(result.stdout.data, "b c\n1000\n/tmp\n5\n");
    assert_eq!(result.stderr.data, "err\n");
    assert!(!result.stdout.truncated);

    let large = json!({ "argv": ["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; printf '\\377' >&2"] });
    let result: RunResult = exec(&app, &cuid, large).await.expect(200);
    assert_eq!((result.stdout.data.len(), result.stdout.bytes), (1 << 20, 3_000_000));
    assert!(result.stdout.truncated, "it says that there was more");
    assert_eq!((result.stderr.data.as_str(), result.stderr.encoding.as_str()), ("/w==", "base64"));
    // a program that does not read its input to the end
    let body = json!({ "argv": ["true"], "stdin": "x".repeat(900_000) });
    assert_eq!(exec(&app, &cuid, body).await.expect::<RunResult>(200).exit_code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_whose_time_is_up_is_ended_with_all_it_has_started() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let script = "trap '' HUP TERM; sleep 2000 & sleep 2000; sleep 2000";
    let began = Instant::now();
    let body = json!({ "argv": ["sh", "-c", script], "timeout": 1 });
    exec(&app, &cuid, body).await.refused(408, "timeout", "PROGRAM_TIMED_OUT");
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    let id = app.engine_ids(&cuid).await.remove(0);
    let top = app.docker().run(&["top", &id, "-eo", "pid,args"]).await;
    assert!(!top.contains("sleep 2000"), "{top}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_run_is_refused() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    for (body, field, code) in [
        (json!({}), "argv", "MISSING_FIELD"),
        (json!({ "argv": [] }), "argv", "INVALID_VALUE"),
        (json!({ "argv": [""] }), "argv", "INVALID_VALUE"),
        (json!({ "argv": ["a\0b"] }), "argv", "INVALID_VALUE"),
        (json!({ "argv": ["ls"], "cwd": "tmp" }), "cwd", "INVALID_VALUE"),
        (json!({ "argv": ["ls"], "timeout": 0 }), "timeout", "INVALID_VALUE"),
        (json!({ "argv": ["ls"], "env": { "A=B": "c" } }), "env.A=B", "INVALID_VALUE"),
    ] {
        let error = exec(&app, &cuid, body).await.refused(400, "validation_error", code);
        assert_eq!(error.details["field"], field);
    }
    let stopped = app.created().await.cuid;
    let body = json!({ "argv": ["ls"] });
    exec(&app, &stopped, body).await.refused(422, "state_error", "CONTAINER_NOT_RUNNING");
}
