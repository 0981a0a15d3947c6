use crate::support::TestApp;
use app::types::ActionEntry;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_from_now_on_is_told_by_filters() {
    let app = TestApp::start();
    let mut changes = app.follow("/activity/follow?changes=true").await;
    let mut failures = app.follow("/activity/follow?status=error").await;
    app.get("/containers").await.page();
    let missing = app.get("/containers/c123e4567-e89b-12d3-a456-426614174000").await;
    let created = app.create(crate::support::sleeper()).await;
    let cuid = created.container(201).cuid;
    let told = async |blocks: &mut crate::support::Blocks| -> ActionEntry {
        let (name, data) = blocks.event().await.expect("the stream goes on");
        assert_eq!(name, "action");
        serde_json::from_str(&data).unwrap()
    };
    let change = told(&mut changes).await;
    assert_eq!((change.action.as_str(), change.cuid), ("container.create", Some(cuid)));
    assert_eq!(change.request_id, created.header("x-request-id"));
    let failure = told(&mut failures).await;
    assert_eq!(
        (failure.status, failure.error.unwrap().code.as_str()),
        (404, "CONTAINER_NOT_FOUND")
    );
    assert_eq!(failure.request_id, missing.header("x-request-id"));
}
