use crate::support::{Answer, Options, SecondEngine, TestApp, answer};
use app::types::{ImagesRemoved, Pruned};
use reqwest::Method;
use serde_json::{Value, json};

/// An image of a test's own.
fn own(app: &TestApp, name: &str) -> String {
    let image = format!("{name}-{}:1", app.project());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("own"), &image).unwrap();
    let file = "FROM busybox:latest\nCOPY own /own\nCMD [\"sleep\", \"1000\"]\n";
    std::fs::write(folder.path().join("Dockerfile"), file).unwrap();
    let context = folder.path().to_str().unwrap();
    let mut command = app.docker().command(&["build", "--quiet", "--tag", &image, context]);
    let built = command.env("DOCKER_BUILDKIT", "0").output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    image
}

async fn remove(app: &TestApp, image: &str, query: &str) -> Answer {
    answer(app.request(Method::DELETE, &format!("/images/{image}{query}"))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_containers_were_made_from_stays() {
    let app = TestApp::start();
    let image = own(&app, "used");
    let body = json!({ "image": image, "name": "The one", "command": ["sleep", "1000"] });
    let cuid = app.create(body).await.container(201).cuid;
    app.control(&cuid, "start").await.container(200);
    for query in ["", "?force=true"] {
        let refused = remove(&app, &image, query).await.refused(409, "conflict", "IMAGE_IN_USE");
        assert!(refused.message.contains("The one"), "{}", refused.message);
        assert_eq!(refused.details["containers"][0]["cuid"], cuid.as_str());
    }
    // another name of it can go
    let other = image.replace("used-", "other-");
    app.docker().run(&["tag", &image, &other]).await;
    let removed: ImagesRemoved = remove(&app, &other, "").await.expect(200);
    assert_eq!((removed.untagged, removed.deleted), (vec![other], vec![]));
    app.control(&cuid, "stop").await.container(200);
    remove(&app, &image, "").await.refused(409, "conflict", "IMAGE_IN_USE");
    let removed: ImagesRemoved = remove(&app, &image, "?force=true").await.expect(200);
    assert_eq!(removed.untagged, [image.as_str()]);
    app.delete(&cuid, "").await.json(200);
    remove(&app, &image, "").await.refused(404, "not_found", "IMAGE_NOT_FOUND");
    remove(&app, "x:1", "?forse=true").await.refused(400, "validation_error", "UNKNOWN_PARAMETER");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_uses_can_be_pruned_after_a_look() {
    // an engine of its own: it takes all that nothing uses
    let engine = SecondEngine::start().await;
    let app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    let prune = async |body: Value| -> Pruned {
        answer(app.request(Method::POST, "/images/prune").json(&body)).await.expect(200)
    };
    let first = own(&app, "free");
    let id = app.docker().run(&["image", "inspect", "--format", "{{.Id}}", &first]).await;
    assert!(prune(json!({ "dry_run": true })).await.images.is_empty(), "it has a name");
    let would = prune(json!({ "all": true, "dry_run": true })).await;
    let tags: Vec<_> = would.images.iter().flat_map(|image| &image.tags).collect();
    assert!(tags.contains(&&first), "{would:#?}");
    assert!(would.freed_bytes > 0 && would.dry_run);
    // it loses its name
    app.docker().run(&["tag", "busybox:latest", &first]).await;
    let would = prune(json!({ "dry_run": true })).await;
    assert_eq!(would.images.iter().map(|image| &image.id).collect::<Vec<_>>(), [&id]);
    assert!(app.docker().try_run(&["image", "inspect", &id]).await.ok, "nothing went");
    let pruned = prune(json!({})).await;
    assert_eq!((pruned.images.len(), &pruned.images[0].id), (1, &id));
    assert!(pruned.freed_bytes > 0 && !pruned.dry_run, "{pruned:#?}");
    assert!(!app.docker().try_run(&["image", "inspect", &id]).await.ok);
    // what a container was made from stays
    let cuid = app.created().await.cuid;
    let second = own(&app, "unused");
    let pruned = prune(json!({ "all": true })).await;
    let tags: Vec<_> = pruned.images.iter().flat_map(|image| &image.tags).collect();
    assert!(tags.contains(&&second), "{pruned:#?}");
    assert!(app.docker().try_run(&["image", "inspect", "busybox:latest"]).await.ok);
    app.delete(&cuid, "").await.json(200);
}
