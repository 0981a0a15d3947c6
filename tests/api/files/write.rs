use super::support::Fixture;
use crate::support::{Options, TestApp, answer, sleeper};
use app::types::{FileEntry, FileKind};
use reqwest::{Body, Method};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_made_with_the_folders_above_it() {
    let on = Fixture::new().await;
    let answer = on.put("/data/ü b/file.txt", "hello").await;
    let entry: FileEntry = answer.expect(201);
    assert_eq!((entry.name.as_str(), entry.path.as_str()), ("file.txt", "data/ü b/file.txt"));
    assert_eq!((entry.kind, entry.size, entry.mode.as_str()), (FileKind::File, 5, "0644"));
    assert_eq!((entry.uid, entry.gid), (1000, 1000));
    assert_eq!(entry.etag.as_deref(), Some(answer.header("etag")));
    assert_eq!(fs::read(on.mount.join("data/ü b/file.txt")).unwrap(), b"hello");
    for folder in ["data", "data/ü b"] {
        let facts = fs::metadata(on.mount.join(folder)).unwrap();
        assert_eq!((facts.uid(), facts.gid(), facts.mode() & 0o7777), (1000, 1000, 0o755));
    }
    assert_eq!(on.put("empty", "").await.expect::<FileEntry>(201).size, 0);
    let left = fs::read_dir(on.app.container_folder(&on.cuid).join("scratch")).unwrap();
    assert_eq!(left.count(), 0, "temporary files stay behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_replaced_keeps_mode_and_owner_but_no_setuid() {
    let on = Fixture::new().await;
    let file = on.mount.join("run.sh");
    fs::write(&file, "old").unwrap();
    chown(&file, Some(999), Some(998)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o4750)).unwrap();
    let entry: FileEntry = on.put("run.sh", "new").await.expect(200);
    assert_eq!((entry.mode.as_str(), entry.uid, entry.gid), ("0750", 999, 998));
    assert_eq!(fs::read(&file).unwrap(), b"new");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_overwrites_nobody_elses() {
    let on = Fixture::new().await;
    let first: FileEntry = on.put("note", "one").await.expect(201);
    let write = async |headers: &[(&str, &str)], text: &'static str| {
        let mut request = on.app.request(Method::PUT, &on.path("files?path=note")).body(text);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request).await
    };
    let etag = first.etag.unwrap();
    write(&[("if-none-match", "*")], "x").await.refused(409, "conflict", "FILE_EXISTS");
    let second: FileEntry = write(&[("if-match", &etag)], "two").await.expect(200);
    let now = second.etag.unwrap();
    assert_ne!(now, etag);
    let refused = write(&[("if-match", &etag)], "x").await.refused(409, "conflict", "FILE_CHANGED");
    assert_eq!(
        (&refused.details["field"], &refused.details["etag"]),
        (&"path".into(), &now.clone().into())
    );
    // a program in the container writes too
    fs::write(on.mount.join("note"), "two").unwrap();
    write(&[("if-match", &now)], "x").await.refused(409, "conflict", "FILE_CHANGED");
    assert_eq!(fs::read(on.mount.join("note")).unwrap(), b"two");
    fs::remove_file(on.mount.join("note")).unwrap();
    write(&[("if-match", &now)], "x").await.refused(409, "conflict", "FILE_CHANGED");
    write(&[("if-match", "*")], "x").await.refused(409, "conflict", "FILE_CHANGED");
    write(&[("if-none-match", "*")], "new").await.expect::<FileEntry>(201);
    write(&[("if-match", "*")], "newer").await.expect::<FileEntry>(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_is_not_written() {
    let on = Fixture::new().await;
    fs::create_dir(on.mount.join("folder")).unwrap();
    fs::write(on.mount.join("file"), "x").unwrap();
    std::os::unix::fs::symlink("file", on.mount.join("link")).unwrap();
    let before = on.state();
    for path in ["", "/", "folder", "folder/", "link"] {
        on.put(path, "x").await.refused(400, "validation_error", "NOT_A_FILE");
    }
    on.put("file/below", "x").await.refused(400, "validation_error", "NOT_A_DIRECTORY");
    assert_eq!(on.state(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_breaks_off_leaves_nothing() {
    let app = TestApp::start_with(Options {
        env: vec![("MAX_UPLOAD_BYTES", "1000".to_owned())],
        ..Options::default()
    });
    let cuid = app.create(sleeper()).await.container(201).cuid;
    let on = Fixture::of(app, cuid);
    on.put("fits", vec![b'x'; 1000]).await.expect::<FileEntry>(201);
    let before = on.state();
    let told = on.put("a/b", vec![b'x'; 1001]).await;
    let told = told.refused(400, "validation_error", "UPLOAD_TOO_LARGE");
    assert_eq!(told.details["limit_bytes"], 1000);
    // nobody knows how long this is before it is there
    let unknown = Body::wrap_stream(futures_util::stream::iter(
        (0..20).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100])),
    ));
    on.put("a/b", unknown).await.refused(400, "validation_error", "UPLOAD_TOO_LARGE");

    let address = on.app.base().trim_start_matches("http://");
    let request = on.app.request(Method::PUT, &on.path("files?path=a/b")).build().unwrap();
    let login = request.headers()["authorization"].to_str().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let target = on.path("files?path=a/b");
    write!(stream, "PUT {target} HTTP/1.1\r\nhost: {address}\r\nauthorization: {login}\r\ncontent-length: 900\r\n\r\nonly this").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    // until the server has let go
    let _ = stream.read_to_end(&mut Vec::new());
    assert_eq!(on.state(), before);
    on.app.get("/livez").await;
    let scratch = on.app.container_folder(&on.cuid).join("scratch");
    assert_eq!(fs::read_dir(scratch).unwrap().count(), 0, "half a file stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_running_container_are_its_own_at_once() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let id = app.engine_ids(&cuid).await.remove(0);
    let on = Fixture::of(app, cuid);
    on.put("from-outside", "hello").await.expect::<FileEntry>(201);
    let docker = on.app.docker();
    assert_eq!(docker.run(&["exec", &id, "cat", "/app/from-outside"]).await, "hello");
    docker.run(&["exec", &id, "sh", "-c", "echo inside > /app/from-inside"]).await;
    assert_eq!(on.download("from-inside").await.text, "inside\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_the_rest_is_cleared() {
    let mut on = Fixture::new().await;
    let scratch = on.app.container_folder(&on.cuid).join("scratch");
    for round in 0..5 {
        let name = format!("round-{round}");
        on.put(&name, "whole").await.expect::<FileEntry>(201);
        // one whose body never ends, so that the kill falls into it
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        sender.send(Ok::<_, std::io::Error>(vec![b'x'; 100_000])).unwrap();
        let receiver = tokio_stream::wrappers::UnboundedReceiverStream::new(receiver);
        let request = on.app.request(Method::PUT, &on.path("files?path=half"));
        let writing = tokio::spawn(request.body(Body::wrap_stream(receiver)).send());
        let begun = || fs::read_dir(&scratch).is_ok_and(|mut entries| entries.next().is_some());
        while !begun() {
            tokio::task::yield_now().await;
        }
        on.app.kill();
        drop(sender);
        let _ = writing.await;
        on.app.start_again();
        assert_eq!(fs::read(on.mount.join(&name)).unwrap(), b"whole");
        assert!(!on.mount.join("half").exists());
        assert!(!begun(), "the next start leaves half a file behind");
    }
}
