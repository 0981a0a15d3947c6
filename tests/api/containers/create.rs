use crate::support::{TestApp, assert_rfc3339, sleeper};
use app::types::{PortBinding, Protocol, Status};
use serde_json::{Value, json};
use std::os::unix::fs::MetadataExt;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_created_is_on_the_engine_and_on_disk() {
    let app = TestApp::start();
    let answer = app
        .create(json!({
            "image": "busybox:latest",
            "name": "Frontend",
            "command": ["sleep", "1000"],
            "env": { "A": "1" },
            "tags": ["web", "production"],
            "ports": [{ "host": 21010, "container": 80, "protocol": "tcp" }],
        }))
        .await;
    let container = answer.container(201);
    assert_eq!(answer.header("location"), format!("/containers/{}", container.cuid));
    assert!(uuid::Uuid::parse_str(&container.cuid[1..]).is_ok() && container.cuid.starts_with('c'));
    assert_eq!(container.status, Status::Created);
    assert_eq!((container.name.as_str(), container.image.as_str()), ("Frontend", "busybox:latest"));
    assert_eq!(container.tags, ["web", "production"]);
    let port = PortBinding {
        host: Some(21010),
        container: 80,
        protocol: Protocol::Tcp,
        host_ip: None,
        automatic: false,
    };
    assert_eq!(container.ports, [port]);
    assert_rfc3339(&container.created_at);
    assert!(!container.pending_change && container.operation.is_none());

    let engine = app.inspect(&container.cuid).await;
    assert_eq!(engine["Id"].as_str(), container.state.container_id.as_deref());
    assert_eq!(engine["State"]["Status"], "created");
    let host = &engine["HostConfig"];
    assert_eq!(host["Init"], true);
    assert_eq!(host["SecurityOpt"], json!(["no-new-privileges:true"]));
    assert_eq!(host["LogConfig"]["Type"], "json-file");
    for limit in ["max-size", "max-file"] {
        assert!(host["LogConfig"]["Config"][limit].is_string(), "{host}");
    }
    assert_eq!(host["RestartPolicy"]["Name"], "no");
    assert_eq!(host["Privileged"], false);
    let env = engine["Config"]["Env"].as_array().unwrap();
    for entry in [
        format!("CONTAINER_UID={}", container.cuid),
        "TAGS=web,production".to_owned(),
        "PYTHONUNBUFFERED=1".to_owned(),
        "A=1".to_owned(),
    ] {
        assert!(env.contains(&json!(entry)), "{entry} is not in {env:?}");
    }

    let folder = app.container_folder(&container.cuid);
    let mount = engine["Mounts"].as_array().unwrap();
    assert_eq!(mount.len(), 1, "{mount:?}");
    assert_eq!(mount[0]["Destination"], "/app");
    assert_eq!(mount[0]["Source"], folder.join("app").canonicalize().unwrap().to_str().unwrap());
    let owner = folder.join("app").metadata().unwrap();
    assert_eq!((owner.uid(), owner.gid()), (1000, 1000));
    assert!(folder.join("compose.yaml").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn containers_of_one_server_share_a_network_and_do_not_reach_each_other() {
    let app = TestApp::start();
    let first = app.running().await;
    let listener = ["nc", "-ll", "-p", "4000", "-e", "echo", "hello"];
    let body = json!({ "image": "busybox:latest", "command": listener });
    let second = app.create(body).await.container(201);
    app.control(&second.cuid, "start").await.container(200);
    let networks =
        async |cuid: &str| app.inspect(cuid).await["NetworkSettings"]["Networks"].clone();
    let (one, other) = (networks(&first.cuid).await, networks(&second.cuid).await);
    let name = |networks: &Value| networks.as_object().unwrap().keys().next().cloned().unwrap();
    assert_eq!(name(&one), name(&other));
    let address = other[name(&other)]["IPAddress"].as_str().unwrap().to_owned();
    // this machine reaches it, so it listens
    assert_eq!(crate::support::hear(&address, 4000).await, "hello\n");
    let id = first.state.container_id.unwrap();
    let call = ["exec", &id, "nc", "-w", "2", &address, "4000"];
    let heard = app.docker().try_run(&call).await;
    assert_eq!((heard.ok, heard.stdout.as_str()), (false, ""), "one container reached the other");
}

#[tokio::test(flavor = "multi_thread")]
async fn compose_finds_the_container_from_the_data_folder() {
    let app = TestApp::start();
    let container = app.running().await;
    let mut command = tokio::process::Command::new("docker");
    let ps = command
        .args(["compose", "ps", "--all", "--format", "{{.Service}} {{.State}}"])
        .current_dir(app.data())
        .output()
        .await
        .unwrap();
    let listed = String::from_utf8_lossy(&ps.stdout).trim().to_owned();
    assert_eq!(listed, format!("{} running", container.cuid), "{ps:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_is_a_plain_compose_file() {
    let app = TestApp::start();
    let mut body = sleeper();
    body["env"] = json!({ "PRICE": "$5" });
    let container = app.create(body).await.container(201);
    let file = app.container_folder(&container.cuid).join("compose.yaml");
    // in a project of its own, with nothing of the server's around
    let mut command = tokio::process::Command::new("docker");
    let config = command
        .args(["compose", "--file", file.to_str().unwrap(), "config", "--format", "json"])
        .output()
        .await
        .unwrap();
    assert!(config.status.success(), "{config:?}");
    assert!(config.stderr.is_empty(), "Compose warns: {config:?}");
    let config: Value = serde_json::from_slice(&config.stdout).unwrap();
    assert_eq!(config["name"], app.project());
    let services: Vec<&String> = config["services"].as_object().unwrap().keys().collect();
    assert_eq!(services, [&container.cuid]);
}
