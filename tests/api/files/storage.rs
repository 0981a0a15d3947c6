//! Disks that are full or may not be written to.

use super::support::Fixture;
use crate::support::Answer;
use app::types::FileEntry;
use rustix::mount::{MountFlags, UnmountFlags, mount, mount_remount, unmount};
use serde_json::json;
use std::{fs, path::PathBuf};

/// A small file system of its own on a container's mount.
struct Small(PathBuf);

impl Small {
    fn on(mount_point: PathBuf, size: &str) -> Self {
        let options = std::ffi::CString::new(format!("size={size},mode=755")).unwrap();
        mount("tmpfs", &mount_point, "tmpfs", MountFlags::empty(), options.as_c_str())
            .expect("only root can mount");
        Self(mount_point)
    }

    fn make_read_only(&self) {
        mount_remount(&self.0, MountFlags::RDONLY, "").unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = unmount(&self.0, UnmountFlags::DETACH);
    }
}

/// Every change that takes room, or only a disk that can be written.
async fn changes(on: &Fixture) -> Vec<Answer> {
    vec![
        on.put("big", vec![b'x'; 3 << 20]).await,
        on.put("kept", vec![b'x'; 3 << 20]).await,
        on.post("copy", json!({ "from": "half", "to": "copy" })).await,
        on.post("copy", json!({ "from": "folder", "to": "copies/one" })).await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_leaves_all_as_it_was() {
    let on = Fixture::new().await;
    let _small = Small::on(on.mount.clone(), "2m");
    on.put("kept", "as it was").await.expect::<FileEntry>(201);
    on.put("half", vec![b'y'; 1_200_000]).await.expect::<FileEntry>(201);
    fs::create_dir(on.mount.join("folder")).unwrap();
    fs::hard_link(on.mount.join("half"), on.mount.join("folder/half")).unwrap();
    // the server's own folder is in the mount here; it is there once it was needed
    let before = on.state();
    for answer in changes(&on).await {
        let error = answer.refused(500, "io_error", "DISK_FULL");
        assert!(error.message.contains("full"), "{}", error.message);
    }
    let keys = |state: &super::support::State| state.inside.keys().cloned().collect::<Vec<_>>();
    let after = on.state();
    assert_eq!(keys(&after), keys(&before));
    for name in ["kept", "half"] {
        assert_eq!(after.inside[&PathBuf::from(name)], before.inside[&PathBuf::from(name)]);
    }
    on.delete("half", false).await.json(200);
    on.delete("folder", false).await.json(200);
    on.put("now", vec![b'x'; 1_500_000]).await.expect::<FileEntry>(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_disk_is_said_and_can_be_read() {
    let on = Fixture::new().await;
    let small = Small::on(on.mount.clone(), "2m");
    on.put("kept", "as it was").await.expect::<FileEntry>(201);
    on.put("half", "y").await.expect::<FileEntry>(201);
    fs::create_dir(on.mount.join("folder")).unwrap();
    small.make_read_only();
    let before = on.state();
    let mut answers = changes(&on).await;
    answers.push(on.delete("kept", false).await);
    answers.push(on.delete("folder", true).await);
    answers.push(on.post("mkdir", json!({ "path": "new" })).await);
    answers.push(on.post("move", json!({ "from": "kept", "to": "moved" })).await);
    answers.push(on.post("chmod", json!({ "path": "kept", "mode": "0777" })).await);
    for answer in answers {
        answer.refused(500, "io_error", "READ_ONLY");
    }
    assert_eq!(on.state(), before);
    assert_eq!(on.download("kept").await.text, "as it was");
    on.list("").await.json(200);
}
