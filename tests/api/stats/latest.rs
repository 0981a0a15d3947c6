use crate::{
    support::{Options, TestApp, assert_rfc3339, hear, sleeper},
    terminal::blind,
};
use app::types::{ContainerStats, Status};
use serde_json::{Value, json};
use std::time::Instant;

#[expect(clippy::cast_precision_loss, reason = "a container's bytes are fewer than 2^52")]
fn float(bytes: u64) -> f64 {
    bytes as f64
}

/// Keeps a core busy, holds 20 MiB in two processes, and has limits.
async fn busy(app: &TestApp) -> String {
    let script = "head -c 20000000 /dev/zero | tail -c 20000000 | (sleep 1000; cat >/dev/null) & while :; do :; done";
    let body = json!({
        "image": "busybox:latest",
        "command": ["sh", "-c", script],
        "resources": { "cpus": 0.5, "memory": "64m", "pids": 50 },
    });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    cuid
}

/// Asks until the sample is as `accept` wants it.
async fn sampled(
    app: &TestApp,
    cuid: &str,
    accept: impl Fn(&ContainerStats) -> bool,
) -> ContainerStats {
    let began = Instant::now();
    let mut live = app.stats("").await;
    loop {
        let stats: ContainerStats = app.get(&format!("/containers/{cuid}/stats")).await.expect(200);
        if accept(&stats) {
            return stats;
        }
        assert!(began.elapsed() < crate::support::PATIENCE, "never came; instead {stats:?}");
        live.next().await;
    }
}

#[track_caller]
fn is_busy(stats: &ContainerStats) {
    assert_rfc3339(&stats.at);
    let cores = stats.sample.cpu_cores.unwrap();
    assert!((0.05..0.8).contains(&cores), "half a core is its limit: {stats:?}");
    assert!(stats.sample.memory_bytes > 15_000_000, "{stats:?}");
    assert!(stats.sample.memory_bytes < 64 << 20, "{stats:?}");
    let percent = stats.sample.memory_percent.unwrap();
    let expected = 100.0 * float(stats.sample.memory_bytes) / f64::from(64 << 20);
    assert!((percent - expected).abs() < 0.1, "{stats:?}");
    assert_eq!(stats.memory_limit_bytes, Some(64 << 20));
    assert_eq!(stats.cpu_limit_cores, Some(0.5));
    assert_eq!(stats.pids_limit, Some(50));
    // docker-init, the shell, the subshell and what sleeps in it, head has ended
    assert!((3..=8).contains(&stats.sample.pids), "{stats:?}");
    let of_limit = stats.sample.cpu_percent.unwrap();
    assert!((of_limit - cores * 200.0).abs() < 0.1, "{stats:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_busy_container_uses_is_told_within_its_limits() {
    let app = TestApp::start();
    let cuid = busy(&app).await;
    let id = app.engine_ids(&cuid).await.remove(0);
    let full = |stats: &ContainerStats| {
        stats.sample.cpu_cores.is_some_and(|cores| cores > 0.05)
            && stats.sample.memory_bytes > 15_000_000
    };
    is_busy(&sampled(&app, &cuid, full).await);
    // the engine's own command line says the same, in MiB
    let words = app
        .docker()
        .run(&["stats", "--no-stream", "--format", "{{.MemUsage}} {{.PIDs}}", &id])
        .await;
    let told: f64 = words.split_once("MiB").expect(&words).0.parse().unwrap();
    let pids: u32 = words.rsplit(' ').next().unwrap().parse().unwrap();
    let stats: ContainerStats = app.get(&format!("/containers/{cuid}/stats")).await.expect(200);
    let ours = float(stats.sample.memory_bytes) / 1_048_576.0;
    assert!((told - ours).abs() < 1.0, "{words} here, {ours} there");
    assert_eq!(stats.sample.pids, pids);
    app.control(&cuid, "pause").await.container(200);
    let frozen = sampled(&app, &cuid, |stats| stats.sample.cpu_cores.is_some_and(|c| c < 0.001));
    assert!(frozen.await.sample.memory_bytes > 15_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_is_asked_where_the_counters_can_not_be_seen() {
    let app = TestApp::start_with(Options { launcher: blind(), ..Options::default() });
    let cuid = busy(&app).await;
    let full = |stats: &ContainerStats| {
        stats.sample.cpu_cores.is_some_and(|cores| cores > 0.05)
            && stats.sample.memory_bytes > 15_000_000
    };
    is_busy(&sampled(&app, &cuid, full).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_over_networks_and_to_disks_is_counted() {
    let app = TestApp::start();
    let script = "dd if=/dev/zero of=/app/x bs=1M count=8 oflag=direct && while :; do head -c 3000000 /dev/zero | nc -l -p 80; done";
    let body = json!({
        "image": "busybox:latest", "command": ["sh", "-c", script], "user": "0",
        "ports": [{ "container": 80, "host_ip": "127.0.0.1" }],
    });
    let cuid = app.create(body).await.container(201).cuid;
    let port = app.control(&cuid, "start").await.container(200).ports[0].host.unwrap();
    let before: ContainerStats = app.get(&format!("/containers/{cuid}/stats")).await.expect(200);
    assert_eq!(hear("127.0.0.1", port).await.len(), 3_000_000);
    let stats = sampled(&app, &cuid, |stats| stats.network_sent_bytes > 3_000_000).await;
    assert!(stats.network_sent_bytes < 3_500_000 + before.network_sent_bytes, "{stats:?}");
    assert!(stats.network_received_bytes > before.network_received_bytes, "{stats:?}");
    // some kernels count what goes to disks only for some of them, or not at all
    let id = app.engine_ids(&cuid).await.remove(0);
    let told = app.docker().run(&["stats", "--no-stream", "--format", "{{.BlockIO}}", &id]).await;
    if told.ends_with("/ 0B") {
        assert_eq!(stats.block_written_bytes, 0, "{told}");
    } else {
        assert!((8 << 20..12 << 20).contains(&stats.block_written_bytes), "{told} {stats:?}");
    }
    let seen = app.get(&format!("/containers/{cuid}/stats/history")).await.json(200);
    let rates = seen["network_send_rate"].as_array().unwrap();
    let sent: u64 = rates.iter().filter_map(Value::as_u64).sum();
    assert!(sent > 1_000_000, "a rate is by the second, over two: {seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_run_uses_nothing() {
    let app = TestApp::start();
    let created = app.created().await.cuid;
    let path = format!("/containers/{created}/stats");
    app.get(&path).await.refused(422, "state_error", "CONTAINER_NOT_RUNNING");
    app.control(&created, "start").await.container(200);
    let stats: ContainerStats = app.get(&path).await.expect(200);
    assert_eq!(stats.memory_limit_bytes, None);
    assert_eq!(stats.cpu_limit_cores, None);
    app.control(&created, "stop").await.container(200);
    app.get(&path).await.refused(422, "state_error", "CONTAINER_NOT_RUNNING");
    let nobody = "/containers/c123e4567-e89b-12d3-a456-426614174000/stats";
    for path in [nobody.to_owned(), format!("{nobody}/history")] {
        app.get(&path).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
    }
    app.get("/containers/x/stats").await.refused(400, "validation_error", "INVALID_CUID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_was_recreated_is_sampled_anew() {
    let app = TestApp::start();
    let cuid = app.create(sleeper()).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    let path = format!("/containers/{cuid}/stats");
    let _: ContainerStats = app.get(&path).await.expect(200);
    let limits = json!({ "resources": { "memory": "32m", "pids": 20 } });
    assert_eq!(app.update(&cuid, limits).await.container(200).status, Status::Running);
    let stats: ContainerStats = app.get(&path).await.expect(200);
    assert_eq!(stats.memory_limit_bytes, Some(32 << 20), "never a sample of the one before");
    assert_eq!(stats.pids_limit, Some(20));
}
