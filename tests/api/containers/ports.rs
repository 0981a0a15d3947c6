use crate::support::{TestApp, answer, hear, sleeper};
use app::types::Container;
use reqwest::Method;
use serde_json::{Value, json};
use std::net::TcpStream;

async fn set_ports(app: &TestApp, cuid: &str, ports: Value) -> Container {
    let path = format!("/containers/{cuid}/ports");
    answer(app.request(Method::PATCH, &path).json(&json!({ "ports": ports }))).await.container(200)
}

/// A container that says `hello` to whoever connects to its port 80.
fn greeter(ports: Value) -> Value {
    json!({
        "image": "busybox:latest",
        "command": ["nc", "-ll", "-p", "80", "-e", "echo", "hello"],
        "ports": ports,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_port_is_reached_and_can_be_moved() {
    let app = TestApp::start();
    let cuid =
        app.create(greeter(json!([{ "host": 21040, "container": 80 }]))).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    assert_eq!(hear("127.0.0.1", 21040).await, "hello\n");
    let ports = json!([
        { "host": 21041, "container": 80, "protocol": "tcp" },
        { "host": 21041, "container": 9000, "protocol": "udp" },
    ]);
    let moved = set_ports(&app, &cuid, ports).await;
    assert_eq!(moved.ports.len(), 2);
    assert_eq!(hear("127.0.0.1", 21041).await, "hello\n");
    assert!(TcpStream::connect(("127.0.0.1", 21040)).is_err(), "the old port is still open");
    let none = set_ports(&app, &cuid, json!([])).await;
    assert!(none.ports.is_empty());
    assert!(TcpStream::connect(("127.0.0.1", 21041)).is_err(), "the port is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_port_that_is_left_out_is_chosen_by_the_engine_and_shown() {
    let app = TestApp::start();
    let created = app.create(greeter(json!([{ "container": 80 }]))).await.container(201);
    assert_eq!((created.ports[0].host, created.ports[0].automatic), (None, true));
    let running = app.control(&created.cuid, "start").await.container(200);
    let port = running.ports[0].host.expect("it is known once it runs");
    assert!(running.ports[0].automatic);
    assert_eq!(hear("127.0.0.1", port).await, "hello\n");
    assert_eq!(app.container(&created.cuid).await.ports, running.ports);
    let stopped = app.control(&created.cuid, "stop").await.container(200);
    assert_eq!(stopped.ports[0].host, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_can_be_kept_to_one_address() {
    let app = TestApp::start();
    let ports = json!([{ "host": 21042, "container": 80, "host_ip": "127.0.0.1" }]);
    let cuid = app.create(greeter(ports)).await.container(201).cuid;
    let running = app.control(&cuid, "start").await.container(200);
    assert_eq!(running.ports[0].host_ip.as_deref(), Some("127.0.0.1"));
    assert_eq!(hear("127.0.0.1", 21042).await, "hello\n");
    let bindings = &app.inspect(&cuid).await["NetworkSettings"]["Ports"]["80/tcp"];
    assert_eq!(bindings, &json!([{ "HostIp": "127.0.0.1", "HostPort": "21042" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn ports_of_a_stopped_container_are_kept_for_its_next_start() {
    let app = TestApp::start();
    let cuid = app.create(sleeper()).await.container(201).cuid;
    let changed = set_ports(&app, &cuid, json!([{ "host": 21043, "container": 8000 }])).await;
    assert!(!changed.status.is_alive());
    let running = app.control(&cuid, "start").await.container(200);
    assert_eq!(running.ports, changed.ports);
    let bindings = &app.inspect(&cuid).await["HostConfig"]["PortBindings"];
    assert_eq!(bindings["8000/tcp"][0]["HostPort"], "21043");
}
