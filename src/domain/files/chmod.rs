use super::{At, RelPath, look::look};
use crate::{
    domain::{container::Cuid, core::Core},
    store::{FileError, Folder, Mount},
};
use app::types::{ChmodRequest, Failure, FileEntry, FileKind};
use std::{path::PathBuf, sync::Arc};

impl Core {
    /// Sets permission bits.
    pub(in crate::domain) async fn chmod_file(
        self: &Arc<Self>,
        cuid: Cuid,
        request: ChmodRequest,
    ) -> Result<FileEntry, Failure> {
        let path = RelPath::parse(&request.path, "path")?;
        let mode = parse(&request.mode)?;
        self.change_files(
            cuid,
            |entry: &FileEntry| vec![entry.path.clone()],
            move |mount| {
                set(mount, &path, mode, request.recursive).at("path", &path)?;
                look(mount, &path, "path")
            },
        )
        .await
    }
}

/// Three or four octal digits. Not setuid, setgid and sticky: what runs as somebody else on the
/// host, too, is not for this API to make.
fn parse(text: &str) -> Result<u32, Failure> {
    let is_octal = (3..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let mode = u32::from_str_radix(text, 8).ok().filter(|mode| is_octal && *mode <= 0o777);
    mode.ok_or_else(|| {
        let words = "A mode is three octal digits for owner, group and others, such as 0644 or 755; setuid, setgid and sticky can't be set here.";
        let provided: String = text.chars().take(80).collect();
        Failure::field("mode", "INVALID_MODE", words, provided)
    })
}

fn set(mount: &Mount, path: &RelPath, mode: u32, recursive: bool) -> Result<(), FileError> {
    let folder = if path.is_mount() {
        Some(mount.folder(path.as_ref())?)
    } else {
        let (parent, name) = mount.place(path.as_ref())?;
        parent.set_mode(name, mode)?;
        let is_folder = parent.facts(name)?.kind == FileKind::Directory;
        if recursive && is_folder { Some(parent.open_folder(name)?) } else { None }
    };
    let Some(folder) = folder else { return Ok(()) };
    folder.set_own_mode(mode)?;
    if recursive { set_below(&folder, mode) } else { Ok(()) }
}

/// Sets the mode of everything in a folder but links, as `chmod -R` does. What a container takes
/// away meanwhile, or puts a link in the place of, is left out.
fn set_below(top: &Folder, mode: u32) -> Result<(), FileError> {
    let mut left = vec![PathBuf::new()];
    while let Some(path) = left.pop() {
        let folder = match top.descend(&path) {
            Err(FileError::NotFound | FileError::NotADirectory | FileError::Escapes) => continue,
            other => other?,
        };
        folder.visit(|name, _| {
            match folder.set_mode(name, mode) {
                Err(FileError::NotFound | FileError::NotAFile(_)) => return Ok(()),
                other => other?,
            }
            if folder.open_folder(name).is_ok() {
                left.push(path.join(name));
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn modes_are_octal() {
        for (text, mode) in [("644", 0o644), ("0755", 0o755), ("000", 0), ("0777", 0o777)] {
            assert_eq!(parse(text), Ok(mode), "{text}");
        }
        for text in ["", "7", "77", "0888", "4755", "1777", "07777", "+644", "u+x", "-644", "00644"]
        {
            assert_eq!(parse(text).map_err(|failure| failure.code), Err("INVALID_MODE".to_owned()));
        }
    }
}
