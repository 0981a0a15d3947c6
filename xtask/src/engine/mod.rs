//! The container engine of this machine, and the Compose plugin beside it.

pub(crate) mod compose;
pub(crate) mod daemon;

use anyhow::{Context, Result, bail};
use std::{
    env,
    io::{ErrorKind, Read, Write},
    os::unix::net::UnixStream,
    path::PathBuf,
    time::Duration,
};

/// Whether there is an engine to talk to.
pub(crate) enum Presence {
    /// It answers.
    Answers,
    /// It is there, but not for this user.
    Forbidden,
    /// Nothing answers.
    Absent,
}

/// The engine's socket, by `DOCKER_HOST` or where engines listen unless told otherwise.
pub(crate) fn socket() -> Result<PathBuf> {
    match env::var("DOCKER_HOST") {
        Err(_) => Ok("/var/run/docker.sock".into()),
        Ok(host) => match host.strip_prefix("unix://") {
            Some(path) => Ok(path.into()),
            None => bail!(
                "DOCKER_HOST={host} is not a unix:// address: Wharfinger needs the engine on this machine"
            ),
        },
    }
}

/// Asks the engine whether it is there.
pub(crate) fn presence() -> Result<Presence> {
    match UnixStream::connect(socket()?) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(Presence::Forbidden),
        Err(_) => Ok(Presence::Absent),
        Ok(_) => Ok(match get("/_ping", Duration::from_secs(5)) {
            Ok((200, _)) => Presence::Answers,
            _ => Presence::Absent,
        }),
    }
}

/// `GET` of the Engine API: status and body.
pub(crate) fn get(path: &str, patience: Duration) -> Result<(u16, String)> {
    let socket = socket()?;
    let mut stream = UnixStream::connect(&socket)
        .with_context(|| format!("no engine answers on {}", socket.display()))?;
    stream.set_read_timeout(Some(patience))?;
    // version 1.0, so that the body comes whole and the connection ends with it
    write!(stream, "GET {path} HTTP/1.0\r\nHost: engine\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("the engine's answer has no end")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.context("the engine's answer has no status")?, body.to_owned()))
}

/// Whether the engine has any image at all.
pub(crate) fn has_images() -> Result<bool> {
    let (_, body) = get("/images/json", Duration::from_secs(30))?;
    Ok(body.trim() != "[]")
}

/// Whether the engine can get at images that it does not have.
pub(crate) fn reaches_registry() -> bool {
    // asks the registry about an image without fetching it
    get("/distribution/busybox:latest/json", Duration::from_secs(15))
        .is_ok_and(|(status, _)| status == 200)
}
