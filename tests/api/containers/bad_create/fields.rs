use super::{refuse_all, with};
use crate::support::TestApp;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn an_image_must_be_named_and_well_formed() {
    let image = |name: &str| (json!({ "image": name }), "INVALID_IMAGE", "image");
    refuse_all(&[
        image("Busybox:latest"),
        image("busybox latest"),
        image("busybox:la:test"),
        image("-busybox"),
        image("https://example.com/busybox"),
        image("busybox:"),
        image("busybox@sha256:12"),
        image("busybox:latest\nprivileged: true"),
        image(&"a".repeat(5000)),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn env_names_and_values_that_can_not_be_are_refused() {
    let env = |name: &str, value: &str, code| (with("env", json!({ name: value })), code, "env");
    refuse_all(&[
        env("", "x", "INVALID_ENV_NAME"),
        env("A=B", "x", "INVALID_ENV_NAME"),
        env("A B", "x", "INVALID_ENV_NAME"),
        env(" A", "x", "INVALID_ENV_NAME"),
        env("A\0", "x", "INVALID_ENV_NAME"),
        env("A\n", "x", "INVALID_ENV_NAME"),
        env("A", "x\0y", "INVALID_ENV_VALUE"),
        env("A", &"x".repeat(1 << 20), "ENV_TOO_LARGE"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_and_names_that_can_not_be_are_refused() {
    refuse_all(&[
        (with("tags", json!(["a,b"])), "INVALID_TAG", "tags"),
        (with("tags", json!(["fine", ""])), "INVALID_TAG", "tags[1]"),
        (with("tags", json!(["a\nb"])), "INVALID_TAG", "tags"),
        (with("tags", json!(["x".repeat(65)])), "INVALID_TAG", "tags"),
        (with("name", json!("")), "INVALID_NAME", "name"),
        (with("name", json!("x".repeat(65))), "INVALID_NAME", "name"),
        (with("name", json!("a\nb")), "INVALID_NAME", "name"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_can_not_be_are_refused() {
    let limit = |name: &str, value: Value, code| {
        let field: &'static str = match name {
            "cpus" => "resources.cpus",
            "memory" => "resources.memory",
            _ => "resources.pids",
        };
        (with("resources", json!({ name: value })), code, field)
    };
    let mut rows = vec![
        limit("cpus", json!(0), "INVALID_CPUS"),
        limit("cpus", json!(-1), "INVALID_CPUS"),
        limit("cpus", json!(0.001), "INVALID_CPUS"),
        limit("cpus", json!(100_000), "INVALID_CPUS"),
        limit("pids", json!(0), "INVALID_PIDS"),
        limit("pids", json!(-1), "INVALID_PIDS"),
        limit("pids", json!(i64::MAX), "INVALID_PIDS"),
        limit("memory", json!(0), "INVALID_MEMORY"),
        limit("memory", json!(-1), "INVALID_MEMORY"),
        limit("memory", json!(6 * 1024 * 1024 - 1), "INVALID_MEMORY"),
        limit("memory", json!(i64::MAX), "INVALID_MEMORY"),
    ];
    for text in [
        "5m",
        "512",
        "0",
        "-1g",
        "",
        "m",
        "lots",
        "1x",
        "1 g b",
        "1e3m",
        "99999999999g",
        "NaNg",
        "infg",
    ] {
        rows.push(limit("memory", json!(text), "INVALID_MEMORY"));
    }
    refuse_all(&rows).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ports_that_can_not_be_are_refused() {
    let port = |port: Value, code, field| (with("ports", json!([port])), code, field);
    refuse_all(&[
        port(json!({ "container": 0 }), "INVALID_PORT", "ports[0].container"),
        port(json!({ "container": 70_000 }), "INVALID_PORT", "ports[0].container"),
        port(json!({ "container": -1 }), "INVALID_PORT", "ports[0].container"),
        port(json!({ "host": 0, "container": 80 }), "INVALID_PORT", "ports[0].host"),
        port(json!({ "host": 70_000, "container": 80 }), "INVALID_PORT", "ports[0].host"),
        port(
            json!({ "container": 80, "protocol": "icmp" }),
            "INVALID_PROTOCOL",
            "ports[0].protocol",
        ),
        port(json!({ "container": 80, "host_ip": "here" }), "INVALID_HOST_IP", "ports[0].host_ip"),
        (
            with(
                "ports",
                json!([{ "host": 21000, "container": 80 }, { "host": 21000, "container": 81 }]),
            ),
            "DUPLICATE_PORT",
            "ports[1]",
        ),
        (
            with("ports", json!([{ "container": 80 }, { "container": 80, "protocol": "tcp" }])),
            "DUPLICATE_PORT",
            "ports[1]",
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_and_users_that_can_not_be_are_refused() {
    refuse_all(&[
        (with("command", json!([])), "INVALID_COMMAND", "command"),
        (with("command", json!(["echo", "a\0b"])), "INVALID_COMMAND", "command"),
        (with("user", json!("")), "INVALID_USER", "user"),
        (with("user", json!("a b")), "INVALID_USER", "user"),
        (with("user", json!("1000:1000:1000")), "INVALID_USER", "user"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once() {
    let app = TestApp::start();
    let body = json!({
        "image": "Not An Image",
        "env": { "A=B": "1" },
        "tags": ["a,b"],
        "resources": { "cpus": 0, "memory": "1m", "pids": 0 },
        "ports": [{ "container": 0 }],
    });
    let error = app.create(body).await.error(400, "validation_error");
    let mut codes: Vec<String> = error.field_errors().into_iter().map(|field| field.code).collect();
    codes.sort();
    let all = [
        "INVALID_CPUS",
        "INVALID_ENV_NAME",
        "INVALID_IMAGE",
        "INVALID_MEMORY",
        "INVALID_PIDS",
        "INVALID_PORT",
        "INVALID_TAG",
    ];
    assert_eq!(codes, all);
}
