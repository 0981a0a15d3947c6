use super::import;
use crate::shell;
use anyhow::{Context, Result};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::Command,
};

/// An image of a static busybox.
#[derive(Clone, Copy)]
pub(super) struct Image {
    /// Its tag.
    pub(super) tag: &'static str,
    /// What runs in it, as a JSON array.
    command: &'static str,
}

/// A shell and the usual programs.
const PLAIN: Image = Image { tag: "busybox:latest", command: r#"["sh"]"# };

/// What a machine without any image is offered: a shell, and a page that says what to do next.
pub(super) const FIRST: [Image; 2] =
    [PLAIN, Image { tag: "wharfinger/starter:latest", command: SERVE }];

/// The images of the tests; those of the guide's examples go on running by their own command.
pub(super) const FOR_TESTS: [Image; 4] = [
    PLAIN,
    Image { tag: "nginx:alpine", command: SERVE },
    Image { tag: "redis:alpine", command: WAIT },
    Image { tag: "postgres:alpine", command: WAIT },
];

const SERVE: &str = r#"["httpd", "-f", "-p", "80", "-h", "/www"]"#;
const WAIT: &str = r#"["tail", "-f", "/dev/null"]"#;
const PROGRAM: &str = "/bin/busybox";
const FOLDERS: [&str; 12] =
    ["app", "bin", "dev", "etc", "proc", "root", "sys", "tmp", "usr/bin", "var", "www", "home"];
const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\n\
                      app:x:1000:1000::/app:/bin/sh\n\
                      nobody:x:65534:65534::/:/bin/false\n";
const GROUP: &str = "root:x:0:\napp:x:1000:\nnogroup:x:65534:\n";
const PAGE: &str = include_str!("welcome.html");

/// Whether this machine has a busybox that runs without shared libraries.
pub(super) fn can_be_made() -> bool {
    Path::new(PROGRAM).is_file() && !shell::succeeds(Command::new("ldd").arg(PROGRAM))
}

/// Makes the image.
pub(super) fn make(image: Image) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    fs::set_permissions(root, fs::Permissions::from_mode(0o755))?;
    for name in FOLDERS {
        fs::create_dir_all(root.join(name))?;
    }
    fs::set_permissions(root.join("tmp"), fs::Permissions::from_mode(0o1777))?;
    fs::copy(PROGRAM, root.join("bin/busybox")).context("cannot copy busybox")?;
    for applet in shell::output(Command::new(PROGRAM).arg("--list"))?.lines() {
        if applet != "busybox" {
            symlink("busybox", root.join("bin").join(applet))?;
        }
    }
    symlink("../../bin/busybox", root.join("usr/bin/env"))?;
    fs::write(root.join("etc/passwd"), PASSWD)?;
    fs::write(root.join("etc/group"), GROUP)?;
    fs::write(root.join("www/index.html"), PAGE)?;
    import(root, image.tag, &[&format!("CMD {}", image.command)])
}
