//! What an archive becomes in a mount.

use super::zip_bytes::{archive, deflated, file, folder};
use crate::support::{Answer, TestApp, answer, answer::try_answer};
use app::types::{ChangeKind, Upload};
use reqwest::Method;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// Everything below a folder: what kind of thing it is, with its mode and owner, and its contents.
/// Rooms of the server's own that are empty do not count.
pub(super) fn listing(folder: &Path) -> BTreeMap<PathBuf, (u32, u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(at) = ahead.pop() {
        for entry in fs::read_dir(&at).unwrap().flatten() {
            let (path, facts) = (entry.path(), entry.metadata().unwrap());
            let contents = if facts.is_file() {
                fs::read(&path).unwrap()
            } else if facts.is_symlink() {
                fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else {
                Vec::new()
            };
            if facts.is_dir() {
                ahead.push(path.clone());
            }
            let name = path.strip_prefix(folder).unwrap().to_owned();
            let is_room =
                ["staging", "scratch", "trash"].iter().any(|room| name == Path::new(room));
            if !is_room {
                found.insert(name, (facts.mode(), facts.uid(), contents));
            }
        }
    }
    found
}

/// The answer to an upload of these bytes.
pub(super) async fn try_upload(app: &TestApp, cuid: &str, query: &str, bytes: Vec<u8>) -> Answer {
    let path = format!("/containers/{cuid}/upload-zip{query}");
    let request = app.request(Method::POST, &path).header("content-type", "application/zip");
    answer(request.body(bytes)).await
}

/// What an upload that must work says of itself.
pub(super) async fn upload(app: &TestApp, cuid: &str, query: &str, bytes: Vec<u8>) -> Upload {
    try_upload(app, cuid, query, bytes).await.expect(200)
}

/// The files in a container's mount with their text.
pub(super) fn texts(app: &TestApp, cuid: &str) -> BTreeMap<String, String> {
    listing(&app.container_folder(cuid).join("app"))
        .into_iter()
        .filter(|(_, (mode, ..))| mode & 0o170_000 == 0o100_000)
        .map(|(path, (.., bytes))| {
            (path.to_str().unwrap().to_owned(), String::from_utf8(bytes).unwrap())
        })
        .collect()
}

/// The same, written down.
pub(super) fn wanted<const N: usize>(files: [(&str, &str); N]) -> BTreeMap<String, String> {
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_with_owner_and_bits() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let items = [
        deflated("boot.sh", "echo ".repeat(1000)).mode(0o100_755),
        file("setuid", "x").mode(0o106_777),
        file("private", "x").mode(0o100_600),
        folder("empty/"),
        file("deep/down/config.json", "{}"),
        folder("deep/"),
    ];
    let said = upload(&app, &cuid, "", archive(&items)).await;
    let counted = Upload { files: 4, directories: 3, bytes: 5004, added: 4, ..Upload::default() };
    assert_eq!(said, counted);
    let found = listing(&app.container_folder(&cuid).join("app"));
    let modes: BTreeMap<&str, (u32, u32)> = found
        .iter()
        .map(|(path, (mode, owner, _))| (path.to_str().unwrap(), (*mode, *owner)))
        .collect();
    let expected = BTreeMap::from([
        ("boot.sh", (0o100_755, 1000)),
        ("setuid", (0o100_755, 1000)),
        ("private", (0o100_644, 1000)),
        ("empty", (0o040_755, 1000)),
        ("deep", (0o040_755, 1000)),
        ("deep/down", (0o040_755, 1000)),
        ("deep/down/config.json", (0o100_644, 1000)),
    ]);
    assert_eq!(modes, expected);
    let boot = fs::metadata(app.container_folder(&cuid).join("app/boot.sh")).unwrap();
    // what the archive says: midnight at the first of January 1980, wherever this is
    assert!((315_446_400..315_619_200).contains(&boot.mtime()), "{}", boot.mtime());
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_keeps_and_replacing_removes() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let first = archive(&[
        file("same", "same"),
        file("other", "1"),
        file("d/inner", "1"),
        file("d/gone", "1"),
        file("e/f/g", "1"),
    ]);
    assert_eq!(upload(&app, &cuid, "", first).await.added, 5);
    let second = archive(&[
        file("same", "same"),
        file("other", "2"),
        file("d/inner", "2"),
        file("new", "2"),
    ]);

    let before = listing(&app.container_folder(&cuid));
    let dry = upload(&app, &cuid, "?dry_run=true&mode=replace", second.clone()).await;
    assert_eq!(listing(&app.container_folder(&cuid)), before);
    let changes: BTreeMap<&str, (ChangeKind, u64)> = dry
        .changes
        .as_ref()
        .unwrap()
        .iter()
        .map(|change| (change.path.as_str(), (change.change, change.bytes)))
        .collect();
    let expected = BTreeMap::from([
        ("other", (ChangeKind::Changed, 1)),
        ("d/inner", (ChangeKind::Changed, 1)),
        ("new", (ChangeKind::Added, 1)),
        ("d/gone", (ChangeKind::Removed, 1)),
        ("e/f/g", (ChangeKind::Removed, 1)),
    ]);
    assert_eq!(changes, expected);
    assert_eq!((dry.added, dry.changed, dry.removed, dry.dry_run), (1, 2, 2, true));

    let merged = upload(&app, &cuid, "", second.clone()).await;
    assert_eq!((merged.added, merged.changed, merged.removed), (1, 2, 0));
    let both = wanted([
        ("same", "same"),
        ("other", "2"),
        ("d/inner", "2"),
        ("d/gone", "1"),
        ("e/f/g", "1"),
        ("new", "2"),
    ]);
    assert_eq!(texts(&app, &cuid), both);

    let root = fs::metadata(app.container_folder(&cuid).join("app")).unwrap().ino();
    let replaced = upload(&app, &cuid, "?mode=replace", second).await;
    assert_eq!((replaced.added, replaced.changed, replaced.removed), (0, 0, 2));
    let only = wanted([("same", "same"), ("other", "2"), ("d/inner", "2"), ("new", "2")]);
    assert_eq!(texts(&app, &cuid), only);
    assert!(!app.container_folder(&cuid).join("app/e").exists());
    // what is mounted into a running container is this folder, not another of its name
    assert_eq!(fs::metadata(app.container_folder(&cuid).join("app")).unwrap().ino(), root);

    let inner = archive(&[file("x", "3")]);
    upload(&app, &cuid, "?mode=replace&path=/d", inner.clone()).await;
    upload(&app, &cuid, "?mode=replace&path=fresh/folders/here", inner).await;
    let now = wanted([
        ("same", "same"),
        ("other", "2"),
        ("d/x", "3"),
        ("new", "2"),
        ("fresh/folders/here/x", "3"),
    ]);
    assert_eq!(texts(&app, &cuid), now);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_is_not_overwritten() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mount = app.container_folder(&cuid).join("app");
    let canary = app.container_folder(&cuid).join("canary");
    fs::create_dir(&canary).unwrap();
    fs::write(canary.join("file"), "alive").unwrap();
    fs::write(mount.join("file"), "1").unwrap();
    fs::create_dir(mount.join("folder")).unwrap();
    std::os::unix::fs::symlink("../canary", mount.join("out")).unwrap();
    std::os::unix::fs::symlink("folder", mount.join("in")).unwrap();
    std::os::unix::fs::symlink("../canary/file", mount.join("link")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        mount.join("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o666),
        0,
    )
    .unwrap();
    let before = listing(&app.container_folder(&cuid));
    for name in ["folder", "file/x", "out/file", "out/new", "in/x", "link", "pipe"] {
        for query in ["", "?dry_run=true"] {
            let bytes = archive(&[file("a-first", "2"), file(name, "dead")]);
            let refused = try_upload(&app, &cuid, query, bytes).await;
            let error = refused.refused(409, "conflict", "ARCHIVE_CONFLICT");
            let at = error.details["field"].as_str().map(str::to_owned);
            assert_eq!(at.as_deref(), Some("path"), "{name}: {error:?}");
        }
        assert_eq!(listing(&app.container_folder(&cuid)), before, "{name}");
    }
    // a folder that becomes equal to the archive has no place for them
    let bytes = archive(&[file("folder", "2"), file("out/file", "2"), file("link", "2")]);
    upload(&app, &cuid, "?mode=replace", bytes).await;
    assert_eq!(texts(&app, &cuid), wanted([("folder", "2"), ("out/file", "2"), ("link", "2")]));
    assert_eq!(fs::read_to_string(canary.join("file")).unwrap(), "alive");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_comes_in_any_wrapping() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let path = format!("/containers/{cuid}/upload-zip");
    for (number, kind) in [
        Some("application/zip"),
        Some("application/octet-stream"),
        None,
        Some("application/x-zip-compressed"),
    ]
    .into_iter()
    .enumerate()
    {
        let bytes = archive(&[file(number.to_string(), "x")]);
        let mut request = app.request(Method::POST, &path).body(bytes);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        assert_eq!(answer(request).await.expect::<Upload>(200).added, 1, "{kind:?}");
    }
    let form = |part: &str, bytes: &[u8]| {
        let mut body =
            b"--frontier\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
                .to_vec();
        body.extend(format!("--frontier\r\nContent-Disposition: form-data; {part}\r\nContent-Type: application/zip\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n--frontier--\r\n");
        app.request(Method::POST, &path)
            .header("content-type", "multipart/form-data; boundary=frontier")
            .body(body)
    };
    let bytes = archive(&[file("from-a-form", "x")]);
    let good = form("name=\"file\"; filename=\"a.zip\"", &bytes);
    assert_eq!(answer(good).await.expect::<Upload>(200).added, 1);
    assert!(texts(&app, &cuid).contains_key("from-a-form"));
    let none = app
        .request(Method::POST, &path)
        .header("content-type", "multipart/form-data; boundary=frontier")
        .body("--frontier\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--frontier--\r\n");
    answer(none).await.refused(400, "validation_error", "MISSING_FILE");
    let cut = form("name=\"file\"; filename=\"a.zip\"", &bytes).body("--frontier\r\nContent-Dispo");
    answer(cut).await.error(400, "validation_error");
    let other = app.request(Method::POST, &path).header("content-type", "text/html").body(bytes);
    answer(other).await.refused(400, "validation_error", "UNSUPPORTED_MEDIA_TYPE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_wrongly_is_refused() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let bytes = archive(&[file("x", "x")]);
    for query in ["?path=../x", "?path=a/../b", "?path=a%00b", "?path=a//b", "?path=%2e%2e"] {
        let error = try_upload(&app, &cuid, query, bytes.clone()).await;
        let error = error.refused(400, "validation_error", "PATH_INVALID");
        assert_eq!(error.details["field"], "path", "{query}");
    }
    for (query, code) in [
        ("?mode=both", "INVALID_VALUE"),
        ("?dry_run=maybe", "INVALID_VALUE"),
        ("?into=x", "UNKNOWN_PARAMETER"),
    ] {
        try_upload(&app, &cuid, query, bytes.clone()).await.refused(400, "validation_error", code);
    }
    let nobody = "c123e4567-e89b-12d3-a456-426614174000";
    let gone = try_upload(&app, nobody, "", bytes.clone()).await;
    gone.refused(404, "not_found", "CONTAINER_NOT_FOUND");
    try_upload(&app, "nonsense", "", bytes).await.refused(400, "validation_error", "INVALID_CUID");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused_at_once() {
    let app = TestApp::start_with(crate::support::Options {
        env: vec![("MAX_UPLOAD_BYTES", "100000".to_owned())],
        ..crate::support::Options::default()
    });
    let cuid = app.created().await.cuid;
    let bytes = archive(&[file("x", "x".repeat(200_000))]);
    let error = try_upload(&app, &cuid, "", bytes.clone()).await;
    let error = error.refused(400, "validation_error", "UPLOAD_TOO_LARGE");
    assert_eq!(error.details["limit_bytes"], Value::from(100_000));
    // its length not said before
    let path = format!("/containers/{cuid}/upload-zip");
    let chunks = bytes.chunks(1000).map(|chunk| Ok::<_, std::io::Error>(chunk.to_owned()));
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks.collect::<Vec<_>>()));
    let error = answer(app.request(Method::POST, &path).body(body)).await;
    error.refused(400, "validation_error", "UPLOAD_TOO_LARGE");
    // one that breaks off leaves nothing
    let chunks = [Ok(bytes[..50_000].to_owned()), Err(std::io::Error::other("gone"))];
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    assert!(try_answer(app.request(Method::POST, &path).body(body)).await.is_none());
    upload(&app, &cuid, "", archive(&[file("x", "x")])).await;
    assert_eq!(texts(&app, &cuid), wanted([("x", "x")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_lies_there_is_unpacked_there() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mount = app.container_folder(&cuid).join("app");
    fs::create_dir(mount.join("d")).unwrap();
    fs::write(mount.join("d/a.zip"), archive(&[file("x", "1"), file("y/z", "2")])).unwrap();
    let unpack = async |body: Value| {
        answer(app.request(Method::POST, &format!("/containers/{cuid}/files/unpack")).json(&body))
            .await
    };
    let dry: Upload =
        unpack(serde_json::json!({"path": "d/a.zip", "dry_run": true})).await.expect(200);
    assert_eq!((dry.added, dry.changes.map(|changes| changes.len())), (2, Some(2)));
    let done: Upload = unpack(serde_json::json!({"path": "d/a.zip"})).await.expect(200);
    assert_eq!((done.files, done.added), (2, 2));
    let done: Upload = unpack(serde_json::json!({"path": "d/a.zip", "to": "e"})).await.expect(200);
    assert_eq!(done.added, 2);
    fs::remove_file(mount.join("e/x")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", mount.join("out.zip")).unwrap();
    for (path, status, kind, code) in [
        ("out.zip", 400, "validation_error", "PATH_ESCAPES"),
        ("d", 400, "validation_error", "NOT_A_FILE"),
        ("none.zip", 404, "not_found", "FILE_NOT_FOUND"),
        ("d/x", 400, "validation_error", "ARCHIVE_NOT_ZIP"),
        ("../x", 400, "validation_error", "PATH_INVALID"),
    ] {
        let error = unpack(serde_json::json!({"path": path})).await;
        assert_eq!(error.refused(status, kind, code).details["field"], "path", "{path}");
    }
}
