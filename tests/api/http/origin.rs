use crate::support::{Options, TestApp, answer, sleeper};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_changes_nothing() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let before = app.snapshot().await;
    let expected = app.base().trim_start_matches("http://");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"] {
        for (method, path) in [
            (Method::POST, "/containers".to_owned()),
            (Method::PATCH, format!("/containers/{cuid}")),
            (Method::POST, format!("/containers/{cuid}/start")),
            (Method::DELETE, format!("/containers/{cuid}")),
        ] {
            let request = app.request(method, &path).header("origin", origin).json(&sleeper());
            let error = answer(request).await.refused(401, "auth_error", "FOREIGN_ORIGIN");
            assert!(error.message.contains(expected), "{}", error.message);
            assert!(error.message.contains("TRUSTED_ORIGINS"), "{}", error.message);
        }
    }
    let without_origin = app.request(Method::DELETE, &format!("/containers/{cuid}"));
    let request = without_origin.header("sec-fetch-site", "cross-site");
    answer(request).await.refused(401, "auth_error", "FOREIGN_ORIGIN");
    let login = app.anonymous(Method::POST, "/login").header("origin", "https://evil.example");
    assert_eq!(answer(login).await.header("set-cookie"), "");
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_pages_and_programs_may_change_things() {
    let app = TestApp::start();
    let own = app.request(Method::POST, "/containers").header("origin", app.base());
    answer(own.json(&sleeper())).await.container(201);
    app.create(sleeper()).await.container(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_origin_may_too() {
    let env = vec![("TRUSTED_ORIGINS", "https://wharf.example.com".to_owned())];
    let app = TestApp::start_with(Options { env, ..Options::default() });
    let trusted =
        app.request(Method::POST, "/containers").header("origin", "https://wharf.example.com");
    answer(trusted.json(&sleeper())).await.container(201);
    let other = app
        .request(Method::POST, "/containers")
        .header("origin", "https://wharf.example.com.evil.example");
    answer(other.json(&sleeper())).await.refused(401, "auth_error", "FOREIGN_ORIGIN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_pointed_here_by_somebody_else_is_not_ours() {
    let app = TestApp::start();
    let rebound = app
        .request(Method::POST, "/containers")
        .header("host", "evil.example")
        .header("origin", "http://evil.example")
        .json(&sleeper());
    answer(rebound).await.refused(401, "auth_error", "UNKNOWN_HOST");
    assert_eq!(app.get("/containers").await.page().total, 0);
}
