use crate::support::{Answer, PASSWORD, TestApp, USER, answer};
use reqwest::Method;

/// Posts the login form.
async fn submit(app: &TestApp, password: &str, next: &str) -> Answer {
    let form =
        serde_urlencoded::to_string([("username", USER), ("password", password), ("next", next)]);
    let request = app
        .anonymous(Method::POST, "/login")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", app.base())
        .body(form.expect("a form"));
    answer(request).await
}

async fn with_cookie(app: &TestApp, cookie: &str) -> Answer {
    answer(app.anonymous(Method::GET, "/containers").header("cookie", cookie)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_scripts_nor_other_sites_get_at_a_login() {
    let app = TestApp::start();
    let answer = submit(&app, PASSWORD, "").await;
    assert_eq!(answer.status, 303, "{answer:?}");
    let cookie = answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(attribute), "{attribute} is not in {cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_survives_a_restart_and_a_logout_does_too() {
    let mut app = TestApp::start();
    let (stays, leaves) = (app.log_in().await, app.log_in().await);
    assert_ne!(stays, leaves);
    with_cookie(&app, &stays).await.page();
    app.kill();
    app.start_again();
    with_cookie(&app, &stays).await.page();
    with_cookie(&app, &leaves).await.page();

    let request = app.anonymous(Method::POST, "/logout").header("cookie", &leaves);
    let out = answer(request.header("origin", app.base())).await;
    assert!(out.status < 400, "{out:?}");
    with_cookie(&app, &leaves).await.refused(401, "auth_error", "AUTH_REQUIRED");
    with_cookie(&app, &stays).await.page();
    app.kill();
    app.start_again();
    with_cookie(&app, &leaves).await.refused(401, "auth_error", "AUTH_REQUIRED");
    with_cookie(&app, &stays).await.page();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_gives_no_cookie() {
    let app = TestApp::start();
    let refused = submit(&app, "wrong", "").await;
    assert_eq!(refused.header("set-cookie"), "", "{refused:?}");
    assert!(refused.header("location").contains("error=") || refused.status == 401, "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_cookie_is_none() {
    let app = TestApp::start();
    let cookie = app.log_in().await;
    let (name, value) = cookie.split_once('=').expect("a name");
    let longer_lived = value.replacen(|c: char| c.is_ascii_digit(), "9", 60);
    for forged in ["", "x", &value[..value.len() - 4], &longer_lived] {
        with_cookie(&app, &format!("{name}={forged}")).await.refused(
            401,
            "auth_error",
            "AUTH_REQUIRED",
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_to_where_one_wanted_to_go_and_to_no_other_site() {
    let app = TestApp::start();
    for (next, leads_there) in [
        ("/ui/containers?status=running", true),
        ("https://evil.example/", false),
        ("//evil.example/", false),
        ("/\\evil.example/", false),
    ] {
        let answer = submit(&app, PASSWORD, next).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        let location = answer.header("location");
        assert_eq!(location == next, leads_there, "{next} led to {location}");
        assert!(!location.contains("evil"), "{next} led to {location}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_login_is_sent_to_the_login_page() {
    let app = TestApp::start();
    let request = app.anonymous(Method::GET, "/ui/containers").header("accept", "text/html");
    let sent = answer(request).await;
    assert_eq!(sent.status, 303, "{sent:?}");
    assert_eq!(sent.header("location"), "/login?next=%2Fui%2Fcontainers");
    let page = answer(app.anonymous(Method::GET, "/login").header("accept", "text/html")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("<form") && page.text.contains("password"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_stream_ends_with_its_login() {
    let app = TestApp::start();
    let cookie = app.log_in().await;
    let stream = app
        .anonymous(Method::GET, "/events")
        .header("cookie", &cookie)
        .send()
        .await
        .expect("it answers");
    assert_eq!(stream.status(), 200);
    let out = app
        .anonymous(Method::POST, "/logout")
        .header("cookie", &cookie)
        .header("origin", app.base());
    assert!(answer(out).await.status < 400);
    // reading to the end comes to an end
    let read = tokio::time::timeout(crate::support::PATIENCE, stream.bytes());
    assert!(read.await.is_ok(), "the stream goes on after the logout");
}
