use crate::support::TestApp;
use app::types::Status;
use std::{fs, process::Output};

/// Runs Compose as an operator would, in the data folder.
async fn compose(app: &TestApp, arguments: &[&str]) -> Output {
    let mut command = tokio::process::Command::new("docker");
    let output = command
        .arg("compose")
        .args(arguments)
        .current_dir(app.data())
        .output()
        .await
        .expect("docker runs");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    output
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_with_docker_shows_up() {
    let app = TestApp::start();
    let container = app.running().await;
    let (cuid, id) = (container.cuid.as_str(), container.state.container_id.as_deref().unwrap());
    let mut events = app.events().await;
    for (command, status, exit_code) in [
        (vec!["pause", id], Status::Paused, None),
        (vec!["unpause", id], Status::Running, None),
        (vec!["kill", id], Status::Exited, Some(137)),
        (vec!["start", id], Status::Running, Some(0)),
        (vec!["stop", id], Status::Exited, Some(143)),
    ] {
        app.docker().run(&command).await;
        let told = events.container(cuid, |container| container.status == status).await;
        if status == Status::Exited {
            assert_eq!(told.state.exit_code, exit_code, "{command:?}");
        }
        assert_eq!(app.container(cuid).await.status, status, "{command:?}");
    }
    app.docker().run(&["rm", id]).await;
    let missing = events.container(cuid, |container| container.status == Status::Missing).await;
    assert_eq!(missing.state.container_id, None);
    let again = app.control(cuid, "start").await.container(200);
    assert_eq!(again.status, Status::Running);
    assert_ne!(again.state.container_id.as_deref(), Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_with_compose_in_the_data_folder_shows_up() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let mut events = app.events().await;
    for (verb, status) in [
        ("stop", Status::Exited),
        ("start", Status::Running),
        ("pause", Status::Paused),
        ("unpause", Status::Running),
        ("kill", Status::Exited),
    ] {
        compose(&app, &[verb, &cuid]).await;
        events.container(&cuid, |container| container.status == status).await;
        assert_eq!(app.container(&cuid).await.status, status, "{verb}");
    }
    let body =
        serde_json::json!({ "image": "busybox:latest", "command": ["echo", "by compose logs"] });
    let speaker = app.create(body).await.container(201).cuid;
    app.control(&speaker, "start").await.container(200);
    app.wait_for(&speaker, Status::Exited).await;
    let logs = compose(&app, &["logs", &speaker]).await;
    assert!(String::from_utf8_lossy(&logs.stdout).contains("by compose logs"), "{logs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_edited_by_hand_shows_up() {
    let app = TestApp::start();
    let body = serde_json::json!({
        "image": "busybox:latest", "command": ["sleep", "1000"], "tags": ["by-api"], "env": { "A": "old" },
    });
    let cuid = app.create(body).await.container(201).cuid;
    let before = app.control(&cuid, "start").await.container(200);
    let mut events = app.events().await;
    let file = app.container_folder(&cuid).join("compose.yaml");

    // a tag alone needs no new container
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("- by-api", "- by-hand")).unwrap();
    let edited = events.container(&cuid, |container| container.tags == ["by-hand"]).await;
    assert!(!edited.pending_change, "{edited:?}");
    assert_eq!(app.get("/containers?tag=by-hand").await.page().total, 1);

    // a variable does, at the next start; an editor replaces the file rather than write into it
    let text = fs::read_to_string(&file).unwrap();
    let new = file.with_extension("yaml~");
    fs::write(&new, text.replace("old", "new")).unwrap();
    fs::rename(&new, &file).unwrap();
    let edited = events.container(&cuid, |container| container.env["A"] == "new").await;
    assert!(edited.pending_change, "{edited:?}");
    assert_eq!(edited.state.container_id, before.state.container_id, "it goes on undisturbed");
    app.control(&cuid, "stop").await.container(200);
    let after = app.control(&cuid, "start").await.container(200);
    assert!(!after.pending_change, "{after:?}");
    let env = app.inspect(&cuid).await["Config"]["Env"].clone();
    assert!(env.as_array().unwrap().contains(&serde_json::json!("A=new")), "{env}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_that_makes_no_sense_harms_nobody() {
    let app = TestApp::start();
    let (broken, other) = (app.created().await.cuid, app.created().await.cuid);
    let file = app.container_folder(&broken).join("compose.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, "services: [").unwrap();
    app.control(&other, "start").await.container(200);
    let refused = app.control(&broken, "start").await;
    assert!(refused.status >= 400, "{refused:?}");
    assert!(refused.json(refused.status)["message"].as_str().is_some_and(|text| !text.is_empty()));
    // mended, it works again
    let mut events = app.events().await;
    fs::write(&file, text.replace("tags: []", "tags: [mended]")).unwrap();
    events.container(&broken, |container| container.tags == ["mended"]).await;
    app.control(&broken, "start").await.container(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_removed_by_hand_disappears() {
    let app = TestApp::start();
    let (gone, kept) = (app.created().await.cuid, app.created().await.cuid);
    let mut events = app.events().await;
    fs::remove_dir_all(app.container_folder(&gone)).unwrap();
    events.removed(&gone).await;
    app.get(&format!("/containers/{gone}")).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
    let page = app.get("/containers").await.page();
    assert_eq!((page.total, page.containers[0].cuid.as_str()), (1, kept.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_put_there_by_hand_appears_and_can_be_started() {
    let app = TestApp::start();
    let model = app.created().await.cuid;
    let cuid = "c123e4567-e89b-12d3-a456-426614174000";
    let text = fs::read_to_string(app.container_folder(&model).join("compose.yaml")).unwrap();
    let mut events = app.events().await;
    // made beside and moved in, as careful hands do
    let folder = app.folder().join("made-by-hand");
    fs::create_dir_all(folder.join("app")).unwrap();
    fs::write(folder.join("compose.yaml"), text.replace(&model, cuid)).unwrap();
    fs::rename(&folder, app.container_folder(cuid)).unwrap();
    let appeared = events.container(cuid, |_| true).await;
    assert_eq!(appeared.status, Status::Missing);
    let started = app.control(cuid, "start").await.container(200);
    assert_eq!(started.status, Status::Running);
    assert_eq!(app.engine_ids(cuid).await.len(), 1);
}
