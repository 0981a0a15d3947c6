//! Archives that are made to do harm: each is refused by its own code, and nothing has changed.

use super::{
    upload::{listing, try_upload, upload},
    zip_bytes::{Item, archive, crowded, deflated, file, folder, overlapping, zeros},
};
use crate::support::{Options, TestApp};
use std::fs;

/// A server with a container that has some files, and a file beside its mount.
async fn prepared(options: Options) -> (TestApp, String) {
    let app = TestApp::start_with(options);
    let cuid = app.created().await.cuid;
    let items = [file("kept", "as it was"), file("folder/kept", "too")];
    upload(&app, &cuid, "", archive(&items)).await;
    fs::write(app.container_folder(&cuid).join("canary"), "alive").unwrap();
    (app, cuid)
}

/// Each is refused with the code, naming its entry if it has one, and nothing on disk is different.
async fn refused(app: &TestApp, cuid: &str, code: &str, bytes: Vec<u8>) {
    let before = listing(&app.container_folder(cuid));
    for query in ["", "?mode=replace", "?dry_run=true", "?path=folder"] {
        let answer = try_upload(app, cuid, query, bytes.clone()).await;
        answer.refused(400, "validation_error", code);
    }
    assert_eq!(listing(&app.container_folder(cuid)), before, "{code}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_leads_out() {
    let (app, cuid) = prepared(Options::default()).await;
    let long = "x".repeat(256);
    for name in [
        "../canary",
        "../../canary",
        "folder/../../canary",
        "..",
        "folder/..",
        "/canary",
        "//canary",
        "/etc/passwd",
        "./../canary",
        "folder/./x",
        ".",
        "./x",
        "folder//x",
        "..\\canary",
        "folder\\..\\..\\canary",
        "C:\\canary",
        "\\\\server\\canary",
        "",
        "/",
        "a\0b",
        "canary\0.txt",
        &long,
    ] {
        refused(&app, &cuid, "ARCHIVE_PATH", archive(&[file("good", "x"), file(name, "dead")]))
            .await;
    }
    for name in ["../", "folder/../../", "/"] {
        refused(&app, &cuid, "ARCHIVE_PATH", archive(&[folder(name)])).await;
    }
    for name in [&b"caf\xe9"[..], b"\xff\xfe", b"\xc0\xae\xc0\xae/canary", b"a\xed\xa0\x80"] {
        refused(&app, &cuid, "ARCHIVE_NAME_ENCODING", archive(&[file(name, "dead")])).await;
    }
    // what only looks like it is a name like any other
    let names = ["...", "..a", "a..", "C:x", "%2e%2e", "~", "-rf", " ", "a b", "ä"];
    let good: Vec<Item> = names.iter().map(|name| file(name, "good")).collect();
    upload(&app, &cuid, "", archive(&good)).await;
    for name in names {
        let path = app.container_folder(&cuid).join("app").join(name);
        assert_eq!(fs::read_to_string(path).unwrap(), "good", "{name:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_files_and_folders_come_in() {
    let (app, cuid) = prepared(Options::default()).await;
    let link = |to: &str| file("link", to).mode(0o120_777);
    for items in [
        vec![link("/etc")],
        vec![link("..")],
        vec![link("kept")],
        vec![link(".."), file("link/canary", "dead")],
        vec![link("../canary"), file("link", "dead")],
    ] {
        refused(&app, &cuid, "ARCHIVE_LINK", archive(&items)).await;
    }
    for kind in [0o010_644, 0o020_666, 0o060_666, 0o140_777] {
        let items = [file("special", "").mode(kind)];
        refused(&app, &cuid, "ARCHIVE_SPECIAL_FILE", archive(&items)).await;
    }
    for items in [
        [file("same", "1"), file("same", "2")],
        [file("folder/kept", "1"), file("folder/kept", "2")],
    ] {
        refused(&app, &cuid, "ARCHIVE_DUPLICATE", archive(&items)).await;
    }
    for items in [
        vec![file("both", "1"), folder("both/")],
        vec![folder("both/"), file("both", "1")],
        vec![file("both", "1"), file("both/inner", "2")],
        vec![file("both/inner", "2"), file("both", "1")],
        vec![file("folder-with-a-files-mode/", "")],
        vec![folder("file-with-a-folders-mode")],
    ] {
        refused(&app, &cuid, "ARCHIVE_NAME_CLASH", archive(&items)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lies_are_found_out() {
    let (app, cuid) = prepared(Options::default()).await;
    let text = "some words ".repeat(500);
    for (code, items) in [
        ("ARCHIVE_SIZE_MISMATCH", vec![deflated("a", &text).says(10)]),
        ("ARCHIVE_SIZE_MISMATCH", vec![deflated("a", &text).says(1_000_000)]),
        ("ARCHIVE_SIZE_MISMATCH", vec![file("a", &text).says(10)]),
        ("ARCHIVE_SIZE_MISMATCH", vec![folder("a/").says(10)]),
        ("ARCHIVE_OVERLAP", vec![file("a", &text).says(9999).says_packed(9999)]),
        ("ARCHIVE_OVERLAP", vec![file("a", "x").says(60).says_packed(60), file("b", &text)]),
        ("ARCHIVE_CHECKSUM", vec![file("a", &text).crc(1)]),
        ("ARCHIVE_CHECKSUM", vec![deflated("a", &text).crc(1)]),
        ("ARCHIVE_DAMAGED", vec![file("a", &text).method(8)]),
        ("ARCHIVE_HEADERS_DIFFER", vec![file("a", &text).local_name("b")]),
        ("ARCHIVE_HEADERS_DIFFER", vec![deflated("a", &text).local_size(10)]),
        ("ARCHIVE_HEADERS_DIFFER", vec![deflated("a", &text).local_method(0)]),
        ("ARCHIVE_ENCRYPTED", vec![file("a", &text).encrypted()]),
        ("ARCHIVE_METHOD", vec![file("a", &text).method(12)]),
        ("ARCHIVE_METHOD", vec![file("a", &text).method(99)]),
    ] {
        // the first of the archive and the last of it
        let items = [vec![file("before", "x")], items].concat();
        refused(&app, &cuid, code, archive(&items)).await;
    }
    refused(&app, &cuid, "ARCHIVE_OVERLAP", overlapping()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_archive_is_told_apart() {
    let (app, cuid) = prepared(Options::default()).await;
    let good = archive(&[file("a", "x".repeat(100_000)), deflated("b", "y".repeat(100_000))]);
    refused(&app, &cuid, "ARCHIVE_EMPTY", Vec::new()).await;
    for bytes in [&b"PK"[..], b"hello", b"{\"path\": \"x\"}", &vec![0; 70_000]] {
        refused(&app, &cuid, "ARCHIVE_NOT_ZIP", bytes.to_owned()).await;
    }
    for cut in [4, 30, 31, 1000, 100_100, good.len() - 100, good.len() - 22, good.len() - 1] {
        refused(&app, &cuid, "ARCHIVE_TRUNCATED", good[..cut].to_owned()).await;
    }
    for bytes in [
        [&good, &b"\n"[..]].concat(),
        [&b"#!/bin/sh\n"[..], &good].concat(),
        [&*good, &*good].concat(),
    ] {
        refused(&app, &cuid, "ARCHIVE_EXTRA_DATA", bytes).await;
    }
    let answer = try_upload(&app, &cuid, "", archive(&[])).await;
    let upload: app::types::Upload = answer.expect(200);
    assert_eq!(upload, app::types::Upload::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_grows_without_end() {
    let limits = [("MAX_ARCHIVE_DEPTH", "8"), ("MAX_UNPACKED_BYTES", "1000000000")];
    let (app, cuid) = prepared(Options {
        env: limits.map(|(name, value)| (name, value.to_owned())).to_vec(),
        ..Options::default()
    })
    .await;
    let bomb = zeros("zeros", 3 << 10);
    let bytes = archive(std::slice::from_ref(&bomb));
    assert!(bytes.len() < 4 << 20, "{} bytes", bytes.len());
    let app_ref = &app;
    let refuse = async |code, bytes| refused(app_ref, &cuid, code, bytes).await;
    refuse("ARCHIVE_TOO_LARGE", bytes).await;
    refuse("ARCHIVE_RATIO", archive(&[zeros("zeros", 500)])).await;
    // the same, said to be little
    refuse("ARCHIVE_SIZE_MISMATCH", archive(&[bomb.says(1000)])).await;
    let many: Vec<Item> = (0..500).map(|number| zeros(&number.to_string(), 1)).collect();
    refuse("ARCHIVE_RATIO", archive(&many)).await;
    refuse("ARCHIVE_TOO_DEEP", archive(&[file("a/".repeat(8) + "x", "")])).await;
    refuse("ARCHIVE_TOO_DEEP", archive(&[folder(&"a/".repeat(10_000))])).await;
    refuse("ARCHIVE_TOO_MANY_ENTRIES", crowded(1_000_000)).await;
    upload(&app, &cuid, "", archive(&[file("a/".repeat(7) + "x", "")])).await;
    upload(&app, &cuid, "", archive(&[zeros("zeros", 1)])).await;
}
