use super::import;
use crate::shell;
use anyhow::Result;
use std::{fs, os::unix::fs::PermissionsExt, process::Command};

const SCRIPT: &str = include_str!("python-root.sh");
const CHANGES: [&str; 3] = [
    r#"CMD ["python3"]"#,
    "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "ENV LANG=C.UTF-8",
];

/// Makes an image with Python and pip.
pub(super) fn make(tag: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
    shell::output(Command::new("bash").args(["-c", SCRIPT, "python-root"]).arg(folder.path()))?;
    import(folder.path(), tag, &CHANGES)
}
