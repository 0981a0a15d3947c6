//! The container engine of this machine, and the Compose plugin beside it.

pub(crate) mod compose;
pub(crate) mod daemon;

use anyhow::{Context, Result};
use std::{
    env,
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    os::unix::net::UnixStream,
    time::Duration,
};

/// How long an engine may take to say that it is there.
const PING: Duration = Duration::from_secs(5);

/// Whether there is an engine to talk to.
pub(crate) enum Presence {
    /// It answers.
    Answers,
    /// It is there, but not for this user.
    Forbidden,
    /// Nothing answers.
    Absent,
}

/// Where engines listen unless told otherwise.
pub(crate) const DEFAULT: &str = "unix:///var/run/docker.sock";

/// Where the engine listens, by `DOCKER_HOST` where that says so.
pub(crate) fn address() -> String {
    let told = env::var("DOCKER_HOST").ok().filter(|host| !host.is_empty());
    told.unwrap_or_else(|| DEFAULT.to_owned())
}

/// Asks the engine whether it is there.
pub(crate) fn presence() -> Result<Presence> {
    match connect(PING) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(Presence::Forbidden),
        Err(error) if error.kind() == ErrorKind::Unsupported => Err(error.into()),
        Err(_) => Ok(Presence::Absent),
        Ok(_) => Ok(match get("/_ping", PING) {
            Ok((200, _)) => Presence::Answers,
            _ => Presence::Absent,
        }),
    }
}

/// `GET` of the Engine API: status and body.
pub(crate) fn get(path: &str, patience: Duration) -> Result<(u16, String)> {
    let mut stream =
        connect(patience).with_context(|| format!("no engine answers on {}", address()))?;
    // version 1.0, so that the body comes whole and the connection ends with it
    write!(stream, "GET {path} HTTP/1.0\r\nHost: engine\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("the engine's answer has no end")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.context("the engine's answer has no status")?, body.to_owned()))
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

fn connect(patience: Duration) -> io::Result<Box<dyn Stream>> {
    let address = address();
    if let Some(path) = address.strip_prefix("unix://") {
        let stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(patience))?;
        Ok(Box::new(stream))
    } else if let Some(place) = address.strip_prefix("tcp://") {
        let stream = TcpStream::connect(place)?;
        stream.set_read_timeout(Some(patience))?;
        Ok(Box::new(stream))
    } else {
        let words = format!("DOCKER_HOST={address} begins neither with unix:// nor with tcp://");
        Err(io::Error::new(ErrorKind::Unsupported, words))
    }
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
