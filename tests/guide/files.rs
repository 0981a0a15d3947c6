use super::helpers::{LOGIN, options, run};
use crate::support::TestApp;
use std::{fs, process::Command};

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
    let list = "import zipfile; print(zipfile.ZipFile('container_backup.zip').namelist())";
    let mut python = Command::new("python3");
    let listed = python.args(["-c", list]).current_dir(app.folder()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "['config.json']");
}

#[tokio::test(flavor = "multi_thread")]
async fn upload_in_python() {
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    app.stop();
    app.start_again_with(options(LOGIN));
    run(&app, "upload.py", &[&cuid]).await;
    let mount = app.container_folder(&cuid).join("app");
    let config = fs::read_to_string(mount.join("data/config.json")).unwrap();
    assert_eq!(config, r#"{"setting": "value"}"#);
    assert!(fs::read_to_string(mount.join("boot.py")).unwrap().contains("print(\"Working...\")"));
}
