use std::{env, path::PathBuf};

/// Where the docker command keeps this user's settings.
/// <https://docs.docker.com/reference/cli/docker/#change-the-docker-directory>
pub(super) fn docker_folder() -> Option<PathBuf> {
    env::var_os("DOCKER_CONFIG")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".docker")))
}
