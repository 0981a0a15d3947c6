use super::import;
use crate::shell;
use anyhow::Result;
use std::{fs, os::unix::fs::PermissionsExt, process::Command};

/// An image with vim, htop, less and tmux, by which terminals are tested.
pub(super) const TAG: &str = "wharfinger/tools:latest";

const SCRIPT: &str = include_str!("tools-root.sh");
const CHANGES: [&str; 3] = [r#"CMD ["bash"]"#, "ENV PATH=/usr/sbin:/usr/bin", "ENV LANG=C.UTF-8"];

/// Makes the image.
pub(super) fn make() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
    shell::output(Command::new("bash").args(["-c", SCRIPT, "tools-root"]).arg(folder.path()))?;
    import(folder.path(), TAG, &CHANGES)
}
