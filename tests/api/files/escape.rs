//! Paths and links that lead out, planted before: nothing is read, and nothing outside changes.

use super::support::{CANARY, Fixture};
use crate::support::{Answer, answer};
use reqwest::Method;
use serde_json::json;
use std::{fs, os::unix::fs::symlink};

/// Everything that takes a path, with one from outside.
async fn all(on: &Fixture, path: &str) -> Vec<(&'static str, Answer)> {
    vec![
        ("list", on.list(path).await),
        ("download", on.download(path).await),
        ("write", on.put(path, "written from within").await),
        ("delete", on.delete(path, false).await),
        ("delete with undo", on.delete(path, true).await),
        ("mkdir", on.post("mkdir", json!({ "path": path })).await),
        ("move from", on.post("move", json!({ "from": path, "to": "got" })).await),
        ("move to", on.post("move", json!({ "from": "own", "to": path, "overwrite": true })).await),
        ("copy from", on.post("copy", json!({ "from": path, "to": "got" })).await),
        ("copy to", on.post("copy", json!({ "from": "own", "to": path, "overwrite": true })).await),
        ("chmod", on.post("chmod", json!({ "path": path, "mode": "0777" })).await),
        (
            "chmod -R",
            on.post("chmod", json!({ "path": path, "mode": "0777", "recursive": true })).await,
        ),
    ]
}

async fn fixture() -> Fixture {
    let on = Fixture::new().await;
    fs::write(on.mount.join("own"), "own").unwrap();
    on
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_a_path_leads_out() {
    let on = fixture().await;
    let deep = "a/".repeat(10_000) + "x";
    let up = "../".repeat(40) + "etc/passwd";
    let (long, outside) = ("x".repeat(300), on.outside.join("canary"));
    let before = on.state();
    for path in [
        "..",
        "../compose.yaml",
        "../../../outside/canary",
        "own/../../compose.yaml",
        "./../compose.yaml",
        "./own",
        "a/./b",
        "a//b",
        "//etc/passwd",
        "%2e%2e/compose.yaml",
        "%2e%2e%2fcompose.yaml",
        "..%2fcompose.yaml",
        "%252e%252e%252fcompose.yaml",
        "..\\compose.yaml",
        "..%5ccompose.yaml",
        "a\0b",
        "a%00b",
        &long,
        &deep,
        &up,
    ] {
        for (what, answer) in all(&on, path).await {
            let error = answer.refused(400, "validation_error", "PATH_INVALID");
            assert!(
                ["path", "from", "to"].contains(&error.details["field"].as_str().unwrap()),
                "{what}"
            );
        }
    }
    // encoded once more on the way, as a browser or a proxy might
    for query in ["..%2f..", "%2e%2e%2f%2e%2e", "%2e%2e/%2e%2e", "..%5c..", "%252e%252e", "a%00b"] {
        for verb in ["files", "download"] {
            let answer = on.get(&format!("{verb}?path={query}")).await;
            answer.refused(400, "validation_error", "PATH_INVALID");
        }
    }
    // an absolute path is one in the mount
    let answer = on.download(outside.to_str().unwrap()).await;
    answer.refused(404, "not_found", "FILE_NOT_FOUND");
    assert_eq!(on.state(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_leads_out() {
    let on = fixture().await;
    fs::create_dir(on.mount.join("inside")).unwrap();
    let canary = on.outside.join("canary");
    for (name, target) in [
        ("absolute", on.outside.to_str().unwrap()),
        ("relative", "../../../../outside"),
        ("chained", "inside/next"),
        ("inside/next", "../absolute"),
        ("proc", "/proc/self/root"),
        ("cwd", "/proc/self/cwd"),
        ("fd", "/proc/self/fd"),
        ("circle", "circle"),
    ] {
        symlink(target, on.mount.join(name)).unwrap();
    }
    let root = on.outside.strip_prefix("/").unwrap().to_str().unwrap().to_owned();
    let before = on.state();
    for path in [
        "absolute/canary".to_owned(),
        "relative/canary".to_owned(),
        "chained/canary".to_owned(),
        format!("proc/{root}/canary"),
        "cwd/canary".to_owned(),
        "fd/0".to_owned(),
        "circle/x".to_owned(),
    ] {
        for (what, answer) in all(&on, &path).await {
            println!("{what} {path}");
            answer.refused(400, "validation_error", "PATH_ESCAPES");
        }
    }
    // links at the path's end: what looks through them is refused, what is about the link is not
    symlink(&canary, on.mount.join("last")).unwrap();
    on.download("last").await.refused(400, "validation_error", "PATH_ESCAPES");
    on.list("absolute").await.refused(400, "validation_error", "PATH_ESCAPES");
    on.put("last", "x").await.refused(400, "validation_error", "NOT_A_FILE");
    let chmod = on.post("chmod", json!({ "path": "last", "mode": "0777" })).await;
    chmod.refused(400, "validation_error", "NOT_A_FILE");
    fs::remove_file(on.mount.join("last")).unwrap();
    let after = on.state();
    assert_eq!(after.outside, before.outside);
    assert_eq!(after.inside.keys().collect::<Vec<_>>(), before.inside.keys().collect::<Vec<_>>());

    // the links themselves can be copied, moved and deleted, and with them nothing else
    let copy = on.post("copy", json!({ "from": "absolute", "to": "copy" })).await;
    copy.json(200);
    assert!(fs::symlink_metadata(on.mount.join("copy")).unwrap().is_symlink());
    on.post("move", json!({ "from": "copy", "to": "moved" })).await.json(200);
    on.delete("moved", false).await.json(200);
    on.delete("relative", true).await.json(200);
    on.post("chmod", json!({ "path": "", "mode": "0755", "recursive": true })).await.json(200);
    on.delete("inside", false).await.json(200);
    assert_eq!(on.state().outside, before.outside);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_stay_inside_are_followed_for_reading() {
    let on = fixture().await;
    fs::create_dir_all(on.mount.join("real/deep")).unwrap();
    fs::write(on.mount.join("real/deep/file"), "through links").unwrap();
    symlink("real", on.mount.join("link")).unwrap();
    symlink("../../own", on.mount.join("real/deep/up")).unwrap();
    assert_eq!(on.download("link/deep/file").await.text, "through links");
    assert_eq!(on.download("link/deep/up").await.text, "own");
    let list: app::types::FileList = on.list("link/deep").await.expect(200);
    assert_eq!(list.total, 2);
    // a folder reached through a link is one of the container's own
    on.put("link/deep/new", "x").await.json(201);
    assert_eq!(fs::read(on.mount.join("real/deep/new")).unwrap(), b"x");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hard_link_to_the_outside_is_never_written_through() {
    let on = fixture().await;
    let canary = on.outside.join("canary");
    for name in ["one", "two", "three", "four"] {
        fs::hard_link(&canary, on.mount.join(name)).unwrap();
    }
    on.put("one", "written from within").await.json(200);
    on.delete("two", false).await.json(200);
    on.post("move", json!({ "from": "own", "to": "three", "overwrite": true })).await.json(200);
    on.post("copy", json!({ "from": "one", "to": "four", "overwrite": true })).await.json(200);
    assert_eq!(fs::read_to_string(canary).unwrap(), CANARY);
    let answer = answer(on.app.request(Method::GET, &on.path("download?path=four"))).await;
    assert_eq!(answer.text, "written from within");
}
