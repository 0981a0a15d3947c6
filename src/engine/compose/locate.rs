use super::super::{EngineError, docker_folder};
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Finds the Compose plugin where the docker command looks for plugins.
///
/// Running it directly halves the processor time of a call: the docker command starts every
/// plugin once to ask what it is. The order is that of the docker command:
/// <https://docs.docker.com/engine/cli/cli-plugins/>.
pub(super) fn plugin() -> Result<PathBuf, EngineError> {
    let places = places();
    places.iter().find(|place| is_program(place)).cloned().ok_or_else(|| {
        let looked: Vec<_> = places.iter().map(|place| place.display().to_string()).collect();
        EngineError::Unavailable(format!(
            "Docker Compose v2 is not installed: there is no plugin at {}",
            looked.join(", ")
        ))
    })
}

fn places() -> Vec<PathBuf> {
    const SYSTEM: [&str; 4] = [
        "/usr/local/lib/docker/cli-plugins",
        "/usr/local/libexec/docker/cli-plugins",
        "/usr/lib/docker/cli-plugins",
        "/usr/libexec/docker/cli-plugins",
    ];
    let own = docker_folder().map(|folder| folder.join("cli-plugins"));
    own.into_iter()
        .chain(SYSTEM.map(PathBuf::from))
        .map(|folder| folder.join("docker-compose"))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "looks for a program to run, which is this room's")]
fn is_program(path: &Path) -> bool {
    std::fs::metadata(path)
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
