use super::{Archive, ArchiveError, Deflater, Entry, Kind, Limits, Meta, Problem, Totals, Writer};
use std::{
    fs::File,
    io::{Seek as _, Write as _},
    time::{Duration, SystemTime},
};

const LIMITS: Limits = Limits { entries: 1000, bytes: 64 << 20, depth: 16, ratio: 200 };
const MODIFIED: i64 = 1_700_000_001;

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

type Unpacked = (Vec<(Entry, Vec<u8>)>, Totals);

fn unpacked(bytes: &[u8]) -> Result<Unpacked, ArchiveError> {
    let mut archive = Archive::open(file_of(bytes), LIMITS)?;
    let mut found = Vec::new();
    let totals = archive.each(|entry, contents| {
        let (mut all, mut piece) = (Vec::new(), [0; 1000]);
        loop {
            match contents.read(&mut piece)? {
                0 => break,
                count => all.extend(&piece[..count]),
            }
        }
        found.push((entry.clone(), all));
        Ok(())
    })?;
    Ok((found, totals))
}

fn meta(name: &str, mode: u32) -> Meta<'_> {
    Meta { name: name.as_bytes(), mode, modified: MODIFIED }
}

/// Bytes that do not compress.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    (0..count).map(next).collect()
}

#[track_caller]
fn problem(bytes: &[u8]) -> Problem {
    match unpacked(bytes) {
        Err(ArchiveError::Refused { problem, .. }) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_written_can_be_read() {
    let text = "the same words over and over ".repeat(20_000).into_bytes();
    let noise = noise(200_000);
    let mut deflater = Deflater::default();
    let mut writer = Writer::new(Vec::new());
    writer.whole(&meta("folder/", 0o040_755), b"", None).unwrap();
    writer.whole(&meta("folder/empty", 0o100_644), b"", None).unwrap();
    let packed = deflater.pack(b"run.sh", &text).expect("text compresses").to_owned();
    writer.whole(&meta("run.sh", 0o100_755), &text, Some(&packed)).unwrap();
    assert_eq!(deflater.pack(b"noise", &noise), None);
    for (name, bytes) in [("Größe/日本", &text), ("noise", &noise), ("photo.JPG", &text)] {
        let size = bytes.len() as u64;
        writer.streamed(&meta(name, 0o100_600), size, &**bytes, &mut deflater).unwrap();
    }
    // grown since it was looked at, shrunk since then, and of exactly one piece
    writer.streamed(&meta("grown", 0o100_644), 5, &*text, &mut deflater).unwrap();
    writer.streamed(&meta("shrunk", 0o100_644), 1 << 40, &text[..70_000], &mut deflater).unwrap();
    writer.streamed(&meta("exact", 0o100_644), 65_536, &text[..65_536], &mut deflater).unwrap();
    let bytes = writer.finish("Left out: nothing").unwrap();
    assert!(bytes.len() < 2 * text.len(), "{}", bytes.len());

    let (found, totals) = unpacked(&bytes).unwrap();
    let plain = Kind::File { executable: false };
    let expected: [(&str, Kind, &[u8]); 9] = [
        ("folder", Kind::Folder, b""),
        ("folder/empty", plain, b""),
        ("run.sh", Kind::File { executable: true }, &text),
        ("Größe/日本", plain, &text),
        ("noise", plain, &noise),
        ("photo.JPG", plain, &text),
        ("grown", plain, &text[..5]),
        ("shrunk", plain, &text[..70_000]),
        ("exact", plain, &text[..65_536]),
    ];
    let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(MODIFIED.unsigned_abs());
    for ((entry, bytes), (path, kind, wanted)) in found.iter().zip(expected) {
        assert_eq!((entry.path.as_str(), entry.kind), (path, kind));
        assert_eq!(entry.modified, Some(modified));
        assert!(bytes == wanted, "{path} has {} bytes", bytes.len());
    }
    assert_eq!((found.len() as u64, totals.files), (9, 8));
    assert_eq!(totals.bytes, expected.iter().map(|(_, _, bytes)| bytes.len() as u64).sum::<u64>());
}

#[test]
fn many_entries_take_zip64() {
    let mut writer = Writer::new(Vec::new());
    for number in 0..70_000 {
        writer.whole(&meta(&format!("{number}"), 0o100_644), b"", None).unwrap();
    }
    let bytes = writer.finish("").unwrap();
    let archive = Archive::open(file_of(&bytes), Limits { entries: 70_000, ..LIMITS });
    assert_eq!(archive.unwrap().each(|_, _| Ok(())).unwrap().files, 70_000);
    assert_eq!(problem(&bytes), Problem::TooManyEntries);
}

#[test]
fn what_is_no_whole_archive_is_told_apart() {
    let mut writer = Writer::new(Vec::new());
    writer.whole(&meta("file", 0o100_644), &noise(2000), None).unwrap();
    let bytes = writer.finish("a comment").unwrap();
    unpacked(&bytes).unwrap();
    assert_eq!(problem(b""), Problem::Empty);
    assert_eq!(problem(b"hello"), Problem::NotZip);
    assert_eq!(problem(&vec![0; 100_000]), Problem::NotZip);
    for cut in 4..bytes.len() {
        assert_eq!(problem(&bytes[..cut]), Problem::Truncated, "cut at {cut}");
    }
    assert_eq!(problem(&[&bytes, &b"x"[..]].concat()), Problem::ExtraData);
    assert_eq!(problem(&[b"x", &*bytes].concat()), Problem::ExtraData);
    // an archive in another's tail
    assert_eq!(problem(&[&*bytes, &*bytes].concat()), Problem::ExtraData);
}

#[test]
fn limits_hold() {
    let zeros = vec![0; 8 << 20];
    let mut deflater = Deflater::default();
    let packed = deflater.pack(b"zeros", &zeros).unwrap().to_owned();
    let mut writer = Writer::new(Vec::new());
    writer.whole(&meta("zeros", 0o100_644), &zeros, Some(&packed)).unwrap();
    assert_eq!(problem(&writer.finish("").unwrap()), Problem::Ratio);

    // each small enough to grow as it likes, but not all together
    let zeros = vec![0; 1 << 20];
    let packed = deflater.pack(b"zeros", &zeros).unwrap().to_owned();
    let mut writer = Writer::new(Vec::new());
    for number in 0..20 {
        writer.whole(&meta(&number.to_string(), 0o100_644), &zeros, Some(&packed)).unwrap();
    }
    assert_eq!(problem(&writer.finish("").unwrap()), Problem::Ratio);

    let mut writer = Writer::new(Vec::new());
    let noise = noise((32 << 20) + 1);
    writer.whole(&meta("one", 0o100_644), &noise, None).unwrap();
    writer.whole(&meta("two", 0o100_644), &noise, None).unwrap();
    assert_eq!(problem(&writer.finish("").unwrap()), Problem::TooLarge);
}
