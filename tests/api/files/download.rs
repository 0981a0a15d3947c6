use super::support::Fixture;
use crate::support::{Answer, answer};
use reqwest::Method;
use std::{
    fs::{self, File},
    time::{Duration, SystemTime},
};

/// A megabyte and a bit in which every offset can be told from its neighbours.
fn content() -> Vec<u8> {
    (0..300_001_u32).flat_map(u32::to_le_bytes).collect()
}

async fn with_file() -> (Fixture, Vec<u8>) {
    let on = Fixture::new().await;
    let bytes = content();
    fs::write(on.mount.join("big.bin"), &bytes).unwrap();
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::open(on.mount.join("big.bin")).unwrap().set_modified(then).unwrap();
    (on, bytes)
}

/// The answer's head, and its body as bytes.
async fn fetch(on: &Fixture, headers: &[(&str, &str)]) -> (Answer, Vec<u8>) {
    let mut request = on.app.request(Method::GET, &on.path("download?path=big.bin"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.unwrap().to_vec();
    (Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }, bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_as_it_is_and_as_an_attachment() {
    let (on, bytes) = with_file().await;
    let (head, body) = fetch(&on, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((head.status, body == bytes), (200, true));
    for (name, value) in [
        ("content-length", bytes.len().to_string().as_str()),
        ("content-type", "application/octet-stream"),
        ("content-encoding", ""),
        ("accept-ranges", "bytes"),
        ("last-modified", "Sun, 09 Sep 2001 01:46:40 GMT"),
        ("content-disposition", "attachment; filename=\"big.bin\"; filename*=UTF-8''big.bin"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(head.header(name), value, "{name}");
    }
    let listed: app::types::FileList = on.list("").await.expect(200);
    assert_eq!(listed.files[0].etag.as_deref(), Some(head.header("etag")));
    let alone = answer(on.app.request(Method::HEAD, &on.path("download?path=big.bin"))).await;
    assert_eq!((alone.status, alone.text.as_str()), (200, ""));
    for name in ["content-length", "etag", "last-modified", "content-disposition"] {
        assert_eq!(alone.header(name), head.header(name), "{name}");
    }
    fs::write(on.mount.join("ü \"1\".txt"), "").unwrap();
    let empty = on.download("ü \"1\".txt").await;
    assert_eq!((empty.status, empty.header("content-length")), (200, "0"));
    let said = empty.header("content-disposition");
    assert!(said.ends_with("filename*=UTF-8''%C3%BC%20%221%22.txt"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_are_sent_one_or_several() {
    let (on, bytes) = with_file().await;
    let size = bytes.len();
    for (range, part) in [
        ("bytes=0-0", 0..1),
        ("bytes=262140-262150", 262_140..262_151),
        ("bytes=1200000-", 1_200_000..size),
        ("bytes=-5", size - 5..size),
        ("bytes=1200000-99999999", 1_200_000..size),
    ] {
        let (head, body) = fetch(&on, &[("range", range)]).await;
        assert_eq!((head.status, body.as_slice()), (206, &bytes[part.clone()]), "{range}");
        let said = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        assert_eq!(head.header("content-range"), said);
        assert_eq!(head.header("content-length"), part.len().to_string());
    }
    let (head, body) = fetch(&on, &[("range", "bytes=0-3,-4")]).await;
    assert_eq!(head.status, 206);
    let kind = head.header("content-type");
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").expect("several parts");
    let mut expected = Vec::new();
    for part in [0..4, size - 4..size] {
        let said = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        expected.extend(format!("\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: {said}\r\n\r\n").into_bytes());
        expected.extend(&bytes[part]);
    }
    expected.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    assert_eq!(body, expected);
    assert_eq!(head.header("content-length"), expected.len().to_string());

    for range in ["bytes=1200004-", "bytes=-0"] {
        let (head, _) = fetch(&on, &[("range", range)]).await;
        head.refused(416, "validation_error", "RANGE_NOT_SATISFIABLE");
        assert_eq!(head.header("content-range"), format!("bytes */{size}"));
    }
    for range in ["bytes=5-4", "lines=0-1", "bytes=0-999999,0-999999", "nonsense"] {
        let (head, body) = fetch(&on, &[("range", range)]).await;
        assert_eq!((head.status, body.len()), (200, size), "{range}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_hold() {
    let (on, bytes) = with_file().await;
    let (head, _) = fetch(&on, &[]).await;
    let etag = head.header("etag");
    let weak = format!("W/{etag}");
    let (same, before) = ("Sun, 09 Sep 2001 01:46:40 GMT", "Sun, 09 Sep 2001 01:46:39 GMT");
    for (headers, status) in [
        ([("if-none-match", etag), ("accept", "*/*")], 304),
        ([("if-none-match", "\"other\", *"), ("accept", "*/*")], 304),
        ([("if-none-match", "\"other\""), ("if-modified-since", same)], 200),
        ([("if-modified-since", same), ("accept", "*/*")], 304),
        ([("if-modified-since", before), ("accept", "*/*")], 200),
        ([("if-range", etag), ("range", "bytes=0-1")], 206),
        ([("if-range", weak.as_str()), ("range", "bytes=0-1")], 200),
        ([("if-range", same), ("range", "bytes=0-1")], 206),
        ([("if-range", before), ("range", "bytes=0-1")], 200),
        ([("if-match", etag), ("range", "bytes=0-1")], 206),
        ([("if-none-match", etag), ("range", "bytes=0-1")], 304),
    ] {
        let (head, body) = fetch(&on, &headers).await;
        assert_eq!(head.status, status, "{headers:?}");
        assert_eq!(
            body.len(),
            match status {
                200 => bytes.len(),
                206 => 2,
                _ => 0,
            }
        );
        assert_eq!(head.header("etag"), etag);
    }
    for headers in [("if-match", "\"other\""), ("if-unmodified-since", before)] {
        let (head, _) = fetch(&on, &[headers]).await;
        head.refused(412, "conflict", "PRECONDITION_FAILED");
    }
    // the same size and time of change, by a program that sets it
    let file = on.mount.join("big.bin");
    fs::write(&file, vec![b'x'; bytes.len()]).unwrap();
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::open(&file).unwrap().set_modified(then).unwrap();
    let (head, body) = fetch(&on, &[("if-none-match", etag)]).await;
    assert_eq!((head.status, body[0]), (200, b'x'));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_is_not_sent() {
    let on = Fixture::new().await;
    fs::create_dir(on.mount.join("folder")).unwrap();
    for path in ["", "folder", "folder/"] {
        on.download(path).await.refused(400, "validation_error", "NOT_A_FILE");
    }
    on.download("nothing").await.refused(404, "not_found", "FILE_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_shrinks_while_it_is_sent_ends_the_answer() {
    let on = Fixture::new().await;
    let path = on.mount.join("shrinks");
    // more than the buffers on the way hold
    let size: u64 = 256 << 20;
    File::create(&path).unwrap().set_len(size).unwrap();
    let request = on.app.request(Method::GET, &on.path("download?path=shrinks"));
    let mut response = request.send().await.unwrap();
    assert_eq!(response.content_length(), Some(size));
    response.chunk().await.unwrap().expect("its beginning");
    File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
    let mut received = 0;
    let ended = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => received += u64::try_from(chunk.len()).unwrap(),
            ended => break ended,
        }
    };
    assert!(ended.is_err() && received < size, "{ended:?} after {received} bytes");
    assert_eq!(on.app.get("/healthz").await.status, 200);
    let open = fs::read_dir(format!("/proc/{}/fd", on.app.pid())).unwrap().flatten();
    let leaked = open.filter(|fd| fs::read_link(fd.path()).is_ok_and(|to| to == path)).count();
    assert_eq!(leaked, 0, "the file is still open");
}
