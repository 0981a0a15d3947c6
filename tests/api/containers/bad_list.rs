use crate::support::TestApp;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_can_not_be_is_refused() {
    let app = TestApp::start();
    for (query, code, field) in [
        ("limit=0", "INVALID_LIMIT", "limit"),
        ("limit=-1", "INVALID_LIMIT", "limit"),
        ("limit=501", "INVALID_LIMIT", "limit"),
        ("limit=1000000000", "INVALID_LIMIT", "limit"),
        ("limit=99999999999999999999999", "INVALID_LIMIT", "limit"),
        ("limit=abc", "INVALID_LIMIT", "limit"),
        ("limit=", "INVALID_LIMIT", "limit"),
        ("status=flying", "INVALID_STATUS", "status"),
        ("status=running,flying", "INVALID_STATUS", "status"),
        ("status=Running", "INVALID_STATUS", "status"),
        ("cursor=abc", "INVALID_CURSOR", "cursor"),
        ("cursor=%00", "INVALID_CURSOR", "cursor"),
        ("cursor=", "INVALID_CURSOR", "cursor"),
        ("statuss=running", "UNKNOWN_PARAMETER", "statuss"),
    ] {
        println!("{query}");
        let error =
            app.get(&format!("/containers?{query}")).await.refused(400, "validation_error", code);
        assert_eq!(error.details["field"], json!(field), "{error:?}");
    }
    let unknown = app.get("/containers?statuss=running").await.error(400, "validation_error");
    assert!(unknown.message.contains("`status`"), "{}", unknown.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_its_own_list_only() {
    let app = TestApp::start();
    for tag in ["a", "a", "a"] {
        let body = json!({ "image": "busybox:latest", "command": ["true"], "tags": [tag] });
        app.create(body).await.container(201);
    }
    let cursor =
        app.get("/containers?limit=1&tag=a").await.page().next_cursor.expect("more follow");
    app.get(&format!("/containers?limit=1&tag=a&cursor={cursor}")).await.page();
    for query in ["", "&tag=b", "&tag=a&status=created", "&tag=a&q=x", "&tag=a&image=busybox"] {
        let other = app.get(&format!("/containers?limit=1{query}&cursor={cursor}")).await;
        other.refused(400, "validation_error", "INVALID_CURSOR");
    }
    // every single character of it matters
    for at in 0..cursor.len() {
        let mut tampered = cursor.clone().into_bytes();
        tampered[at] = if tampered[at] == b'A' { b'B' } else { b'A' };
        let tampered = String::from_utf8(tampered).expect("ASCII");
        let answer = app.get(&format!("/containers?limit=1&tag=a&cursor={tampered}")).await;
        answer.refused(400, "validation_error", "INVALID_CURSOR");
    }
}
