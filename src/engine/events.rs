use super::{
    Engine, EngineError,
    containers::{LABEL_PROJECT, LABEL_SERVICE},
};
use bollard::{models::EventMessage, query_parameters::EventsOptionsBuilder};
use futures_util::{Stream, StreamExt, future};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is gone.
    Gone,
    /// Anything else: look at it again.
    Changed,
}

impl Engine {
    /// What happens to the project's containers since `since` (Unix time in seconds), and from
    /// now on. Ends with an error when the engine goes away.
    pub fn changes(
        &self,
        project: &str,
        since: i64,
    ) -> impl Stream<Item = Result<Change, EngineError>> + use<> {
        const ACTIONS: [&str; 12] = [
            "create",
            "start",
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
    let kind = if message.action? == "destroy" { ChangeKind::Gone } else { ChangeKind::Changed };
    Some(Change { id: actor.id?, service: actor.attributes?.get(LABEL_SERVICE)?.clone(), kind })
}
