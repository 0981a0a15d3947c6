use crate::support::{TestApp, answer};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every operation of the API description: method, path, and the operation itself.
async fn operations(app: &TestApp) -> Vec<(Method, String, Value)> {
    let document = app.get("/openapi.json").await.json(200);
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (name, operation) in item.as_object().expect("operations") {
            let Ok(method) = name.to_uppercase().parse::<Method>() else { continue };
            if ["get", "put", "post", "delete", "patch", "head", "options"].contains(&name.as_str())
            {
                all.push((method, path.clone(), operation.clone()));
            }
        }
    }
    assert!(!all.is_empty());
    all
}

/// The path with something in the place of its parameters.
fn filled(path: &str) -> String {
    path.replace("{cuid}", "c123e4567-e89b-12d3-a456-426614174000")
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_described_is_there_and_closed_to_strangers() {
    let app = TestApp::start();
    let mut open = BTreeSet::new();
    for (method, path, operation) in operations(&app).await {
        println!("{method} {path}");
        let answered = &operation["responses"]["200"]["content"];
        let is_stream =
            answered.as_object().is_some_and(|kinds| kinds.keys().eq(["text/event-stream"]));
        let stranger = answer(app.anonymous(method.clone(), &filled(&path))).await;
        if stranger.status == 401 {
            stranger.refused(401, "auth_error", "AUTH_REQUIRED");
            assert_ne!(operation["security"], serde_json::json!([]), "described as open");
        } else {
            open.insert(format!("{method} {path}"));
        }
        if !is_stream {
            let known = answer(app.request(method, &filled(&path))).await;
            assert_ne!(known.status, 405, "{known:?}");
            assert!(!known.text.contains("ROUTE_NOT_FOUND"), "{known:?}");
        }
    }
    assert_eq!(open, ["GET /livez", "POST /login"].map(str::to_owned).into(), "open to strangers");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_of_the_guide_is_described() {
    let app = TestApp::start();
    let described: BTreeSet<String> = operations(&app)
        .await
        .into_iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    for operation in [
        "POST /containers",
        "GET /containers",
        "GET /containers/{cuid}",
        "PATCH /containers/{cuid}",
        "DELETE /containers/{cuid}",
        "GET /containers/{cuid}/status",
        "PATCH /containers/{cuid}/ports",
        "POST /containers/{cuid}/start",
        "POST /containers/{cuid}/stop",
        "POST /containers/{cuid}/restart",
        "POST /containers/{cuid}/pause",
        "POST /containers/{cuid}/unpause",
        "GET /containers/{cuid}/files",
        "PUT /containers/{cuid}/files",
        "DELETE /containers/{cuid}/files",
        "POST /containers/{cuid}/files/mkdir",
        "POST /containers/{cuid}/files/move",
        "POST /containers/{cuid}/files/copy",
        "POST /containers/{cuid}/files/chmod",
        "POST /containers/{cuid}/files/restore",
        "GET /containers/{cuid}/download",
        "GET /healthz",
        "GET /livez",
        "GET /events",
        "GET /ws/{cuid}",
        "POST /containers/{cuid}/exec",
        "GET /containers/{cuid}/logs",
        "GET /containers/{cuid}/sessions",
        "DELETE /containers/{cuid}/sessions/{id}",
    ] {
        assert!(described.contains(operation), "{operation} is not in {described:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_in_the_description_leads_somewhere() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").await.json(200);
    let mut left = vec![&document];
    let mut followed = 0;
    while let Some(value) = left.pop() {
        if let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
            followed += 1;
        }
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(members) => left.extend(members.values()),
            _ => {}
        }
    }
    assert!(followed > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documentation_needs_nothing_from_elsewhere() {
    let app = TestApp::start();
    let mut page = app.get("/docs").await;
    let mut at = "/docs".to_owned();
    for _ in 0..3 {
        if !(300..400).contains(&page.status) {
            break;
        }
        at = resolve(&at, page.header("location"));
        page = app.get(&at).await;
    }
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.header("content-type").starts_with("text/html"), "{page:?}");
    let mut files: Vec<String> = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        for (start, _) in page.text.match_indices(attribute) {
            let rest = &page.text[start + attribute.len()..];
            files.push(rest[..rest.find('"').expect("closed")].to_owned());
        }
    }
    assert!(!files.is_empty(), "{}", page.text);
    for file in files {
        assert!(!file.contains("//"), "{file} is fetched from elsewhere");
        let answer = app.get(&resolve(&at, &file)).await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(!answer.text.is_empty(), "{file}");
    }
}

/// A link as a browser on the page `from` follows it.
fn resolve(from: &str, link: &str) -> String {
    let base =
        reqwest::Url::parse("http://server").and_then(|server| server.join(from)).expect("a path");
    base.join(link).expect("a link").path().to_owned()
}
