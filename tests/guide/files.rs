use super::helpers::{LOGIN, options, run};
use crate::support::TestApp;
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn download_in_node() {
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    let folder = app.container_folder(&cuid).join("app/data");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.json"), r#"{"setting": "value"}"#).unwrap();
    app.stop();
    app.start_again_with(options(LOGIN));
    run(&app, "download.js", &[&cuid]).await;
}
