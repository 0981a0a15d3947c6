use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io,
    ops::ControlFlow,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

/// How much is read at once, in bytes.
const BLOCK: u64 = 64 * 1024;

/// Reads what a [`super::LogFile`] holds from its end, the files set aside too, while it is written.
#[derive(Debug, Clone)]
pub struct LogReader {
    path: PathBuf,
    kept: u32,
}

/// A place between two lines. It stays right while lines are added and files are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPlace {
    /// The file, by a digest of its first line.
    pub file: u64,
    /// Bytes before the place.
    pub offset: u64,
}

impl LogReader {
    /// Of the file at `path`, of which `kept` older ones stay.
    pub fn new(path: PathBuf, kept: u32) -> Self {
        Self { path, kept }
    }

    /// Goes back from a place, or from the end, and shows each line to `visit` until that breaks or
    /// about `most` bytes were read. Gives the place to go on from; `None` where there is nothing
    /// older, also where that was dropped in the meantime. Blocks.
    pub fn back(
        &self,
        from: Option<LogPlace>,
        mut most: u64,
        mut visit: impl FnMut(&[u8]) -> ControlFlow<()>,
    ) -> io::Result<Option<LogPlace>> {
        let mut files = self.files()?;
        if let Some(from) = from {
            let Some(first) = files.iter().position(|(id, _)| *id == from.file) else {
                return Ok(None);
            };
            files.drain(..first);
        }
        let mut end = from.map(|from| from.offset);
        for (id, file) in files {
            let length = file.metadata()?.len();
            let end = end.take().unwrap_or(length).min(length);
            if let Some(offset) = back_in(&file, end, &mut most, &mut visit)? {
                return Ok(Some(LogPlace { file: id, offset }));
            }
        }
        Ok(None)
    }

    /// The files that there are, newest first, each with the digest of its first line: no two lines
    /// are the same, while inodes are used again. One that is set aside meanwhile is met twice.
    fn files(&self) -> io::Result<Vec<(u64, File)>> {
        let mut files: Vec<(u64, File)> = Vec::new();
        let aged = (1..=self.kept).map(|age| aged(&self.path, age));
        for path in std::iter::once(self.path.clone()).chain(aged) {
            let file = match File::open(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                other => other?,
            };
            let id = first_line(&file)?;
            if files.iter().all(|(known, _)| *known != id) {
                files.push((id, file));
            }
        }
        Ok(files)
    }
}

/// Goes back in one file; gives the place where it stopped, `None` at the file's beginning.
fn back_in(
    file: &File,
    end: u64,
    most: &mut u64,
    visit: &mut impl FnMut(&[u8]) -> ControlFlow<()>,
) -> io::Result<Option<u64>> {
    // what was read and not shown yet, which begins at `start`
    let (mut text, mut start) = (Vec::new(), end);
    loop {
        while let Some(line) = last_line(&text) {
            let flow = visit(text.get(line..).unwrap_or_default());
            text.truncate(line);
            if flow.is_break() {
                return Ok(Some(start + line as u64));
            }
        }
        if start == 0 {
            // the first line has no newline before it
            if !text.is_empty() && visit(&text).is_break() {
                return Ok(Some(0));
            }
            return Ok(None);
        }
        if *most == 0 {
            return Ok(Some(start + text.len() as u64));
        }
        let size = BLOCK.min(start);
        let mut block = vec![0; usize::try_from(size).unwrap_or_default()];
        start -= size;
        file.read_exact_at(&mut block, start)?;
        block.append(&mut text);
        text = block;
        *most = most.saturating_sub(size);
    }
}

/// A digest of the first line, or of the beginning of that where it is long.
fn first_line(file: &File) -> io::Result<u64> {
    let mut text = [0; 512];
    let length = file.read_at(&mut text, 0)?;
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let digest = Sha256::digest(line.get(..length.min(line.len())).unwrap_or_default());
    Ok(digest.iter().take(8).fold(0, |id, byte| (id << 8) | u64::from(*byte)))
}

/// Where the last line begins, if its beginning is there for sure.
fn last_line(text: &[u8]) -> Option<usize> {
    let (_, before) = text.split_last()?;
    before.iter().rposition(|byte| *byte == b'\n').map(|newline| newline + 1)
}

/// The name of a file that was set aside: `actions.jsonl.1`.
pub(super) fn aged(path: &Path, age: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{age}"));
    name.into()
}

#[cfg(test)]
mod tests {
    use super::{LogPlace, LogReader};
    use crate::store::LogFile;
    use std::ops::ControlFlow;

    /// At most so many lines from a place on, and where to go on.
    fn page(
        reader: &LogReader,
        from: Option<LogPlace>,
        limit: usize,
        most: u64,
    ) -> (Vec<String>, Option<LogPlace>) {
        let mut lines = Vec::new();
        let next = reader.back(from, most, |line| {
            lines.push(String::from_utf8(line.to_vec()).unwrap().trim_end_matches('\n').to_owned());
            if lines.len() == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (lines, next.unwrap())
    }

    #[test]
    fn lines_come_newest_first_over_all_files_and_page_by_page() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actions.jsonl");
        let reader = LogReader::new(path.clone(), 5);
        assert_eq!(page(&reader, None, 3, 100), (vec![], None));
        // lines of up to 150 KB, so that some are longer than what is read at once
        let mut log = LogFile::open(path, 300_000, 5).unwrap();
        let line = |number: usize| format!("{number} {}", "x".repeat(number * 50_000 % 150_001));
        for number in 0..12 {
            log.append(format!("{}\n", line(number)).as_bytes()).unwrap();
        }
        let expected: Vec<String> = (0..12).rev().map(line).collect();
        let lengths = |lines: &[String]| lines.iter().map(String::len).collect::<Vec<_>>();
        let (lines, next) = page(&reader, None, 100, u64::MAX);
        assert_eq!((lengths(&lines), next), (lengths(&expected), None));
        assert!(lines == expected);
        for limit in [1, 2, 5] {
            let (mut all, mut from) = (Vec::new(), None);
            loop {
                let (lines, next) = page(&reader, from, limit, u64::MAX);
                assert!(lines.len() <= limit);
                all.extend(lines);
                from = next;
                if from.is_none() {
                    break;
                }
            }
            assert!(all == expected, "{limit}: {:?}", lengths(&all));
        }
    }

    #[test]
    fn a_place_stays_right_while_the_log_grows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actions.jsonl");
        let reader = LogReader::new(path.clone(), 2);
        let mut log = LogFile::open(path, 12, 2).unwrap();
        for line in ["one\n", "two\n", "three\n", "four\n"] {
            log.append(line.as_bytes()).unwrap();
        }
        let (first, next) = page(&reader, None, 1, 100);
        assert_eq!(first, ["four"]);
        log.append(b"five\n").unwrap();
        log.append(b"six\n").unwrap();
        assert_eq!(
            page(&reader, next, 9, 100),
            (["three", "two", "one"].map(str::to_owned).to_vec(), None)
        );
        for number in 0..9 {
            log.append(format!("later {number}\n").as_bytes()).unwrap();
        }
        assert_eq!(page(&reader, next, 9, 100), (vec![], None), "it was dropped");
    }

    #[test]
    fn no_more_is_read_than_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("actions.jsonl");
        let mut log = LogFile::open(path.clone(), 1 << 30, 2).unwrap();
        let lines: Vec<String> = (0..100_000).map(|number| format!("{number:09}\n")).collect();
        log.append(lines.concat().as_bytes()).unwrap();
        let reader = LogReader::new(path, 2);
        let (lines, next) = page(&reader, None, usize::MAX, 100_000);
        assert!((6_000..20_000).contains(&lines.len()), "{}", lines.len());
        let (more, _) = page(&reader, next, 1, 100_000);
        let number = |line: &str| line.parse::<u64>().unwrap();
        assert_eq!(number(&more[0]) + 1, number(lines.last().unwrap()));
    }
}
