use crate::support::TestApp;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn env_values_arrive_byte_for_byte() {
    let values = [
        ("DOLLARS", "$HOME ${HOME} $$HOME $${HOME} $ $$ ${UNSET:-x} ${"),
        ("QUOTES", "it's \"quoted\" `so` \\ \\n \\\""),
        ("LINES", "first\nsecond\r\n\tthird\n"),
        ("YAML", "- a: b # no comment\n--- &x *x !tag | > % @"),
        ("BLANKS", "  around  "),
        ("UNICODE", "Ärger 🦀 \u{feff}\u{2028}\u{85}\u{a0}"),
        ("CONTROL", "\u{1}\u{7}\u{1b}[31m\u{7f}"),
        ("EMPTY", ""),
        ("WORDS", "null"),
        ("SWITCH", "yes"),
        ("NUMBER", "1e3"),
        ("ZEROS", "0010"),
        ("DATE", "2024-01-20"),
        ("with.dots-and_more", "1"),
        ("LONG", &"x".repeat(60_000)),
    ];
    let env: Value = values.iter().map(|(name, value)| (*name, json!(value))).collect();
    let app = TestApp::start();
    let body =
        json!({ "image": "busybox:latest", "command": ["cat", "/proc/self/environ"], "env": env });
    let container = app.create(body).await.container(201);
    for (name, value) in values {
        assert_eq!(container.env[name], value, "{name} in the answer");
    }
    app.control(&container.cuid, "start").await.container(200);
    let id = app.engine_ids(&container.cuid).await.remove(0);
    app.docker().run(&["wait", &id]).await;
    let seen = app.docker().logs(&id).await;
    for (name, value) in values {
        assert!(
            seen.contains(&format!("\0{name}={value}\0")),
            "{name} is not {value:?} in {seen:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_arrive_word_for_word() {
    let app = TestApp::start();
    let words = ["$HOME $$ ${X}", "a b", "", "\"'\\", "*", "line\nbreak", "-n", "🦀"];
    let mut command = vec!["sh", "-c", r#"for w in "$@"; do printf '<%s>' "$w"; done"#, "sh"];
    command.extend(words);
    let body = json!({ "image": "busybox:latest", "command": command });
    let container = app.create(body).await.container(201);
    app.control(&container.cuid, "start").await.container(200);
    let id = app.engine_ids(&container.cuid).await.remove(0);
    app.docker().run(&["wait", &id]).await;
    let expected = format!("<{}>", words.join("><"));
    assert_eq!(app.docker().logs(&id).await.trim_end(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_enforced_as_they_were_asked_for() {
    const MIB: u64 = 1 << 20;
    let app = TestApp::start();
    for (asked, bytes) in [
        (json!("4096m"), 4096 * MIB),
        (json!("1g"), 1024 * MIB),
        (json!("1.5GiB"), 1536 * MIB),
        (json!("512MB"), 512 * MIB),
        (json!("64M"), 64 * MIB),
        (json!("65536k"), 64 * MIB),
        (json!(134_217_728), 128 * MIB),
        (json!("6m"), 6 * MIB),
    ] {
        let body = json!({
            "image": "busybox:latest",
            "command": ["true"],
            "resources": { "memory": asked, "cpus": 0.5, "pids": 64 },
        });
        let container = app.create(body).await.container(201);
        assert_eq!(container.resources.memory_bytes, Some(bytes), "{asked}");
        assert_eq!((container.resources.cpus, container.resources.pids), (Some(0.5), Some(64)));
        let host = &app.inspect(&container.cuid).await["HostConfig"];
        assert_eq!(host["Memory"], bytes, "{asked}");
        assert_eq!(host["NanoCpus"], 500_000_000);
        assert_eq!(host["PidsLimit"], 64);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_asks_for_little_is_not_limited() {
    let app = TestApp::start();
    let body =
        json!({ "image": "busybox:latest", "resources": {}, "tags": [], "env": {}, "ports": [] });
    let container = app.create(body).await.container(201);
    assert_eq!(container.resources, app::types::Resources::default());
    let host = &app.inspect(&container.cuid).await["HostConfig"];
    assert_eq!((&host["Memory"], &host["NanoCpus"]), (&json!(0), &json!(0)));
    assert!(host["PidsLimit"].as_i64().unwrap_or_default() <= 0, "{host}");
}
