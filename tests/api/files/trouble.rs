//! Disks that are full or read-only, and containers that change files at the same moment.

use super::{
    upload::{listing, texts, try_upload, upload, wanted},
    zip_bytes::{archive, file},
};
use crate::support::{TestApp, answer};
use reqwest::Method;
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A small file system of its own on a folder; it is taken away with the value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Self {
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(folder));
        Self(folder.to_owned())
    }

    fn make_read_only(&self) {
        run(Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run(Command::new("umount").arg("--lazy").arg(&self.0));
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_or_read_only_disk_changes_nothing() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mount = app.container_folder(&cuid).join("app");
    let disk = SmallDisk::mount(&mount);
    upload(&app, &cuid, "", archive(&[file("kept", "1"), file("d/kept", "1")])).await;
    let before = listing(&mount);
    assert_eq!(texts(&app, &cuid), wanted([("kept", "1"), ("d/kept", "1")]));
    // the archive itself does not fit, what is in it does not fit beside it
    for size in [8 << 20, 3 << 20] {
        let bytes = archive(&[file("kept", "2"), file("large", "x".repeat(size))]);
        for query in ["", "?mode=replace"] {
            let full = try_upload(&app, &cuid, query, bytes.clone()).await;
            full.refused(500, "io_error", "DISK_FULL");
            assert_eq!(listing(&mount), before, "{size} bytes{query}");
        }
    }
    upload(&app, &cuid, "", archive(&[file("kept", "2")])).await;
    let before = listing(&mount);
    disk.make_read_only();
    let read_only = try_upload(&app, &cuid, "", archive(&[file("kept", "3")])).await;
    read_only.refused(500, "io_error", "READ_ONLY");
    assert_eq!(listing(&mount), before);
    // what is there can still be had
    let path = format!("/containers/{cuid}/download-zip");
    let response = app.request(Method::GET, &path).send().await.unwrap();
    assert!(response.status().is_success());
    let bytes = response.bytes().await.unwrap();
    assert!(bytes.windows(6).any(|name| name == b"d/kept"));
    assert!(!bytes.windows(11).any(|name| name == b".wharfinger"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_fails_undoes_those_before_it() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mount = app.container_folder(&cuid).join("app");
    let first = [file("a", "1"), file("b/gone", "1"), file("y", "1"), file("z/kept", "1")];
    upload(&app, &cuid, "", archive(&first)).await;
    // nothing can be renamed to another file system
    let _disk = SmallDisk::mount(&mount.join("z"));
    let before = listing(&app.container_folder(&cuid));
    for (query, items) in [
        ("", vec![file("a", "2"), file("b/new", "2"), file("new/d", "2"), file("z/new", "2")]),
        ("?mode=replace", vec![file("a", "2"), file("y/kind", "2"), file("z/new", "2")]),
    ] {
        let failed = try_upload(&app, &cuid, query, archive(&items)).await;
        failed.refused(500, "io_error", "IO");
        assert_eq!(listing(&app.container_folder(&cuid)), before, "{query}");
    }
    assert!(app.server_log().contains("undoing it"), "{}", app.server_log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_swaps_links_gets_nothing_out_and_nothing_in() {
    let app = TestApp::start();
    let swap = "cd /app && mkdir x && echo own > x/own && \
                while :; do mv x y; ln -s ../canary x; rm x; mv y x; done";
    let body = json!({ "image": "busybox:latest", "command": ["sh", "-c", swap] });
    let cuid = app.create(body).await.container(201).cuid;
    let canary = app.container_folder(&cuid).join("canary");
    fs::create_dir(&canary).unwrap();
    fs::write(canary.join("secret"), "alive").unwrap();
    fs::write(app.container_folder(&cuid).join("app/a.zip"), archive(&[file("x/in", "dead")]))
        .unwrap();
    let outside = listing(&canary);
    app.control(&cuid, "start").await.container(200);

    let (mut done, mut refused) = (0, 0);
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    for number in 0.. {
        assert!(std::time::Instant::now() < until, "{done} done, {refused} refused");
        let bytes = archive(&[file("x/in", number.to_string()), file("x/secret", "dead")]);
        let sent = match number % 3 {
            0 => try_upload(&app, &cuid, "", bytes).await,
            1 => try_upload(&app, &cuid, "?path=x", bytes).await,
            _ => {
                let path = format!("/containers/{cuid}/files/unpack");
                let body = json!({ "path": "a.zip" });
                answer(app.request(Method::POST, &path).json(&body)).await
            }
        };
        if sent.status == 200 {
            done += 1;
        } else {
            let error = sent.error(409, "conflict");
            let known = ["ARCHIVE_CONFLICT", "FILES_CHANGED"].contains(&error.code.as_str());
            assert!(known, "{error:?}");
            refused += 1;
        }
        for query in ["", "?path=x"] {
            let path = format!("/containers/{cuid}/download-zip{query}");
            let response = app.request(Method::GET, &path).send().await.unwrap();
            let status = response.status().as_u16();
            assert!([200, 400, 404].contains(&status), "{status}");
            let bytes = response.bytes().await.unwrap();
            assert!(!bytes.windows(5).any(|part| part == b"alive"), "it got out");
        }
        assert_eq!(listing(&canary), outside, "it was changed");
        if number >= 60 && done > 0 && refused > 0 {
            break;
        }
    }
}
