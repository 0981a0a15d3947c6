use super::registry::Registry;
use crate::support::{TestApp, sleeper};
use app::types::{EventKind, ImageDetails, ImageList, ImageUser};

async fn list(app: &TestApp) -> ImageList {
    app.get("/images").await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn images_are_listed_with_who_uses_them() {
    let app = TestApp::start();
    let container = app.running().await;
    let outside = format!("outside-{}", app.project());
    app.docker().run(&["create", "--name", &outside, "busybox:latest"]).await;
    let images = list(&app).await.images;
    let busybox = images.iter().find(|image| image.tags.contains(&"busybox:latest".to_owned()));
    let busybox = busybox.unwrap();
    let user = |cuid: Option<&str>, name: &str, running| ImageUser {
        cuid: cuid.map(str::to_owned),
        name: name.to_owned(),
        running,
    };
    assert!(busybox.used_by.contains(&user(Some(&container.cuid), &container.name, true)));
    assert!(busybox.used_by.contains(&user(None, &outside, false)), "{busybox:#?}");
    app.docker().run(&["rm", &outside]).await;
    let format = "{{.Id}} {{.Size}} {{.Architecture}} {{.Os}}";
    let engine =
        app.docker().run(&["image", "inspect", "--format", format, "busybox:latest"]).await;
    let ours =
        format!("{} {} {} {}", busybox.id, busybox.size_bytes, busybox.architecture, busybox.os);
    assert_eq!(ours, engine);
    crate::support::assert_rfc3339(busybox.created_at.as_ref().unwrap());
    let mut sorted: Vec<_> = images.iter().filter_map(|image| image.tags.first()).collect();
    let listed = sorted.clone();
    sorted.sort();
    assert_eq!(listed, sorted);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_told_in_all_detail() {
    let app = TestApp::start();
    let mut registry = Registry::start();
    registry.push("deep/er/image:v1", 5000).await;
    let image = format!("{}/deep/er/image:v1", registry.address);
    // by hand, past the server: who listens is told
    let mut events = app.events_of("?kind=images").await;
    let config = registry.login(&registry.address);
    app.docker().run(&["--config", config.to_str().unwrap(), "pull", "--quiet", &image]).await;
    events.wait(|event| (event.kind == EventKind::Images).then_some(())).await;
    let found: ImageDetails = app.get(&format!("/images/{image}")).await.expect(200);
    assert_eq!(found.image.tags, [image.as_str()]);
    assert_eq!(found.image.digests.len(), 1);
    assert_eq!(
        (found.entrypoint, found.command),
        (vec!["sleep".to_owned()], vec!["1000".to_owned()])
    );
    assert_eq!(found.exposed_ports, ["80/tcp", "443/udp", "8080/tcp"]);
    assert!(found.env.contains(&"MADE=here".to_owned()));
    assert_eq!((found.user.as_deref(), found.working_dir.as_deref()), (Some("1000"), Some("/tmp")));
    assert_eq!(found.labels["made.by"], "test");
    assert!(found.layers.len() >= 2, "{:?}", found.layers);
    assert!(found.image.used_by.is_empty());
    let by_id: ImageDetails = app.get(&format!("/images/{}", found.image.id)).await.expect(200);
    assert_eq!(by_id.image.tags, [image.as_str()]);
    for nothing in ["none-such:1", "No%20Name", "a/b%3Fc", "sha256:00"] {
        let path = format!("/images/{nothing}");
        app.get(&path).await.refused(404, "not_found", "IMAGE_NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_image_that_a_container_was_made_from_is_told_apart_from_one_that_took_its_name() {
    let app = TestApp::start();
    let tag = format!("moving:{}", app.project());
    app.docker().run(&["tag", "busybox:latest", &tag]).await;
    let mut body = sleeper();
    body["image"] = tag.as_str().into();
    let cuid = app.create(body).await.container(201).cuid;
    app.docker().run(&["tag", "python:3.12-slim", &tag]).await;
    let images = list(&app).await.images;
    let is_used = |image: &app::types::Image| {
        image.used_by.iter().any(|user| user.cuid.as_deref() == Some(&cuid))
    };
    let used: Vec<_> = images.iter().filter(|image| is_used(image)).collect();
    assert_eq!(used.len(), 1);
    assert!(used[0].tags.contains(&"busybox:latest".to_owned()), "{used:#?}");
    app.delete(&cuid, "").await.json(200);
    app.docker().run(&["rmi", &tag]).await;
}
