use crate::support::TestApp;
use app::types::{Container, Deleted};
use std::fs;

async fn assert_gone(app: &TestApp, cuid: &str) {
    app.get(&format!("/containers/{cuid}")).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
    assert!(app.engine_ids(cuid).await.is_empty(), "it is still on the engine");
    let left: Vec<_> = fs::read_dir(app.data().join("containers")).unwrap().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(app.get("/containers").await.page().total, 0);
}

async fn stopped(app: &TestApp) -> Container {
    let cuid = app.running().await.cuid;
    app.control(&cuid, "stop").await.container(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_removes_container_definition_and_mount() {
    let app = TestApp::start();
    for container in [app.created().await, stopped(&app).await] {
        let mount = app.container_folder(&container.cuid).join("app");
        fs::create_dir(mount.join("folder")).unwrap();
        fs::write(mount.join("folder/file"), "x").unwrap();
        std::os::unix::fs::symlink("/etc", mount.join("link")).unwrap();
        let mut events = app.events().await;
        let deleted: Deleted = app.delete(&container.cuid, "").await.expect(200);
        assert_eq!(deleted, Deleted { cuid: container.cuid.clone(), deleted: true });
        events.removed(&container.cuid).await;
        app.delete(&container.cuid, "").await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
        assert!(app.engine_ids(&container.cuid).await.is_empty());
        assert!(!app.container_folder(&container.cuid).exists());
        assert!(fs::exists("/etc/passwd").unwrap());
    }
    assert!(app.snapshot().await.files.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_or_is_paused_is_deleted_only_with_force() {
    let app = TestApp::start();
    for pause in [false, true] {
        let cuid = app.running().await.cuid;
        if pause {
            app.control(&cuid, "pause").await.container(200);
        }
        let before = app.snapshot().await;
        for query in ["", "?force=false"] {
            let error =
                app.delete(&cuid, query).await.refused(409, "conflict", "CONTAINER_RUNNING");
            assert!(error.message.contains("force=true"), "{}", error.message);
            assert_eq!(app.snapshot().await, before);
        }
        app.delete(&cuid, "?force=true").await.expect::<Deleted>(200);
        assert_gone(&app, &cuid).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_engine_has_lost_can_be_deleted() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    app.docker().run(&["rm", &id]).await;
    app.delete(&cuid, "").await.expect::<Deleted>(200);
    assert_gone(&app, &cuid).await;
}
