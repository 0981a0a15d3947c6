mod fields;

use crate::support::{Answer, TestApp, answer, answer::try_answer};
use reqwest::Method;
use serde_json::{Value, json};

/// Posts a body as it is.
async fn post(app: &TestApp, body: impl Into<reqwest::Body>) -> Answer {
    let request =
        app.request(Method::POST, "/containers").header("content-type", "application/json");
    answer(request.body(body)).await
}

/// Posts each body, which must be refused with its code at its field, and must change nothing.
async fn refuse_all(rows: &[(Value, &str, &str)]) {
    let app = TestApp::start();
    app.created().await;
    let before = app.snapshot().await;
    for (body, code, field) in rows {
        let text = body.to_string();
        println!("{}", text.chars().take(200).collect::<String>());
        let error = post(&app, text).await.refused(400, "validation_error", code);
        let named = error.details["field"].as_str().expect("the field is named");
        assert!(named.starts_with(field), "{named} instead of {field}");
        assert!(error.details.contains_key("provided"), "{error:?}");
        let first = &error.field_errors()[0];
        assert_eq!((first.field.as_str(), first.code.as_str()), (named, *code), "{error:?}");
        assert_eq!(app.snapshot().await, before, "something changed");
    }
}

/// A body with an image that is there, and one more member.
fn with(name: &str, value: Value) -> Value {
    json!({ "image": "busybox:latest", name: value })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_json_object_is_refused() {
    let app = TestApp::start();
    let before = app.snapshot().await;
    for (body, code) in [
        ("", "EMPTY_BODY"),
        ("{", "INVALID_JSON"),
        (r#"{"image": "busybox:latest",}"#, "INVALID_JSON"),
        (r#"{"image": "busybox:latest", "resources": {"cpus": NaN}}"#, "INVALID_JSON"),
        (r#"{"image": "busybox:latest"} trailing"#, "INVALID_JSON"),
        ("image=busybox", "INVALID_JSON"),
        ("[]", "INVALID_TYPE"),
        (r#"["busybox:latest", null, null, null, null, null, null, null, null]"#, "INVALID_TYPE"),
        ("\"busybox\"", "INVALID_TYPE"),
        ("17", "INVALID_TYPE"),
    ] {
        println!("{body}");
        post(&app, body).await.refused(400, "validation_error", code);
    }
    post(&app, vec![b'"', 0xff, b'"']).await.refused(400, "validation_error", "INVALID_JSON");
    answer(app.request(Method::POST, "/containers")).await.refused(
        400,
        "validation_error",
        "EMPTY_BODY",
    );
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_10_mib_is_refused() {
    let app = TestApp::start();
    let before = app.snapshot().await;
    let body = with("env", json!({ "A": "x".repeat(10 << 20) })).to_string();
    // the server may answer and close before all of it is sent: both ends are allowed to
    if let Some(answer) = try_answer(
        app.request(Method::POST, "/containers")
            .header("content-type", "application/json")
            .body(body),
    )
    .await
    {
        answer.refused(400, "validation_error", "BODY_TOO_LARGE");
    }
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_the_wrong_type_are_refused_at_their_field() {
    let rows = [
        (json!({ "image": 5 }), "INVALID_TYPE", "image"),
        (with("name", json!(["a"])), "INVALID_TYPE", "name"),
        (with("env", json!(["A=1"])), "INVALID_TYPE", "env"),
        (with("env", json!({ "A": 1 })), "INVALID_TYPE", "env"),
        (with("tags", json!("web")), "INVALID_TYPE", "tags"),
        (with("tags", json!([1])), "INVALID_TYPE", "tags"),
        (with("resources", json!([])), "INVALID_TYPE", "resources"),
        (with("resources", json!({ "cpus": "two" })), "INVALID_TYPE", "resources.cpus"),
        (with("resources", json!({ "cpus": "NaN" })), "INVALID_TYPE", "resources.cpus"),
        (with("resources", json!({ "memory": true })), "INVALID_TYPE", "resources.memory"),
        (with("resources", json!({ "pids": 1.5 })), "INVALID_TYPE", "resources.pids"),
        (with("ports", json!({ "host": 1 })), "INVALID_TYPE", "ports"),
        (with("ports", json!([{ "container": "80" }])), "INVALID_TYPE", "ports"),
        (with("ports", json!([[21_001, 80, "tcp", null]])), "INVALID_TYPE", "ports"),
        (with("command", json!("sleep 1000")), "INVALID_TYPE", "command"),
        (with("user", json!(1000)), "INVALID_TYPE", "user"),
    ];
    refuse_all(&rows).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_are_refused_and_the_nearest_known_one_is_named() {
    let app = TestApp::start();
    let before = app.snapshot().await;
    for (body, nearest) in [
        (with("tag", json!(["web"])), "tags"),
        (with("enviroment", json!({})), "env"),
        (with("comand", json!([])), "command"),
        (with("resources", json!({ "memroy": "1g" })), "memory"),
        (with("ports", json!([{ "contaner": 80 }])), "container"),
    ] {
        println!("{body}");
        let error =
            post(&app, body.to_string()).await.refused(400, "validation_error", "UNKNOWN_FIELD");
        assert!(error.message.contains(&format!("`{nearest}`")), "{}", error.message);
    }
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_image_is_refused_in_the_words_of_the_guide() {
    let app = TestApp::start();
    let before = app.snapshot().await;
    for body in [json!({}), json!({ "image": null }), json!({ "env": { "A": "1" } })] {
        let error = app.create(body).await.refused(400, "validation_error", "MISSING_IMAGE");
        assert!(error.message.starts_with("Image is required"), "{}", error.message);
        assert_eq!(
            (&error.details["field"], &error.details["provided"]),
            (&json!("image"), &Value::Null)
        );
    }
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_is_nowhere_to_be_had_leaves_nothing_behind() {
    let app = TestApp::start();
    let before = app.snapshot().await;
    for image in ["no-such-image:1", "localhost:1/team/no-such-image:1"] {
        let error = app.create(json!({ "image": image })).await.refused(
            404,
            "not_found",
            "IMAGE_NOT_FOUND",
        );
        assert!(error.message.contains(image), "{}", error.message);
    }
    assert_eq!(app.snapshot().await, before);
}
