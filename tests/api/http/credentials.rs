use crate::support::{Answer, PASSWORD, TestApp, USER, answer};
use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::Method;

async fn with(app: &TestApp, authorization: &str) -> Answer {
    answer(app.anonymous(Method::GET, "/containers").header("authorization", authorization)).await
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_are_none_or_wrong_are_refused() {
    let app = TestApp::start();
    let naked = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
    for (authorization, code) in [
        (basic(USER, "wrong"), "WRONG_CREDENTIALS"),
        (basic(USER, ""), "WRONG_CREDENTIALS"),
        (basic("root", PASSWORD), "WRONG_CREDENTIALS"),
        (basic("ADMIN", PASSWORD), "WRONG_CREDENTIALS"),
        ("Bearer abc".to_owned(), "UNSUPPORTED_SCHEME"),
        ("Digest username=\"admin\"".to_owned(), "UNSUPPORTED_SCHEME"),
        ("Basic".to_owned(), "MALFORMED_CREDENTIALS"),
        ("Basic !!!!".to_owned(), "MALFORMED_CREDENTIALS"),
        ("Basic YWRtaW46c".to_owned(), "MALFORMED_CREDENTIALS"),
        (format!("Basic {}", BASE64_STANDARD.encode("no colon")), "MALFORMED_CREDENTIALS"),
        (format!("Basic {}", BASE64_STANDARD.encode([0xff, b':', 0xfe])), "MALFORMED_CREDENTIALS"),
    ] {
        println!("{authorization}");
        let refused = with(&app, &authorization).await;
        let error = refused.refused(401, "auth_error", code);
        assert!(refused.header("www-authenticate").starts_with("Basic"), "{refused:?}");
        assert!(!error.message.contains(PASSWORD) && !refused.text.contains(&naked));
    }
    // without a scheme: whichever the server takes it for, it is no login
    with(&app, &naked).await.error(401, "auth_error");
    answer(app.anonymous(Method::GET, "/containers")).await.refused(
        401,
        "auth_error",
        "AUTH_REQUIRED",
    );
    answer(app.anonymous(Method::GET, "/no/such/path")).await.refused(
        401,
        "auth_error",
        "AUTH_REQUIRED",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scheme_is_read_whatever_its_case() {
    let app = TestApp::start();
    let naked = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
    for scheme in ["Basic", "basic", "BASIC"] {
        assert_eq!(with(&app, &format!("{scheme} {naked}")).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_does_not_lock_anybody_out() {
    let app = TestApp::start();
    app.get("/containers").await.page();
    let mut limited = None;
    for guess in 0..200 {
        let refused = with(&app, &basic(USER, &format!("guess {guess}"))).await;
        if refused.status == 429 {
            refused.refused(429, "rate_limited", "TOO_MANY_FAILED_LOGINS");
            assert!(refused.header("retry-after").parse::<u64>().is_ok(), "{refused:?}");
            limited = Some(guess);
            break;
        }
        refused.refused(401, "auth_error", "WRONG_CREDENTIALS");
    }
    assert!(limited.is_some_and(|guesses| guesses >= 5), "limited after {limited:?}");
    // who was let in from the same address before still is
    app.get("/containers").await.page();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_without_credentials() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let before = app.snapshot().await;
    for (method, path) in [
        (Method::POST, "/containers".to_owned()),
        (Method::PATCH, format!("/containers/{cuid}")),
        (Method::POST, format!("/containers/{cuid}/start")),
        (Method::DELETE, format!("/containers/{cuid}?force=true")),
    ] {
        let body = serde_json::json!({ "image": "busybox:latest" });
        let refused = answer(app.anonymous(method, &path).json(&body)).await;
        refused.refused(401, "auth_error", "AUTH_REQUIRED");
    }
    assert_eq!(app.snapshot().await, before);
}
