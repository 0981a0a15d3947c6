use crate::support::{TestApp, answer};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

/// Every request that names a container.
fn requests(app: &TestApp, cuid: &str) -> Vec<RequestBuilder> {
    let request = |method, rest: &str| app.request(method, &format!("/containers/{cuid}{rest}"));
    let mut all = vec![
        request(Method::GET, ""),
        request(Method::GET, "/status"),
        request(Method::PATCH, "").json(&json!({ "tags": ["x"] })),
        request(Method::PATCH, "/ports").json(&json!({ "ports": [] })),
        request(Method::DELETE, ""),
        request(Method::DELETE, "?force=true"),
        request(Method::GET, "/files"),
        request(Method::PUT, "/files?path=x").body("x"),
        request(Method::DELETE, "/files?path=x"),
        request(Method::POST, "/files/mkdir").json(&json!({ "path": "x" })),
        request(Method::POST, "/files/move").json(&json!({ "from": "x", "to": "y" })),
        request(Method::POST, "/files/copy").json(&json!({ "from": "x", "to": "y" })),
        request(Method::POST, "/files/chmod").json(&json!({ "path": "x", "mode": "0644" })),
        request(Method::POST, "/files/restore").json(&json!({ "id": "x" })),
        request(Method::GET, "/download?path=x"),
    ];
    for action in ["start", "stop", "restart", "pause", "unpause"] {
        all.push(request(Method::POST, &format!("/{action}")));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_can_not_be_one_is_refused() {
    let app = TestApp::start();
    app.created().await;
    let before = app.snapshot().await;
    for cuid in [
        "123e4567-e89b-12d3-a456-426614174000",
        "c123e4567-e89b-12d3-a456-42661417400",
        "c123e4567-e89b-12d3-a456-4266141740000",
        "c123e4567e89b12d3a456426614174000",
        "C123E4567-E89B-12D3-A456-426614174000",
        "cnnnnnnnn-nnnn-nnnn-nnnn-nnnnnnnnnnnn",
        "..%2f..%2f..%2fetc",
        "%00",
        "c%F0%9F%A6%80",
        "-rf",
    ] {
        for request in requests(&app, cuid) {
            println!("{request:?}");
            answer(request).await.refused(400, "validation_error", "INVALID_CUID");
        }
    }
    assert_eq!(app.snapshot().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_no_container_is_not_found() {
    let app = TestApp::start();
    app.created().await;
    let before = app.snapshot().await;
    let cuid = "c123e4567-e89b-12d3-a456-426614174000";
    for request in requests(&app, cuid) {
        println!("{request:?}");
        answer(request).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
    }
    assert_eq!(app.snapshot().await, before);
}
