//! What is in a mount and is no ordinary file: nothing hangs on it, nothing acts.

use super::support::Fixture;
use app::types::FileEntry;
use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};
use serde_json::json;
use std::{
    ffi::{CString, OsStr},
    fs,
    os::unix::{ffi::OsStrExt, fs::FileTypeExt, net::UnixListener},
};

#[tokio::test(flavor = "multi_thread")]
async fn pipes_sockets_and_devices_are_neither_read_nor_written() {
    let on = Fixture::new().await;
    let _socket = UnixListener::bind(on.mount.join("socket")).unwrap();
    for (name, kind, (major, minor)) in [
        ("fifo", FileType::Fifo, (0, 0)),
        ("zero", FileType::CharacterDevice, (1, 5)),
        ("loop", FileType::BlockDevice, (7, 0)),
    ] {
        let mode = Mode::from_raw_mode(0o666);
        mknodat(CWD, on.mount.join(name), kind, mode, makedev(major, minor)).unwrap();
    }
    for name in ["fifo", "socket", "zero", "loop"] {
        let before = on.state();
        on.download(name).await.refused(400, "validation_error", "NOT_A_FILE");
        on.put(name, "x").await.refused(400, "validation_error", "NOT_A_FILE");
        on.list(name).await.refused(400, "validation_error", "NOT_A_DIRECTORY");
        let copy = on.post("copy", json!({ "from": name, "to": "copy" })).await;
        copy.refused(400, "validation_error", "NOT_A_FILE");
        assert_eq!(on.state(), before);
        on.post("chmod", json!({ "path": name, "mode": "0600" })).await.expect::<FileEntry>(200);
        on.post("move", json!({ "from": name, "to": "moved/it" })).await.expect::<FileEntry>(200);
        on.post("move", json!({ "from": "moved/it", "to": name })).await.expect::<FileEntry>(200);
    }
    // in a folder they are left out of a copy
    on.post("move", json!({ "from": "fifo", "to": "folder/fifo" })).await.json(200);
    on.put("folder/file", "x").await.json(201);
    on.post("copy", json!({ "from": "folder", "to": "copy" })).await.json(200);
    assert!(on.mount.join("copy/file").exists() && !on.mount.join("copy/fifo").exists());
    assert!(fs::metadata(on.mount.join("folder/fifo")).unwrap().file_type().is_fifo());
    for name in ["folder", "socket", "zero", "loop"] {
        on.delete(name, false).await.json(200);
        assert!(!on.mount.join(name).exists());
    }
}

/// Folders in each other, by handles: the path of the last one is longer than paths can be.
fn bury(top: &std::path::Path, levels: usize) {
    use rustix::fs::{OFlags, mkdirat, openat};
    let name = CString::new("d").unwrap();
    let mut at = openat(CWD, top, OFlags::DIRECTORY | OFlags::RDONLY, Mode::empty()).unwrap();
    for _ in 0..levels {
        mkdirat(&at, &name, Mode::RWXU).unwrap();
        at = openat(&at, &name, OFlags::DIRECTORY | OFlags::RDONLY, Mode::empty()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_levels_are_no_way_to_break_anything() {
    let on = Fixture::new().await;
    fs::create_dir(on.mount.join("deep")).unwrap();
    fs::create_dir(on.mount.join("again")).unwrap();
    bury(&on.mount.join("deep"), 10_000);
    bury(&on.mount.join("again"), 10_000);
    let copy = on.post("copy", json!({ "from": "deep", "to": "copy" })).await;
    copy.refused(400, "validation_error", "PATH_INVALID");
    assert!(!on.mount.join("copy").exists());
    let chmod = json!({ "path": "deep", "mode": "0700", "recursive": true });
    on.post("chmod", chmod).await.refused(400, "validation_error", "PATH_INVALID");
    on.delete("deep", false).await.json(200);
    assert!(!on.mount.join("deep").exists());
    assert_eq!(fs::read_dir(on.app.container_folder(&on.cuid).join("scratch")).unwrap().count(), 0);
    // the container goes with what is left
    on.app.delete(&on.cuid, "").await.json(200);
    assert!(fs::read_dir(on.app.data().join("containers")).unwrap().next().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_no_text_can_be_deleted_with_their_folder() {
    let on = Fixture::new().await;
    fs::create_dir(on.mount.join("folder")).unwrap();
    fs::write(on.mount.join("folder").join(OsStr::from_bytes(b"\xff\xfe")), "x").unwrap();
    on.download("folder/\u{fffd}\u{fffd}").await.refused(404, "not_found", "FILE_NOT_FOUND");
    on.post("copy", json!({ "from": "folder", "to": "copy" })).await.json(200);
    assert!(on.mount.join("copy").join(OsStr::from_bytes(b"\xff\xfe")).exists());
    on.delete("folder", false).await.json(200);
    assert!(!on.mount.join("folder").exists());
}
