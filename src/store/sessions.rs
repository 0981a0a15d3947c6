use super::{atomic, secrets};
use std::{
    collections::HashMap,
    fmt::Write as _,
    fs::DirBuilder,
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

/// The logins that were ended before their time, kept until they would have ended by themselves.
#[derive(Debug)]
pub struct Revocations {
    path: PathBuf,
    /// Session id, and when the session would have ended, in seconds since 1970.
    ended: HashMap<String, u64>,
}

impl Revocations {
    /// Reads the sessions folder, which is made where there is none, and gives the signing key
    /// along. `now` is in seconds since 1970.
    pub fn open(folder: &Path, now: u64) -> io::Result<(Self, [u8; 32])> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let key = secrets::key(&folder.join("key"))?;
        let path = folder.join("ended");
        let ended = secrets::read(&path)?
            .unwrap_or_default()
            .lines()
            .filter_map(|line| {
                let (id, until) = line.split_once(' ')?;
                Some((id.to_owned(), until.parse().ok()?))
            })
            .filter(|(_, until)| *until > now)
            .collect();
        Ok((Self { path, ended }, key))
    }

    /// Whether the session was ended.
    pub fn contains(&self, id: &str) -> bool {
        self.ended.contains_key(id)
    }

    /// Ends a session, for good: a restart remembers it. It counts as ended in this run even where
    /// the file can't be written.
    pub fn add(&mut self, id: &str, until: u64, now: u64) -> io::Result<()> {
        self.ended.retain(|_, until| *until > now);
        self.ended.insert(id.to_owned(), until);
        let text = self.ended.iter().fold(String::new(), |mut text, (id, until)| {
            // writing to a string cannot fail
            let _ = writeln!(text, "{id} {until}");
            text
        });
        atomic::write(&self.path, text.as_bytes(), 0o600)
    }
}

#[cfg(test)]
mod tests {
    use super::Revocations;
    use std::io;

    #[test]
    fn what_was_ended_stays_ended_until_it_would_have_ended_anyway() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (mut sessions, key) = Revocations::open(folder.path(), 100)?;
        sessions.add("one", 200, 100)?;
        sessions.add("two", 300, 100)?;

        let (mut again, same_key) = Revocations::open(folder.path(), 250)?;
        assert_eq!(key, same_key);
        assert!(!again.contains("one") && again.contains("two") && !again.contains("three"));

        again.add("three", 500, 400)?;
        assert!(!again.contains("two") && again.contains("three"), "the old ones are dropped");
        Ok(())
    }
}
