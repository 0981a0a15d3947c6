use super::support::Fixture;
use app::types::{FileEntry, Removed};
use serde_json::json;
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_is_gone_with_all_inside() {
    let on = Fixture::new().await;
    fs::create_dir_all(on.mount.join("a/b/c")).unwrap();
    fs::write(on.mount.join("a/b/file"), "x").unwrap();
    std::os::unix::fs::symlink(&on.outside, on.mount.join("a/link")).unwrap();
    fs::write(on.mount.join("kept"), "x").unwrap();
    let removed: Removed = on.delete("a", false).await.expect(200);
    assert_eq!(removed, Removed { path: "a".to_owned(), restore_id: None });
    assert!(!on.mount.join("a").exists() && on.mount.join("kept").exists());
    assert_eq!(fs::read_dir(on.app.container_folder(&on.cuid).join("scratch")).unwrap().count(), 0);
    assert!(on.outside.join("canary").exists());
    on.delete("a", false).await.refused(404, "not_found", "FILE_NOT_FOUND");
    on.delete("", false).await.refused(400, "validation_error", "INTO_ITSELF");
    on.delete("/", true).await.refused(400, "validation_error", "INTO_ITSELF");
    on.delete("kept/x", true).await.refused(400, "validation_error", "NOT_A_DIRECTORY");
    assert!(on.mount.join("kept").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_can_be_brought_back() {
    let mut on = Fixture::new().await;
    fs::create_dir_all(on.mount.join("a/b")).unwrap();
    fs::write(on.mount.join("a/b/file"), "x").unwrap();
    let removed: Removed = on.delete("a/b", true).await.expect(200);
    let id = removed.restore_id.expect("an id");
    assert!(!on.mount.join("a/b").exists());
    on.app.kill();
    on.app.start_again();

    fs::write(on.mount.join("a/b"), "in its place").unwrap();
    let restore = async |id: &str| on.post("restore", json!({ "id": id })).await;
    restore(&id).await.refused(409, "conflict", "FILE_EXISTS");
    fs::remove_file(on.mount.join("a/b")).unwrap();
    fs::remove_dir(on.mount.join("a")).unwrap();
    let back: FileEntry = restore(&id).await.expect(200);
    assert_eq!(back.path, "a/b");
    assert_eq!(fs::read(on.mount.join("a/b/file")).unwrap(), b"x");
    restore(&id).await.refused(404, "not_found", "FILE_NOT_FOUND");
    for id in ["", "..", "../scratch", "%2e%2e", "019a0c0ffee07abc8def0123456789ab"] {
        restore(id).await.refused(404, "not_found", "FILE_NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trash_is_emptied_of_what_is_older_than_a_quarter_of_an_hour() {
    let mut on = Fixture::new().await;
    fs::write(on.mount.join("old"), "x").unwrap();
    fs::write(on.mount.join("new"), "x").unwrap();
    let id = |removed: Removed| removed.restore_id.expect("an id");
    let old = id(on.delete("old", true).await.expect(200));
    let new = id(on.delete("new", true).await.expect(200));
    // ids begin with the time, in milliseconds: this one was deleted sixteen minutes ago
    let trash = on.app.container_folder(&on.cuid).join("trash");
    let then = u64::from_str_radix(&old[..12], 16).unwrap() - 16 * 60 * 1000;
    let aged = format!("{then:012x}{}", &old[12..]);
    fs::rename(trash.join(&old), trash.join(&aged)).unwrap();
    on.post("restore", json!({ "id": aged })).await.refused(404, "not_found", "FILE_NOT_FOUND");
    on.app.stop();
    on.app.start_again();
    assert!(!trash.join(&aged).exists() && trash.join(&new).exists());
    on.post("restore", json!({ "id": new })).await.expect::<FileEntry>(200);
}
