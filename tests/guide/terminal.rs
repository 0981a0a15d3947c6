use super::helpers::{LOGIN, copy_definition, options, run};
use crate::support::TestApp;
use std::fs;

/// The container that the examples name.
const CUID: &str = "c123e4567-e89b-12d3-a456-426614174000";

/// A server that has that container, running, and another that is not.
async fn server() -> (TestApp, String) {
    let mut app = TestApp::start();
    let model = app.created().await.cuid;
    app.stop();
    copy_definition(&app, &model, CUID);
    app.start_again();
    app.control(CUID, "start").await.container(200);
    app.stop();
    app.start_again_with(options(LOGIN));
    (app, model)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interactive_terminal_in_python() {
    let (app, _) = server().await;
    let written = run(&app, "terminal.py", &[]).await;
    assert!(written.contains("answer-42"), "{written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_in_node() {
    let (app, stopped) = server().await;
    fs::write(app.container_folder(CUID).join("app/notes.txt"), "noted").unwrap();
    let written = run(&app, "executor.js", &[&stopped]).await;
    assert!(written.contains("Exit code: 0"), "{written}");
    assert!(written.contains("notes.txt"), "{written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_followed_in_python() {
    let (app, _) = server().await;
    run(&app, "follow.py", &[CUID]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_complete_example_in_python() {
    let app = TestApp::start_with(options(LOGIN));
    let written = run(&app, "complete.py", &[]).await;
    assert!(written.contains("[OUT] Iteration 5"), "{written}");
    assert!(app.engine_lines().await.is_empty(), "it deletes its container");
}
