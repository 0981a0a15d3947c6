//! A process in the container swaps a folder for a link that leads out, and back, as fast as it can,
//! while the server works there.

use super::support::{CANARY, Fixture};
use crate::support::{Answer, TestApp};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

/// How long each operation is tried.
const TRIED: Duration = Duration::from_secs(4);

/// Exchanges `swap` and `other` by renameat2(2) for good.
const RACER: &str = r#"
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print("racing", flush=True)
while True:
    for _ in range(1000):
        # renameat2(AT_FDCWD, .., AT_FDCWD, .., RENAME_EXCHANGE)
        libc.renameat2(-100, b"/app/swap", -100, b"/app/other", 2)
"#;

/// A container in which `swap` is a folder with a file `canary` at one moment and at the next a link
/// to the folder with the real canary.
async fn racing() -> Fixture {
    let app = TestApp::start();
    let body = json!({ "image": "python:3.12-slim" });
    let cuid = app.create(body).await.container(201).cuid;
    let on = Fixture::of(app, cuid);
    fs::write(on.mount.join("boot.py"), RACER).unwrap();
    fs::write(on.mount.join("own"), "own").unwrap();
    fs::create_dir(on.mount.join("swap")).unwrap();
    fs::write(on.mount.join("swap/canary"), "decoy").unwrap();
    std::os::unix::fs::symlink(&on.outside, on.mount.join("other")).unwrap();
    for path in ["", "swap"] {
        std::os::unix::fs::chown(on.mount.join(path), Some(1000), Some(1000)).unwrap();
    }
    on.app.control(&on.cuid, "start").await.container(200);
    let id = on.app.engine_ids(&on.cuid).await.remove(0);
    on.app.docker().wait_for_log(&id, "racing").await;
    on
}

/// Does something over and over; nothing outside may change, and both moments must have been met.
async fn while_racing(operate: impl AsyncFn(&Fixture, usize) -> Answer) {
    let on = racing().await;
    let before = on.state_outside();
    let (until, mut met) = (Instant::now() + TRIED, BTreeMap::new());
    let mut round = 0;
    let is_telling = |met: &BTreeMap<String, usize>| met.contains_key("done") && met.len() > 1;
    // a slow machine is given longer, up to a point
    while Instant::now() < until || (!is_telling(&met) && Instant::now() < until + 5 * TRIED) {
        round += 1;
        let answer = operate(&on, round).await;
        assert!(!answer.text.contains(CANARY), "the outside was read: {}", answer.text);
        let outcome = match answer.status {
            200 | 201 | 206 => "done".to_owned(),
            status => {
                let error = answer.json(status);
                error["code"].as_str().expect("a code").to_owned()
            }
        };
        let known = [
            "done",
            "PATH_ESCAPES",
            "NOT_A_FILE",
            "NOT_A_DIRECTORY",
            "FILE_NOT_FOUND",
            "FILE_EXISTS",
        ];
        assert!(known.contains(&outcome.as_str()), "{outcome}: {}", answer.text);
        *met.entry(outcome).or_insert(0) += 1;
    }
    println!("{round} rounds: {met:?}");
    assert_eq!(on.state_outside(), before, "the outside has changed");
    assert!(is_telling(&met), "the race was never met on both sides: {met:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reading() {
    while_racing(async |on, _| on.download("swap/canary").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listing() {
    while_racing(async |on, _| on.list("swap").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writing() {
    while_racing(async |on, round| on.put(&format!("swap/{}", round % 10), "x").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn overwriting() {
    while_racing(async |on, _| on.put("swap/canary", "written from within").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting() {
    while_racing(async |on, round| {
        if round % 2 == 0 {
            on.put("swap/canary", "decoy").await
        } else {
            on.delete("swap/canary", round % 4 == 1).await
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moving() {
    while_racing(async |on, round| match round % 3 {
        0 => on.put("swap/canary", "decoy").await,
        1 => {
            let body = json!({ "from": "swap/canary", "to": "got", "overwrite": true });
            on.post("move", body).await
        }
        _ => {
            let answer = on.download("got").await;
            assert!(!answer.text.contains(CANARY));
            let body = json!({ "from": "own", "to": "swap/canary", "overwrite": true });
            let moved = on.post("move", body).await;
            on.put("own", "own").await;
            moved
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copying() {
    while_racing(async |on, round| match round % 3 {
        0 => on.post("copy", json!({ "from": "swap", "to": "got", "overwrite": true })).await,
        1 => on.download("got/canary").await,
        _ => {
            let body = json!({ "from": "own", "to": "swap/canary", "overwrite": true });
            on.post("copy", body).await
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_modes() {
    while_racing(async |on, round| {
        let (path, recursive) =
            if round % 2 == 0 { ("swap", true) } else { ("swap/canary", false) };
        on.post("chmod", json!({ "path": path, "mode": "0777", "recursive": recursive })).await
    })
    .await;
}
