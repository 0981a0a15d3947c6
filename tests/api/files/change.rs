use super::support::Fixture;
use app::types::{FileEntry, FileKind};
use serde_json::json;
use std::{
    fs::{self, File},
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    time::{Duration, SystemTime},
};

fn set_mode(path: std::path::PathBuf, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn files_folders_and_links_are_moved() {
    let on = Fixture::new().await;
    fs::create_dir(on.mount.join("folder")).unwrap();
    fs::write(on.mount.join("folder/file"), "x").unwrap();
    symlink("/nowhere", on.mount.join("link")).unwrap();
    let go = async |from: &str, to: &str, overwrite: bool| {
        on.post("move", json!({ "from": from, "to": to, "overwrite": overwrite })).await
    };
    let moved: FileEntry = go("folder", "new/place", false).await.expect(200);
    assert_eq!((moved.path.as_str(), moved.kind), ("new/place", FileKind::Directory));
    assert_eq!(fs::read(on.mount.join("new/place/file")).unwrap(), b"x");
    assert!(!on.mount.join("folder").exists());
    let moved: FileEntry = go("link", "renamed", false).await.expect(200);
    assert_eq!(moved.target.as_deref(), Some("/nowhere"));

    fs::write(on.mount.join("taken"), "old").unwrap();
    fs::create_dir(on.mount.join("full")).unwrap();
    fs::write(on.mount.join("full/inside"), "old").unwrap();
    let before = on.state();
    go("new/place/file", "taken", false).await.refused(409, "conflict", "FILE_EXISTS");
    go("nothing", "x/y", false).await.refused(404, "not_found", "FILE_NOT_FOUND");
    go("new", "new/place/below", false).await.refused(400, "validation_error", "INTO_ITSELF");
    go("new", "new", true).await.refused(400, "validation_error", "INTO_ITSELF");
    go("", "x", false).await.refused(400, "validation_error", "INTO_ITSELF");
    go("taken", "", true).await.refused(400, "validation_error", "INTO_ITSELF");
    go("taken", "renamed/x", false).await.refused(400, "validation_error", "PATH_ESCAPES");
    go("new/place", "new", true).await.refused(400, "validation_error", "INTO_ITSELF");
    assert_eq!(on.state(), before);
    go("new/place/file", "taken", true).await.expect::<FileEntry>(200);
    assert_eq!(fs::read(on.mount.join("taken")).unwrap(), b"x");
    // a file in the place of a folder, and a folder in that of a file
    go("taken", "full", true).await.expect::<FileEntry>(200);
    assert_eq!(fs::read(on.mount.join("full")).unwrap(), b"x");
    go("new", "full", true).await.expect::<FileEntry>(200);
    assert!(on.mount.join("full/place").is_dir());
    assert!(!on.mount.join("new").exists() && !on.mount.join("taken").exists());
    assert_eq!(fs::read_dir(on.app.container_folder(&on.cuid).join("scratch")).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_keep_modes_times_and_links() {
    let on = Fixture::new().await;
    let then = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
    fs::create_dir_all(on.mount.join("from/deep/er")).unwrap();
    fs::write(on.mount.join("from/deep/run"), "#!/bin/sh").unwrap();
    set_mode(on.mount.join("from/deep/run"), 0o4751);
    set_mode(on.mount.join("from/deep/er"), 0o500);
    symlink("../run", on.mount.join("from/deep/link")).unwrap();
    File::open(on.mount.join("from/deep/run")).unwrap().set_modified(then).unwrap();
    File::open(on.mount.join("from/deep")).unwrap().set_modified(then).unwrap();
    let copy = async |from: &str, to: &str, overwrite: bool| {
        on.post("copy", json!({ "from": from, "to": to, "overwrite": overwrite })).await
    };
    let made: FileEntry = copy("from", "a/to", false).await.expect(200);
    assert_eq!((made.path.as_str(), made.uid), ("a/to", 1000));
    let run = fs::metadata(on.mount.join("a/to/deep/run")).unwrap();
    assert_eq!((run.mode() & 0o7777, run.uid(), run.modified().unwrap()), (0o751, 1000, then));
    assert_eq!(fs::read(on.mount.join("a/to/deep/run")).unwrap(), b"#!/bin/sh");
    let deep = fs::metadata(on.mount.join("a/to/deep")).unwrap();
    assert_eq!(deep.modified().unwrap(), then);
    assert_eq!(fs::metadata(on.mount.join("a/to/deep/er")).unwrap().mode() & 0o7777, 0o500);
    assert_eq!(fs::read_link(on.mount.join("a/to/deep/link")).unwrap().to_str(), Some("../run"));

    let before = on.state();
    copy("from", "a/to", false).await.refused(409, "conflict", "FILE_EXISTS");
    copy("from", "from/deep/again", false).await.refused(400, "validation_error", "INTO_ITSELF");
    copy("from", "from", true).await.refused(400, "validation_error", "INTO_ITSELF");
    copy("nothing", "x/y", false).await.refused(404, "not_found", "FILE_NOT_FOUND");
    assert_eq!(on.state(), before);
    copy("from/deep/run", "a/to", true).await.expect::<FileEntry>(200);
    assert_eq!(fs::read(on.mount.join("a/to")).unwrap(), b"#!/bin/sh");
    assert_eq!(fs::read_dir(on.app.container_folder(&on.cuid).join("scratch")).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn modes_are_set_one_or_all_but_never_through_a_link() {
    let on = Fixture::new().await;
    fs::create_dir_all(on.mount.join("a/b")).unwrap();
    fs::write(on.mount.join("a/b/file"), "x").unwrap();
    symlink(on.outside.join("canary"), on.mount.join("a/link")).unwrap();
    let before = on.state();
    let set = async |path: &str, mode: &str, recursive: bool| {
        on.post("chmod", json!({ "path": path, "mode": mode, "recursive": recursive })).await
    };
    for mode in ["", "rwx", "888", "4755", "01777"] {
        set("a", mode, false).await.refused(400, "validation_error", "INVALID_MODE");
    }
    set("a/link", "777", false).await.refused(400, "validation_error", "NOT_A_FILE");
    set("nothing", "777", false).await.refused(404, "not_found", "FILE_NOT_FOUND");
    assert_eq!(on.state(), before);
    assert_eq!(set("a", "0700", false).await.expect::<FileEntry>(200).mode, "0700");
    let mode = |path: &str| fs::metadata(on.mount.join(path)).unwrap().mode() & 0o7777;
    assert_eq!((mode("a"), mode("a/b")), (0o700, 0o755));
    set("a", "0750", true).await.expect::<FileEntry>(200);
    assert_eq!((mode("a"), mode("a/b"), mode("a/b/file")), (0o750, 0o750, 0o750));
    set("", "0711", false).await.expect::<FileEntry>(200);
    assert_eq!(mode(""), 0o711);
    assert_eq!(on.state().outside, before.outside);
}
