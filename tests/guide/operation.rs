use super::helpers::{LOGIN, options, run, section};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn configuration_and_authentication_in_python() {
    let dotenv = section("Create a .env file:", "3. Run the Server");
    let app = TestApp::start_with(options(&dotenv));
    run(&app, "authentication.py", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_and_retries_in_python() {
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    app.stop();
    app.start_again_with(options(LOGIN));
    let written = run(&app, "retry.py", &[&cuid]).await;
    assert!(written.contains("API Error: "), "{written}");
    assert!(written.contains("(ID: "), "{written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_monitoring_in_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "health.py", &[]).await;
    let version = app.docker().run(&["compose", "version", "--short"]).await;
    let version = version.trim_start_matches('v');
    let healthy = |line: &str| {
        line.strip_prefix("API healthy: Compose ")
            .is_some_and(|said| said.trim_start_matches('v') == version)
    };
    assert!(written.lines().any(healthy), "{written}");
    assert!(!written.contains("Health check failed"), "{written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn debug_mode_in_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "debug.py", &[]).await;
    assert!(written.contains("Found 2 errors"), "{written}");
    assert!(written.contains("Found 0 slow requests"), "{written}");
}
