use super::atomic;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// The bytes of the key that signs logins.
const KEY_LENGTH: usize = 32;

/// The text of a file; `None` where there is no such file.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a file that only its owner can read, wholly or not at all. One that is there already is
/// never written over: that is an error.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = folder.join(format!(".{}.tmp", uuid::Uuid::new_v4().simple()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    // a link, unlike a rename, fails where the name is taken
    let linked = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::hard_link(&temporary, path));
    fs::remove_file(&temporary)?;
    linked?;
    atomic::sync_folder(folder)
}

/// A password of 20 letters, digits, `-` and `_`: 120 random bits.
pub fn random_password() -> io::Result<String> {
    let mut bytes = [0; 15];
    getrandom::fill(&mut bytes)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The random key of this file, which is made where there is none.
pub fn key(path: &Path) -> io::Result<[u8; KEY_LENGTH]> {
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} is damaged: remove it, and everybody logs in again", path.display()),
            )
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut bytes = [0; KEY_LENGTH];
            getrandom::fill(&mut bytes)?;
            create(path, &bytes)?;
            Ok(bytes)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{create, key, random_password, read};
    use std::{fs, io, os::unix::fs::PermissionsExt};

    #[test]
    fn a_secret_is_private_and_never_written_over() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(".env");
        create(&path, b"first")?;
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        let again = create(&path, b"second");
        assert_eq!(again.map_err(|error| error.kind()), Err(io::ErrorKind::AlreadyExists));
        assert_eq!(read(&path)?.as_deref(), Some("first"));
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "the temporary file is gone");
        Ok(())
    }

    #[test]
    fn the_key_stays_the_same() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("key");
        let first = key(&path)?;
        assert_eq!(key(&path)?, first);
        fs::write(&path, "short")?;
        assert_eq!(key(&path).map_err(|error| error.kind()), Err(io::ErrorKind::InvalidData));
        Ok(())
    }

    #[test]
    fn passwords_differ() -> io::Result<()> {
        let (one, two) = (random_password()?, random_password()?);
        assert_eq!(one.len(), 20);
        assert_ne!(one, two);
        Ok(())
    }
}
