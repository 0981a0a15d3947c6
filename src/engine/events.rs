use super::{
    Engine, EngineError,
    containers::{LABEL_PROJECT, LABEL_SERVICE},
};
use bollard::{models::EventMessage, query_parameters::EventsOptionsBuilder};
use futures_util::{Stream, StreamExt, future};
use jiff::Timestamp;
use std::collections::HashMap;

/// Something happened to a container of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The engine's id of the container.
    pub id: String,
    /// The Compose service, which is the container's id in the API.
    pub service: String,
    /// What happened.
    pub kind: ChangeKind,
}

/// What can happen to a container, as far as its state goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// It runs.
    Started,
    /// Its main process has ended.
    Ended {
        /// How, as in [`app::types::ContainerState`].
        exit_code: Option<i64>,
        /// When.
        at: Option<Timestamp>,
    },
    /// The engine was told to send it a signal.
    Signalled {
        /// Its number.
        signal: i32,
        /// When.
        at: Timestamp,
    },
    /// It is frozen.
    Paused,
    /// It goes on.
    Unpaused,
    /// It is gone.
    Gone,
    /// Something that the event does not tell: look at it.
    Other,
}

impl Engine {
    /// What happens to the project's containers since `since` (Unix time in seconds), and from
    /// now on. Ends with an error when the engine goes away.
    pub fn changes(
        &self,
        project: &str,
        since: i64,
    ) -> impl Stream<Item = Result<Change, EngineError>> + use<> {
        const ACTIONS: [&str; 13] = [
            "create",
            "start",
            "kill",
            "die",
            "stop",
            "restart",
            "pause",
            "unpause",
            "oom",
            "destroy",
            "rename",
            "update",
            "health_status",
        ];
        let filters = HashMap::from([
            ("type".to_owned(), vec!["container".to_owned()]),
            ("event".to_owned(), ACTIONS.map(str::to_owned).to_vec()),
            ("label".to_owned(), vec![format!("{LABEL_PROJECT}={project}")]),
        ]);
        let options =
            EventsOptionsBuilder::new().since(&since.to_string()).filters(&filters).build();
        self.docker.events(Some(options)).filter_map(|message| {
            future::ready(match message {
                Ok(message) => change(message).map(Ok),
                Err(error) => Some(Err(error.into())),
            })
        })
    }
}

fn change(message: EventMessage) -> Option<Change> {
    let actor = message.actor?;
    let attributes = actor.attributes?;
    let at = message.time_nano.and_then(|at| Timestamp::from_nanosecond(at.into()).ok());
    let kind = match message.action?.as_str() {
        "start" => ChangeKind::Started,
        "die" => ChangeKind::Ended {
            exit_code: attributes.get("exitCode").and_then(|code| code.parse().ok()),
            at,
        },
        "kill" => {
            ChangeKind::Signalled { signal: attributes.get("signal")?.parse().ok()?, at: at? }
        }
        "pause" => ChangeKind::Paused,
        "unpause" => ChangeKind::Unpaused,
        "destroy" => ChangeKind::Gone,
        _ => ChangeKind::Other,
    };
    Some(Change { id: actor.id?, service: attributes.get(LABEL_SERVICE)?.clone(), kind })
}
