use crate::support::TestApp;
use app::types::{ContainerStats, StatsHistory};
use std::time::Duration;

async fn history(app: &TestApp, cuid: &str) -> StatsHistory {
    app.get(&format!("/containers/{cuid}/stats/history")).await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_are_kept_while_it_runs_and_after_its_end() {
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    let empty = history(&app, &cuid).await;
    assert_eq!((empty.interval_seconds, empty.start, empty.pids.len()), (2, None, 0));
    app.control(&cuid, "start").await.container(200);
    let mut live = app.stats(&format!("?cuid={cuid}")).await;
    let mut seen = Vec::new();
    while seen.len() < 4 {
        let tick = live.next().await;
        seen.extend(tick.containers.into_iter().map(|sample| sample.memory_bytes / 1024 * 1024));
    }
    let kept = history(&app, &cuid).await;
    let columns = [
        kept.cpu_cores.len(),
        kept.memory_bytes.len(),
        kept.pids.len(),
        kept.block_read_rate.len(),
        kept.block_write_rate.len(),
        kept.network_receive_rate.len(),
        kept.network_send_rate.len(),
    ];
    assert!(columns.iter().all(|column| *column == columns[0]), "{columns:?}");
    let memory: Vec<u64> = kept.memory_bytes.iter().flatten().copied().collect();
    // the first message may repeat what the listener was told by the history already
    assert!(memory.ends_with(&seen[1..]), "{memory:?} {seen:?}");
    assert_eq!(kept.cpu_cores[0], None, "there is nothing to compare the first one with");
    assert!(kept.cpu_cores.iter().skip(1).any(Option::is_some), "{kept:?}");
    let start: jiff::Timestamp = kept.start.as_ref().unwrap().parse().unwrap();
    let last = start + Duration::from_secs(2) * u32::try_from(memory.len() - 1).unwrap();
    let ago = jiff::Timestamp::now().duration_since(last).as_secs_f64();
    assert!((-3.0..10.0).contains(&ago), "the last sample is one of now: {ago} s ago");

    app.control(&cuid, "stop").await.container(200);
    let ended = history(&app, &cuid).await;
    assert!(ended.memory_bytes.starts_with(&kept.memory_bytes), "{ended:?}");
    app.control(&cuid, "start").await.container(200);
    let _: ContainerStats = app.get(&format!("/containers/{cuid}/stats")).await.expect(200);
    let again = history(&app, &cuid).await;
    assert!(again.memory_bytes.len() > ended.memory_bytes.len(), "{again:?}");
    app.delete(&cuid, "?force=true").await.json(200);
    app.get(&format!("/containers/{cuid}/stats/history")).await.refused(
        404,
        "not_found",
        "CONTAINER_NOT_FOUND",
    );
    app.stop();
}
