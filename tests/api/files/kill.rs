//! A server that is killed while it takes an archive in leaves all of it or nothing.

use super::{
    upload::{texts, try_upload, upload},
    zip_bytes::{Item, archive, file},
};
use crate::support::{TestApp, answer::try_answer};
use reqwest::Method;
use std::{
    env, fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

/// How many uploads are killed; `KILLED_UPLOADS` says otherwise.
const KILLS: usize = 50;
/// So many files take long enough to be put in place for kills to fall in the middle of that.
const FILES: usize = 2000;

/// All files with the same text; every third upload has other files than the one before.
fn generation(number: usize) -> Vec<Item> {
    let text = format!("of upload {number}");
    (0..FILES).map(|at| file(format!("{}/{}-{at}", at % 20, number % 3), &text)).collect()
}

/// Whether an archive is being put in place right now.
fn is_being_placed(staging: &Path) -> bool {
    fs::read_dir(staging).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.path().join("journal").exists()))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_killed_is_whole_or_gone() {
    let kills = env::var("KILLED_UPLOADS").map_or(KILLS, |number| number.parse().unwrap());
    let mut app = TestApp::start();
    let cuid = app.created().await.cuid;
    upload(&app, &cuid, "", archive(&generation(0))).await;
    // how long one takes, so that kills fall all over it
    let began = std::time::Instant::now();
    upload(&app, &cuid, "?mode=replace", archive(&generation(1))).await;
    let whole = began.elapsed();
    let (mut now, mut resumed) = (1, 0);
    for kill in 0..kills {
        let next = now + 1;
        let bytes = archive(&generation(next));
        let share = u32::try_from(uuid::Uuid::new_v4().as_u128() % 1000).unwrap();
        let pause = whole * share / 1000;
        let pid = rustix::process::Pid::from_raw(app.pid()).unwrap();
        let answered = AtomicBool::new(false);
        let staging = app.container_folder(&cuid).join("staging");
        let killer = async {
            // every other one in the middle of the renames, which are a small part of it all
            if kill % 2 == 0 {
                tokio::time::sleep(pause).await;
            } else {
                while !is_being_placed(&staging) && !answered.load(Ordering::Relaxed) {
                    tokio::task::yield_now().await;
                }
                tokio::time::sleep(pause / 20).await;
            }
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
        };
        let path = format!("/containers/{cuid}/upload-zip?mode=replace");
        let sent = async {
            let answer = try_answer(app.request(Method::POST, &path).body(bytes)).await;
            answered.store(true, Ordering::Relaxed);
            answer
        };
        let (answer, ()) = tokio::join!(sent, killer);
        app.kill();
        let before = app.server_log().len();
        app.start_again();
        let log = app.server_log();
        resumed +=
            usize::from(log[before.min(log.len())..].contains("an upload that was cut short"));

        let found = texts(&app, &cuid);
        assert_eq!(found.len(), FILES, "kill {kill} after {pause:?}");
        let is = |number: usize| {
            let text = format!("of upload {number}");
            found.values().all(|found| *found == text)
        };
        if answer.is_some_and(|answer| answer.status == 200) {
            assert!(is(next), "kill {kill} after {pause:?}: it was confirmed");
        }
        assert!(is(now) || is(next), "kill {kill} after {pause:?}: neither the one nor the other");
        if is(next) {
            now = next;
        }
        let left = fs::read_dir(&staging).unwrap().count();
        assert_eq!(left, 0, "kill {kill} after {pause:?}");
    }
    println!("{resumed} of {kills} kills fell into the middle of putting files in place");
    assert!(kills < KILLS || resumed > 0, "no kill fell into the middle");
    // and it goes on working
    try_upload(&app, &cuid, "?mode=replace", archive(&generation(now + 1))).await.json(200);
}
