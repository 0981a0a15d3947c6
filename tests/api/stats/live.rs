use crate::support::TestApp;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn who_listens_is_told_of_all_that_run_every_two_seconds() {
    let app = TestApp::start();
    let (one, other) = (app.running().await.cuid, app.created().await.cuid);
    let mut all = app.stats("").await;
    let mut of_other = app.stats(&format!("?cuid={other},c1")).await;
    assert!(of_other.next().await.containers.is_empty());
    let cuids = async |ticks: &mut crate::support::Ticks| {
        let told = ticks.next().await.containers;
        told.into_iter().map(|sample| sample.cuid).collect::<Vec<_>>()
    };
    // by hand, past the server
    let id = app.engine_ids(&other).await.remove(0);
    app.docker().run(&["start", &id]).await;
    let mut both = [one.clone(), other.clone()];
    both.sort();
    while cuids(&mut all).await != both {}
    while cuids(&mut of_other).await != [other.clone()] {}
    app.docker().run(&["kill", &id]).await;
    while cuids(&mut all).await != [one.clone()] {}
    let began = Instant::now();
    for _ in 0..3 {
        all.next().await;
    }
    let took = began.elapsed().as_secs_f64();
    assert!((3.0..15.0).contains(&took), "three messages took {took} s");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_makes_no_sense_is_refused() {
    let app = TestApp::start();
    app.get("/stats?kind=x").await.refused(400, "validation_error", "UNKNOWN_PARAMETER");
}
