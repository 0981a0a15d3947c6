use crate::support::{TestApp, answer, sleeper};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn unknown_paths_are_not_found() {
    let app = TestApp::start();
    for path in [
        "/nowhere",
        "/containers/",
        "/containers/x/y/z",
        "/api/containers",
        "/%00",
        "/..%2f..%2fetc/passwd",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            println!("{method} {path}");
            let error = answer(app.request(method, path)).await;
            // where the path may hold an id, it is the id that is at fault
            if error.status == 400 {
                error.refused(400, "validation_error", "INVALID_CUID");
            } else {
                error.refused(404, "not_found", "ROUTE_NOT_FOUND");
            }
        }
    }
    let cuid = app.created().await.cuid;
    app.control(&cuid, "fly").await.refused(404, "not_found", "ROUTE_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_that_a_path_does_not_have_are_refused_and_the_others_named() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let before = app.snapshot().await;
    for (method, path, allowed) in [
        (Method::PUT, "/containers".to_owned(), ["GET", "POST"].as_slice()),
        (Method::DELETE, "/containers".to_owned(), &["GET", "POST"]),
        (Method::POST, format!("/containers/{cuid}"), &["GET", "PATCH", "DELETE"]),
        (Method::GET, format!("/containers/{cuid}/start"), &["POST"]),
        (Method::POST, format!("/containers/{cuid}/status"), &["GET"]),
        (Method::PUT, format!("/containers/{cuid}/ports"), &["PATCH"]),
        (Method::POST, "/healthz".to_owned(), &["GET"]),
        (Method::from_bytes(b"BREW").unwrap(), "/containers".to_owned(), &["GET", "POST"]),
    ] {
        println!("{method} {path}");
        let answer = answer(app.request(method, &path)).await;
        answer.refused(405, "validation_error", "METHOD_NOT_ALLOWED");
        let named: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        for method in allowed {
            assert!(named.contains(method), "{method} is not in {named:?}");
        }
    }
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_a_request_id_and_a_clients_own_is_kept() {
    let app = TestApp::start();
    for path in ["/containers", "/nowhere", "/livez"] {
        let id = app.get(path).await.header("x-request-id").to_owned();
        assert!(uuid::Uuid::parse_str(&id).is_ok(), "{id}");
        assert_ne!(app.get(path).await.header("x-request-id"), id);
        let named = app.request(Method::GET, path).header("x-request-id", "job-7.retry:2");
        assert_eq!(answer(named).await.header("x-request-id"), "job-7.retry:2");
        let hostile = app.request(Method::GET, path).header("x-request-id", "a b\u{e9}<script>");
        assert!(!answer(hostile).await.header("x-request-id").contains('<'));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_read_whatever_its_content_type_says() {
    let app = TestApp::start();
    for kind in [None, Some("application/json; charset=utf-8"), Some("application/vnd.api+json")] {
        let mut request = app.request(Method::POST, "/containers").body(sleeper().to_string());
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        answer(request).await.container(201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_get_without_the_body() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    for path in
        ["/containers".to_owned(), format!("/containers/{cuid}/status"), "/healthz".to_owned()]
    {
        let head = answer(app.request(Method::HEAD, &path)).await;
        assert_eq!((head.status, head.text.as_str()), (200, ""));
    }
}
