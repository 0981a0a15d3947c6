use super::helpers::{LOGIN, copy_definition, options, run};
use crate::support::{TestApp, sleeper};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn create_and_port_management_in_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "create.py", &[]).await;
    let cuid = written.trim().lines().last().unwrap();
    assert!(written.contains(&format!("Created container: {cuid}")), "{written}");
    let engine = app.inspect(cuid).await;
    let host = &engine["HostConfig"];
    assert_eq!(host["Memory"], 4096_u64 << 20);
    assert_eq!((&host["NanoCpus"], &host["PidsLimit"]), (&json!(1_000_000_000), &json!(2048)));
    let published = |port: &str| host["PortBindings"][port][0]["HostPort"].clone();
    assert_eq!((published("3000/tcp"), published("9000/udp")), (json!("3000"), json!("9000")));
    assert_eq!(published("80/tcp"), Value::Null);
    let env = engine["Config"]["Env"].as_array().unwrap();
    for entry in ["APP_ENV=production", "DEBUG=false", "TAGS=web,production"] {
        assert!(env.contains(&json!(entry)), "{entry} is not in {env:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn list_with_pagination_in_node() {
    let mut app = TestApp::start();
    let model = app.running().await.cuid;
    let paused = app.running().await.cuid;
    app.control(&paused, "pause").await.container(200);
    app.stop();
    for number in 0..58 {
        copy_definition(&app, &model, &format!("c123e4567-e89b-12d3-a456-4266141740{number:02}"));
    }
    app.start_again_with(options(LOGIN));
    let written = run(&app, "list.js", &[]).await;
    for line in [
        "Found 2 containers",
        "Found 50 containers",
        "More results available, cursor:",
        "Found 10 containers",
    ] {
        assert!(written.contains(line), "{line:?} is not in {written}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn update_in_go() {
    let mut app = TestApp::start();
    let mut body = sleeper();
    body["env"] = json!({ "OLD_VAR": "old", "KEPT": "1" });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    app.stop();
    app.start_again_with(options(LOGIN));
    run(&app, "update.go", &[&cuid]).await;
    let engine = app.inspect(&cuid).await;
    assert_eq!(engine["State"]["Status"], "running");
    assert_eq!(engine["HostConfig"]["Memory"], 8192_u64 << 20);
    let env = engine["Config"]["Env"].as_array().unwrap();
    for entry in ["NEW_VAR=value", "KEPT=1", "TAGS=updated,v2"] {
        assert!(env.contains(&json!(entry)), "{entry} is not in {env:?}");
    }
    assert!(!env.iter().any(|entry| entry.as_str().unwrap().starts_with("OLD_VAR=")), "{env:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn control_in_ruby() {
    // the container that the example starts
    let cuid = "c123e4567-e89b-12d3-a456-426614174000";
    let mut app = TestApp::start();
    let model = app.created().await.cuid;
    app.stop();
    copy_definition(&app, &model, cuid);
    app.start_again_with(options(LOGIN));
    run(&app, "control.rb", &[]).await;
    assert_eq!(app.inspect(cuid).await["State"]["Status"], "exited");
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_pooling_in_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "pooling.py", &[]).await;
    let cuid = written.trim().lines().last().unwrap();
    assert_eq!(app.inspect(cuid).await["Config"]["Image"], "nginx:alpine");
}

#[tokio::test(flavor = "multi_thread")]
async fn batch_in_asynchronous_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "batch.py", &[]).await;
    assert_eq!(written.trim(), "Created 3 containers");
    let mut images = Vec::new();
    for line in app.engine_lines().await {
        let cuid = line.split(' ').nth(1).unwrap();
        images.push(app.inspect(cuid).await["Config"]["Image"].as_str().unwrap().to_owned());
    }
    images.sort();
    assert_eq!(images, ["nginx:alpine", "postgres:alpine", "redis:alpine"]);
}
