use super::support::Fixture;
use crate::support::{TestApp, assert_rfc3339};
use app::types::{FileEntry, FileKind, FileList};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink, net::UnixListener},
    time::{Duration, Instant, SystemTime},
};

fn names(list: &FileList) -> Vec<&str> {
    list.files.iter().map(|file| file.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_in_a_folder_is_shown_as_what_it_is() {
    let on = Fixture::new().await;
    let folder = on.mount.join("all");
    fs::create_dir_all(folder.join("directory")).unwrap();
    fs::write(folder.join("file"), "12345").unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"bad\xff")), "x").unwrap();
    symlink("/nowhere", folder.join("link")).unwrap();
    let _socket = UnixListener::bind(folder.join("socket")).unwrap();
    for (name, kind) in [("fifo", FileType::Fifo), ("null", FileType::CharacterDevice)] {
        mknodat(CWD, folder.join(name), kind, Mode::RUSR, rustix::fs::makedev(1, 3)).unwrap();
    }
    let list: FileList = on.list("all").await.expect(200);
    assert_eq!((list.path.as_str(), list.total, &list.next_cursor), ("all", 7, &None));
    let kinds: Vec<(&str, FileKind)> =
        list.files.iter().map(|file| (file.name.as_str(), file.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("directory", FileKind::Directory),
            ("bad\u{fffd}", FileKind::File),
            ("fifo", FileKind::Fifo),
            ("file", FileKind::File),
            ("link", FileKind::Symlink),
            ("null", FileKind::CharDevice),
            ("socket", FileKind::Socket),
        ]
    );
    let of = |name: &str| list.files.iter().find(|file| file.name == name).unwrap();
    let file = of("file");
    assert_eq!((file.path.as_str(), file.size, file.mode.as_str()), ("all/file", 5, "0644"));
    assert_rfc3339(&file.modified);
    assert!(file.etag.is_some() && of("directory").etag.is_none());
    assert_eq!(of("link").target.as_deref(), Some("/nowhere"));
    assert!(of("bad\u{fffd}").name_lossy && !file.name_lossy);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_sorted_and_paged_folders_first() {
    let on = Fixture::new().await;
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let files = [("b.txt", 30), ("A.txt", 10), ("c.TXT", 20), ("other", 40)];
    for (age, (name, size)) in (0_u32..).zip(files) {
        fs::write(on.mount.join(name), vec![b'x'; size]).unwrap();
        let file = fs::File::open(on.mount.join(name)).unwrap();
        // nanoseconds count
        file.set_modified(then + Duration::from_nanos(1) * age).unwrap();
    }
    fs::create_dir(on.mount.join("z-folder")).unwrap();
    for (query, expected) in [
        ("", ["z-folder", "A.txt", "b.txt", "c.TXT", "other"].as_slice()),
        ("order=desc", &["z-folder", "other", "c.TXT", "b.txt", "A.txt"]),
        ("sort=size", &["z-folder", "A.txt", "c.TXT", "b.txt", "other"]),
        ("sort=size&order=desc", &["z-folder", "other", "b.txt", "c.TXT", "A.txt"]),
        ("q=.txT", &["A.txt", "b.txt", "c.TXT"]),
        ("sort=modified&q=.txt", &["b.txt", "A.txt", "c.TXT"]),
    ] {
        for limit in [1, 2, 3, 50] {
            let mut found = Vec::new();
            let mut cursor = String::new();
            loop {
                let list: FileList =
                    on.get(&format!("files?{query}&limit={limit}{cursor}")).await.expect(200);
                assert_eq!(list.total, expected.len(), "{query}");
                assert!(list.files.len() <= limit);
                found.extend(names(&list).into_iter().map(str::to_owned));
                let Some(next) = list.next_cursor else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(found, expected, "{query} by {limit}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_question_is_refused() {
    let on = Fixture::new().await;
    fs::write(on.mount.join("file"), "x").unwrap();
    fs::write(on.mount.join("file2"), "x").unwrap();
    let list: FileList = on.get("files?limit=1").await.expect(200);
    let cursor = list.next_cursor.unwrap();
    for (query, code) in [
        ("path=file", "NOT_A_DIRECTORY"),
        ("limit=0", "INVALID_LIMIT"),
        ("limit=501", "INVALID_LIMIT"),
        ("sort=colour", "INVALID_VALUE"),
        ("order=up", "INVALID_VALUE"),
        ("depth=1", "UNKNOWN_PARAMETER"),
        ("cursor=nonsense", "INVALID_CURSOR"),
        (&format!("order=desc&cursor={cursor}"), "INVALID_CURSOR"),
    ] {
        on.get(&format!("files?{query}")).await.refused(400, "validation_error", code);
    }
    on.list("nothing").await.refused(404, "not_found", "FILE_NOT_FOUND");
    let unknown = "/containers/c123e4567-e89b-12d3-a456-426614174000/files";
    on.app.get(unknown).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_hundred_thousand_answers_its_pages_quickly() {
    let on = Fixture::new().await;
    let folder = on.mount.join("many");
    fs::create_dir(&folder).unwrap();
    tokio::task::spawn_blocking(move || {
        (0..100_000).for_each(|number| {
            drop(fs::File::create(folder.join(format!("{number:06}"))).unwrap());
        });
    })
    .await
    .unwrap();
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        let list: FileList = on.list("many").await.expect(200);
        best = best.min(began.elapsed());
        assert_eq!((list.total, list.files.len()), (100_000, 50));
        assert_eq!(list.files[0].name, "000000");
    }
    println!("the first page took {best:?}");
    // a debug build takes several times as long
    let most = if is_release() { 100 } else { 1000 };
    assert!(best < Duration::from_millis(most), "the first page took {best:?}");
}

fn is_release() -> bool {
    std::env::var("WHARFINGER_BIN").is_ok_and(|path| path.contains("/release/"))
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_made_once() {
    let on = Fixture::new().await;
    let make = async |path: &str| on.post("mkdir", serde_json::json!({ "path": path })).await;
    let folder: FileEntry = make("a/b/c").await.expect(201);
    assert_eq!(
        (folder.path.as_str(), folder.kind, folder.uid),
        ("a/b/c", FileKind::Directory, 1000)
    );
    assert_eq!(make("a/b/c").await.expect::<FileEntry>(200), folder);
    make("").await.expect::<FileEntry>(200);
    fs::write(on.mount.join("file"), "x").unwrap();
    make("file").await.refused(409, "conflict", "FILE_EXISTS");
    make("file/below").await.refused(400, "validation_error", "NOT_A_DIRECTORY");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_deleted_container_are_gone() {
    let app = TestApp::start();
    let cuid = app.created().await.cuid;
    app.delete(&cuid, "").await.json(200);
    let answer = app.get(&format!("/containers/{cuid}/files")).await;
    answer.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}
