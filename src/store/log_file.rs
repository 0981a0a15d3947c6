use super::log_reader::aged;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::PathBuf,
};

/// A file of lines that is set aside when it has grown too large: `actions.jsonl` becomes
/// `actions.jsonl.1`, that one `actions.jsonl.2`, and so on.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    file: File,
    size: u64,
    most: u64,
    kept: u32,
}

impl LogFile {
    /// Opens the file to append to it; `most` is in bytes, `kept` is how many older files stay.
    pub fn open(path: PathBuf, most: u64, kept: u32) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(&path)?;
        let mut size = file.metadata()?.len();
        // a line that a crash cut short must not swallow the next one
        if size > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
                size += 1;
            }
        }
        Ok(Self { path, file, size, most, kept })
    }

    /// Appends whole lines.
    pub fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let length = lines.len() as u64;
        if self.size > 0 && self.size + length > self.most {
            self.rotate()?;
        }
        self.file.write_all(lines)?;
        self.size += length;
        Ok(())
    }

    /// Makes what was appended survive a power cut.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn rotate(&mut self) -> io::Result<()> {
        for age in (1..self.kept).rev() {
            match fs::rename(self.aged(age), self.aged(age + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::rename(&self.path, self.aged(1))?;
        self.file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        self.size = 0;
        Ok(())
    }

    fn aged(&self, age: u32) -> PathBuf {
        aged(&self.path, age)
    }
}

#[cfg(test)]
mod tests {
    use super::LogFile;
    use std::{fs, io};

    #[test]
    fn files_are_set_aside_by_size_and_the_oldest_are_dropped() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("logs/actions.jsonl");
        let mut log = LogFile::open(path.clone(), 8, 2)?;
        for line in ["one\n", "two\n", "three\n", "four\n", "five\n"] {
            log.append(line.as_bytes())?;
        }
        assert_eq!(fs::read_to_string(&path)?, "five\n");
        assert_eq!(fs::read_to_string(path.with_extension("jsonl.1"))?, "four\n");
        assert_eq!(fs::read_to_string(path.with_extension("jsonl.2"))?, "three\n");
        assert_eq!(fs::read_dir(folder.path().join("logs"))?.count(), 3);
        Ok(())
    }

    #[test]
    fn a_torn_line_is_ended() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("actions.jsonl");
        fs::write(&path, "whole\ntor")?;
        LogFile::open(path.clone(), 100, 2)?.append(b"next\n")?;
        LogFile::open(path.clone(), 100, 2)?.append(b"last\n")?;
        assert_eq!(fs::read_to_string(&path)?, "whole\ntor\nnext\nlast\n");
        Ok(())
    }
}
