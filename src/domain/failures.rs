//! The failures of the domain, by small constructors: what happened, and what to do about it.

use super::container::Cuid;
use crate::engine::{ComposeProblem, EngineError, ImageProblem};
use app::types::{Action, ErrorKind, Failure, ImageUser, Status};
use serde_json::json;

pub(super) fn not_found(cuid: Cuid) -> Failure {
    Failure::new(
        ErrorKind::NotFound,
        "CONTAINER_NOT_FOUND",
        "There is no container with this id. It may have been deleted; list the containers to see those there are.",
    )
    .with("field", "cuid")
    .with("provided", cuid.to_string())
}

pub(super) fn engine_unavailable() -> Failure {
    Failure::new(
        ErrorKind::EngineUnavailable,
        "ENGINE_UNAVAILABLE",
        "The Docker engine does not answer. Start it (systemctl start docker); this server reconnects by itself and nothing was changed.",
    )
}

pub(super) fn recovering() -> Failure {
    Failure::new(
        ErrorKind::EngineUnavailable,
        "RECOVERING",
        "The server is finishing what was cut short before its start. Try again in a minute; nothing was changed.",
    )
}

pub(super) fn invalid_transition(action: Action, status: Status) -> Failure {
    let way_out = match (action, status) {
        (Action::Start, Status::Paused) => " Unpause it instead.",
        (Action::Pause | Action::Unpause, status) if !status.is_alive() => " Start it first.",
        _ => "",
    };
    Failure::new(
        ErrorKind::StateError,
        "INVALID_TRANSITION",
        format!("A container that is {status} can't be told to {}.{way_out}", action.as_str()),
    )
    .with("field", "status")
    .with("provided", status.as_str())
    .with("action", action.as_str())
}

pub(super) fn not_running(status: Status) -> Failure {
    let way_out = match status {
        Status::Paused => "Unpause it first.",
        Status::Restarting => "Try again in a moment.",
        _ => "Start it first.",
    };
    Failure::new(
        ErrorKind::StateError,
        "CONTAINER_NOT_RUNNING",
        format!("The container is {status}, so nothing can be run or followed in it. {way_out}"),
    )
    .with("field", "status")
    .with("provided", status.as_str())
}

pub(super) fn no_log(cuid: Cuid) -> Failure {
    Failure::new(
        ErrorKind::StateError,
        "NO_ENGINE_CONTAINER",
        "The engine has no container for this definition, so there is no log; somebody may have removed it. Start it to have it made anew.",
    )
    .with("field", "cuid")
    .with("provided", cuid.to_string())
}

pub(super) fn no_stats(status: Status) -> Failure {
    Failure::new(
        ErrorKind::StateError,
        "CONTAINER_NOT_RUNNING",
        format!("The container is {status}, so it uses nothing. Its last quarter of an hour is at stats/history."),
    )
    .with("field", "status")
    .with("provided", status.as_str())
}

pub(super) fn stats_unavailable() -> Failure {
    Failure::new(
        ErrorKind::EngineUnavailable,
        "NO_SAMPLE",
        "Nothing has been told of what this container uses yet. Try again in a few seconds.",
    )
}

pub(super) fn too_many_sessions(most: usize) -> Failure {
    Failure::new(
        ErrorKind::RateLimited,
        "TOO_MANY_SESSIONS",
        format!("There are {most} sessions already. End some of them, then try again."),
    )
}

pub(super) fn session_not_found(id: &str) -> Failure {
    Failure::new(
        ErrorKind::NotFound,
        "SESSION_NOT_FOUND",
        "This container has no session with this id. It has ended, or nobody was there for too long; open another.",
    )
    .with("field", "session")
    .with("provided", id.chars().take(80).collect::<String>())
}

pub(super) fn no_terminal() -> Failure {
    Failure::new(
        ErrorKind::StateError,
        "NO_TERMINAL",
        "This session has no terminal to resize: open one with `cols` and `rows`.",
    )
}

pub(super) fn boot_missing(image: &str, file: &str) -> Failure {
    Failure::new(
        ErrorKind::StateError,
        "BOOT_MISSING",
        format!(
            "The image {image} by itself runs only an interpreter, which would end at once. Upload {file} into the container's files (it becomes /app/{file}), or give the container a command."
        ),
    )
    .with("field", "boot")
    .with("provided", serde_json::Value::Null)
    .with("file", file)
}

pub(super) fn container_running(status: Status) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "CONTAINER_RUNNING",
        format!("The container is {status}. Stop it first, or delete it with ?force=true."),
    )
    .with("field", "status")
    .with("provided", status.as_str())
}

pub(super) fn key_reused(key: &str) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key came with another request before. Use a new key for a new container.",
    )
    .with("field", "Idempotency-Key")
    .with("provided", key)
}

pub(super) fn hand_written(cuid: Cuid) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "DEFINITION_EDITED",
        format!(
            "containers/{cuid}/compose.yaml holds more than this server wrote, so it won't rewrite it. Change it there, then start the container."
        ),
    )
}

pub(super) fn timed_out() -> Failure {
    Failure::new(
        ErrorKind::Timeout,
        "OPERATION_TIMED_OUT",
        "The operation takes longer than half an hour and goes on; the container's status tells its outcome.",
    )
}

pub(super) fn program_timed_out(seconds: u64) -> Failure {
    Failure::new(
        ErrorKind::Timeout,
        "PROGRAM_TIMED_OUT",
        format!(
            "The program took longer than {seconds} s and was ended. Give it a larger `timeout`."
        ),
    )
    .with("field", "timeout")
    .with("provided", seconds)
}

pub(super) fn internal(what: &str) -> Failure {
    Failure::new(
        ErrorKind::IoError,
        "INTERNAL_ERROR",
        format!("{what} This is a fault of the server's; its log has more under this request id."),
    )
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Unavailable(words) => engine_unavailable().with("engine", words),
            EngineError::Engine(words) => Self::new(
                ErrorKind::ComposeError,
                "ENGINE_REFUSED",
                format!("The engine refused: {words}"),
            ),
            EngineError::Conflict(words) => Self::new(
                ErrorKind::Conflict,
                "ENGINE_CONFLICT",
                format!("Something stands in the way: {words}"),
            ),
            EngineError::Image(ImageProblem { image, reason }) => image_not_found(&image, &reason),
            EngineError::Compose(problem) => compose_failed(problem),
        }
    }
}

pub(super) fn no_such_image(reference: &str) -> Failure {
    Failure::new(
        ErrorKind::NotFound,
        "IMAGE_NOT_FOUND",
        format!("The engine has no image {reference}. List the images to see those there are."),
    )
    .with("field", "reference")
    .with("provided", reference)
}

pub(super) fn image_in_use(reference: &str, users: &[ImageUser]) -> Failure {
    let some: Vec<&str> = users.iter().take(3).map(|user| user.name.as_str()).collect();
    let more = match users.len().saturating_sub(some.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let way_out = if users.iter().any(|user| user.running) {
        "Stop and delete them first."
    } else {
        "Delete them first, or remove the image with ?force=true."
    };
    Failure::new(
        ErrorKind::Conflict,
        "IMAGE_IN_USE",
        format!("Containers were made from {reference}: {}{more}. {way_out}", some.join(", ")),
    )
    .with("field", "reference")
    .with("provided", reference)
    .with("containers", json!(users))
}

pub(super) fn image_conflict(reference: &str, words: &str) -> Failure {
    Failure::new(
        ErrorKind::Conflict,
        "IMAGE_IN_USE",
        format!("The engine does not let go of {reference}: {words}"),
    )
    .with("field", "reference")
    .with("provided", reference)
}

pub(super) fn no_such_pull(id: &str) -> Failure {
    Failure::new(
        ErrorKind::NotFound,
        "PULL_NOT_FOUND",
        "There is no such pull. Pulls are forgotten ten minutes after their end.",
    )
    .with("field", "id")
    .with("provided", id)
}

pub(super) fn too_many_pulls(most: usize) -> Failure {
    Failure::new(
        ErrorKind::RateLimited,
        "TOO_MANY_PULLS",
        format!("There are {most} pulls under way already. Cancel some, or wait for them."),
    )
}

pub(super) fn image_not_found(image: &str, reason: &str) -> Failure {
    let is_refused = ["denied", "unauthorized", "no basic auth credentials"];
    let way_out = if is_refused.iter().any(|word| reason.contains(word)) {
        " If it is there, log in at its registry with `docker login`, as the user that runs this server."
    } else if ["not found", "unknown"].iter().any(|word| reason.contains(word)) {
        ". Check the name and the tag."
    } else {
        ""
    };
    Failure::new(
        ErrorKind::NotFound,
        "IMAGE_NOT_FOUND",
        format!("The image {image} is not on the engine and can't be pulled: {reason}{way_out}"),
    )
    .with("field", "image")
    .with("provided", image)
}

fn compose_failed(problem: ComposeProblem) -> Failure {
    match problem {
        ComposeProblem::PortInUse { port, words } => {
            let name =
                port.map_or_else(|| "A host port".to_owned(), |port| format!("Host port {port}"));
            let failure = Failure::new(
                ErrorKind::Conflict,
                "PORT_IN_USE",
                format!("{name} is taken by another container or program. Free it, publish another, or leave the host port out to have one chosen."),
            )
            .with("field", "ports")
            .with("provided", port);
            failure.with("compose", words)
        }
        ComposeProblem::ImageMissing(words) => Failure::new(
            ErrorKind::NotFound,
            "IMAGE_NOT_FOUND",
            format!("The engine does not have the image: {words}"),
        )
        .with("field", "image"),
        ComposeProblem::Rejected(words) => Failure::new(
            ErrorKind::ValidationError,
            "REJECTED_BY_ENGINE",
            format!("The engine does not accept the container: {words}"),
        ),
        ComposeProblem::CommandMissing(words) => Failure::new(
            ErrorKind::ComposeError,
            "COMMAND_NOT_FOUND",
            format!("The image does not have the program that is to run: {words}"),
        ),
        ComposeProblem::Busy(words) => Failure::new(
            ErrorKind::Conflict,
            "CONTAINER_BUSY",
            format!("Something else is changing this container right now. Try again: {words}"),
        ),
        ComposeProblem::Other(words) => Failure::new(
            ErrorKind::ComposeError,
            "COMPOSE_FAILED",
            format!("Docker Compose failed: {words}"),
        ),
    }
}
