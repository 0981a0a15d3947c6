//! Folders as archives, read by programs that others have written.

use super::upload::{listing, upload};
use crate::support::{Answer, TestApp, answer};
use reqwest::Method;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::{Value, json};
use std::{
    fs::{self, Permissions},
    io::Write as _,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

/// What Python's own reader finds in an archive, whose checksums it compares: of each entry its
/// mode, contents, date and time, and way of compression; and the comment.
const READ: &str = r#"
import io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
entries = {
    entry.filename: [
        oct(entry.external_attr >> 16), archive.read(entry).decode(errors="replace")[:100],
        list(entry.date_time), entry.compress_type, entry.file_size,
    ]
    for entry in archive.infolist()
}
assert len(entries) == len(archive.infolist())
json.dump({"entries": entries, "comment": archive.comment.decode()}, sys.stdout)
"#;

/// Counts the files in an archive, each of which holds the last part of its own name.
const COUNT: &str = r"
import io, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
for entry in archive.infolist():
    if not entry.is_dir():
        assert archive.read(entry).decode() == entry.filename.split('/')[1]
print(sum(not entry.is_dir() for entry in archive.infolist()))
";

fn python(program: &str, input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "not what Python takes for an archive");
    output.stdout
}

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(&python(READ, bytes)).unwrap()
}

async fn download(app: &TestApp, cuid: &str, query: &str) -> Vec<u8> {
    let path = format!("/containers/{cuid}/download-zip{query}");
    let response = app.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/zip");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert!(!response.headers().contains_key("content-encoding"));
    response.bytes().await.unwrap().to_vec()
}

fn names(archive: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        archive["entries"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// A container's mount, from outside.
async fn prepared() -> (TestApp, String, PathBuf) {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    let mount = app.container_folder(&cuid).join("app");
    (app, cuid, mount)
}

fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_comes_as_it_is() {
    let (app, cuid, mount) = prepared().await;
    let outside = app.container_folder(&cuid).join("canary");
    put(&outside, "alive");
    put(&mount.join("run.sh"), "echo\n".repeat(1000));
    fs::set_permissions(mount.join("run.sh"), Permissions::from_mode(0o750)).unwrap();
    put(&mount.join("Größe/日本.txt"), "x");
    put(&mount.join("noise.png"), "not compressed ".repeat(100));
    put(&mount.join("large"), "0123456789abcdef".repeat(100_000));
    fs::create_dir(mount.join("empty")).unwrap();
    fs::set_permissions(mount.join("empty"), Permissions::from_mode(0o700)).unwrap();
    // the second of an odd number is what only the extended timestamp has
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_001);
    fs::File::open(mount.join("run.sh")).unwrap().set_modified(moment).unwrap();
    for (name, target) in [
        ("inside", "run.sh"),
        ("Größe/up", "../run.sh"),
        ("dangling", "nothing"),
        ("out", "../canary"),
        ("absolute", "/etc/passwd"),
        ("chained", "Größe/../../canary"),
        ("proc", "/proc/self/root/etc/passwd"),
    ] {
        symlink(target, mount.join(name)).unwrap();
    }
    mknodat(CWD, mount.join("pipe"), FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(mount.join("socket")).unwrap();
    put(&mount.join(std::ffi::OsStr::from_bytes(b"latin-\xe9")), "x");

    let bytes = download(&app, &cuid, "").await;
    let archive = read(&bytes);
    let entry = |name: &str| archive["entries"][name].clone();
    assert_eq!(
        names(&archive),
        [
            "Größe/",
            "Größe/up",
            "Größe/日本.txt",
            "dangling",
            "empty/",
            "inside",
            "large",
            // Python's reading of a name that is not UTF-8
            "latin-Θ",
            "noise.png",
            "run.sh",
        ]
    );
    assert_eq!(entry("run.sh")[0], "0o100750");
    assert_eq!(entry("run.sh")[3], 8, "deflated");
    assert_eq!(entry("noise.png")[3], 0, "stored");
    assert_eq!(entry("empty/")[0], "0o40700");
    assert_eq!((&entry("inside")[0], &entry("inside")[1]), (&json!("0o120777"), &json!("run.sh")));
    assert_eq!(entry("large")[4], 1_600_000);
    assert_eq!(
        archive["comment"],
        "Left out: 4 symbolic links that lead out of the folder, 2 sockets, pipes and devices"
    );
    assert!(!bytes.windows(5).any(|part| part == b"alive"));

    // what went out comes in again, links and all that is left out aside
    fs::remove_file(mount.join("inside")).unwrap();
    fs::remove_file(mount.join("dangling")).unwrap();
    fs::remove_file(mount.join("Größe/up")).unwrap();
    fs::remove_file(mount.join(std::ffi::OsStr::from_bytes(b"latin-\xe9"))).unwrap();
    let bytes = download(&app, &cuid, "").await;
    upload(&app, &cuid, "?path=copy", bytes).await;
    let copied = listing(&mount.join("copy"));
    for name in ["run.sh", "Größe/日本.txt", "noise.png", "large"] {
        assert_eq!(copied[Path::new(name)].2, fs::read(mount.join(name)).unwrap(), "{name}");
    }
    assert!(copied.contains_key(Path::new("empty")));
    let again = fs::metadata(mount.join("copy/run.sh")).unwrap();
    assert_eq!(again.modified().unwrap(), moment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_keeps_its_names() {
    let (app, cuid, mount) = prepared().await;
    for name in ["a/b/one", "a/b/two", "a/c/one", "d"] {
        put(&mount.join(name), name);
    }
    symlink("a/b", mount.join("link")).unwrap();
    for (query, expected) in [
        ("", &["a/", "a/b/", "a/b/one", "a/b/two", "a/c/", "a/c/one", "d", "link"][..]),
        ("?path=", &["a/", "a/b/", "a/b/one", "a/b/two", "a/c/", "a/c/one", "d", "link"]),
        ("?path=a/b", &["one", "two"]),
        ("?path=/link", &["one", "two"]),
        ("?path=d", &["d"]),
        ("?path=a/b/one&path=a/b/two", &["one", "two"]),
        ("?path=a/b/one&path=a/c/one", &["b/one", "c/one"]),
        ("?path=a/c&path=a/c/one&path=d", &["a/c/", "a/c/one", "d"]),
    ] {
        assert_eq!(names(&read(&download(&app, &cuid, query).await)), expected, "{query}");
    }
    let path = format!("/containers/{cuid}/download-zip?path=a/b");
    let head = app.request(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(head.status(), 200);
    let disposition = head.headers()["content-disposition"].to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"b.zip\"; filename*=UTF-8''b.zip");
    assert_eq!(head.bytes().await.unwrap().len(), 0);

    symlink("/etc", mount.join("etc")).unwrap();
    symlink("../..", mount.join("up")).unwrap();
    let get = async |query: &str| -> Answer {
        answer(app.request(Method::GET, &format!("/containers/{cuid}/download-zip{query}"))).await
    };
    for (query, status, kind, code) in [
        ("?path=none", 404, "not_found", "FILE_NOT_FOUND"),
        ("?path=d&path=none", 404, "not_found", "FILE_NOT_FOUND"),
        ("?path=etc", 400, "validation_error", "PATH_ESCAPES"),
        ("?path=up", 400, "validation_error", "PATH_ESCAPES"),
        ("?path=etc/ssl", 400, "validation_error", "PATH_ESCAPES"),
        ("?path=../x", 400, "validation_error", "PATH_INVALID"),
        ("?path=%2e%2e", 400, "validation_error", "PATH_INVALID"),
        ("?folder=a", 400, "validation_error", "UNKNOWN_PARAMETER"),
    ] {
        get(query).await.refused(status, kind, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_files_takes_zip64() {
    const FILES: usize = 66_000;
    let (app, cuid, mount) = prepared().await;
    for folder in 0..66 {
        fs::create_dir(mount.join(folder.to_string())).unwrap();
        for number in 0..1000 {
            fs::write(mount.join(format!("{folder}/{number}")), number.to_string()).unwrap();
        }
    }
    let bytes = download(&app, &cuid, "").await;
    assert_eq!(String::from_utf8(python(COUNT, &bytes)).unwrap().trim(), FILES.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_ends_the_work() {
    let (app, cuid, mount) = prepared().await;
    // more than every buffer on the way takes, so that the packing has to wait for its client
    let noise: Vec<u8> = (0..1 << 20).map(|_| uuid::Uuid::new_v4().as_bytes()[0]).collect();
    for number in 0..64 {
        put(&mount.join(format!("{number}.zip")), &noise);
    }
    let path = format!("/containers/{cuid}/download-zip");
    let mut response = app.request(Method::GET, &path).send().await.unwrap();
    assert!(response.chunk().await.unwrap().is_some());
    let open = || {
        fs::read_dir(format!("/proc/{}/fd", app.pid()))
            .unwrap()
            .flatten()
            .filter_map(|entry| fs::read_link(entry.path()).ok())
            .filter(|target| target.starts_with(&mount))
            .count()
    };
    assert!(open() > 0, "it is at work");
    drop(response);
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    while open() > 0 {
        assert!(std::time::Instant::now() < until, "files stay open");
        tokio::task::yield_now().await;
    }
}
