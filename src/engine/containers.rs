use super::{Engine, EngineError};
use app::types::{ContainerState, Protocol, Status};
use bollard::{
    models::{ContainerInspectResponse, ContainerSummary, PortMap},
    query_parameters::{InspectContainerOptions, ListContainersOptionsBuilder},
};
use std::collections::HashMap;

/// Compose's label for the project: <https://docs.docker.com/reference/compose-file/services/#labels>
pub(super) const LABEL_PROJECT: &str = "com.docker.compose.project";
/// Compose's label for the service, which here is the container's id.
pub(super) const LABEL_SERVICE: &str = "com.docker.compose.service";
/// Compose's label for containers of `compose run`, which are none of ours.
const LABEL_ONEOFF: &str = "com.docker.compose.oneoff";
/// Our label: a digest of the definition that the container was made from.
pub const LABEL_CONFIG: &str = "io.wharfinger.config";

/// A container as the engine has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The Compose service, which is the container's id in the API.
    pub service: String,
    /// The engine's id.
    pub id: String,
    /// When the engine made it, for telling the newer of two.
    pub created: i64,
    /// The digest of the definition that it was made from.
    pub config: Option<String>,
    /// The engine's id of the image that it was made from.
    pub image: Option<String>,
    /// The host's id of its first process, where it runs and has been looked at.
    pub pid: Option<i32>,
    /// What it does.
    pub state: State,
    /// Host ports by container port and protocol.
    pub ports: HashMap<(u16, Protocol), u16>,
}

/// What a container does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// In one word.
    pub status: Status,
    /// In all detail.
    pub detail: ContainerState,
}

impl Engine {
    /// Every container of the project, with what a list tells: `detail` holds ids only.
    pub async fn list(&self, project: &str) -> Result<Vec<Observed>, EngineError> {
        self.list_labelled(vec![format!("{LABEL_PROJECT}={project}")]).await
    }

    /// The container of one service: the newest, should a cut-short recreate have left two.
    pub async fn find(
        &self,
        project: &str,
        service: &str,
    ) -> Result<Option<Observed>, EngineError> {
        let labels =
            vec![format!("{LABEL_PROJECT}={project}"), format!("{LABEL_SERVICE}={service}")];
        let found = self.list_labelled(labels).await?;
        match found.into_iter().max_by_key(|container| container.created) {
            None => Ok(None),
            Some(container) => self.inspect(&container.id).await,
        }
    }

    async fn list_labelled(&self, labels: Vec<String>) -> Result<Vec<Observed>, EngineError> {
        let filters = HashMap::from([("label".to_owned(), labels)]);
        let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
        let listed = self.docker.list_containers(Some(options)).await?;
        Ok(listed.into_iter().filter_map(summarised).collect())
    }

    /// One container by the engine's id; `None` when it is gone or none of a Compose service.
    pub async fn inspect(&self, id: &str) -> Result<Option<Observed>, EngineError> {
        match self.docker.inspect_container(id, None::<InspectContainerOptions>).await {
            Ok(found) => Ok(inspected(found)),
            Err(bollard::errors::Error::DockerResponseServerError { status_code: 404, .. }) => {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn summarised(listed: ContainerSummary) -> Option<Observed> {
    let labels = listed.labels?;
    let service = service(&labels)?;
    let status = listed.state.and_then(|state| status(state.as_ref())).unwrap_or(Status::Created);
    let id = listed.id?;
    let ports = listed
        .ports
        .unwrap_or_default()
        .iter()
        .filter_map(|port| {
            let protocol = protocol(port.typ?.as_ref())?;
            Some(((port.private_port, protocol), port.public_port?))
        })
        .collect();
    Some(Observed {
        service,
        created: listed.created.unwrap_or_default().saturating_mul(1_000_000_000),
        config: labels.get(LABEL_CONFIG).cloned(),
        image: listed.image_id,
        pid: None,
        state: State {
            status,
            detail: ContainerState { container_id: Some(id.clone()), ..ContainerState::default() },
        },
        ports,
        id,
    })
}

fn inspected(found: ContainerInspectResponse) -> Option<Observed> {
    let labels = found.config?.labels?;
    let service = service(&labels)?;
    let id = found.id?;
    let state = found.state?;
    let status = state.status.and_then(|status_word| status(status_word.as_ref()))?;
    let pid = state.pid.and_then(|pid| i32::try_from(pid).ok()).filter(|pid| *pid > 0);
    let time = |text: Option<String>| text.as_deref().and_then(crate::domain::time::from_engine);
    let finished_at = time(state.finished_at);
    let detail = ContainerState {
        container_id: Some(id.clone()),
        started_at: time(state.started_at),
        // the engine says 0 of containers that never ended
        exit_code: finished_at.is_some().then_some(state.exit_code).flatten(),
        finished_at,
        oom_killed: state.oom_killed.unwrap_or_default(),
        engine_error: state.error.filter(|error| !error.is_empty()),
        health: state
            .health
            .and_then(|health| health.status)
            .map(|health| health.as_ref().to_owned())
            .filter(|health| !health.is_empty() && health != "none"),
        restart_count: found.restart_count.unwrap_or_default(),
    };
    Some(Observed {
        service,
        created: found
            .created
            .and_then(|moment| moment.parse::<jiff::Timestamp>().ok())
            .and_then(|moment| i64::try_from(moment.as_nanosecond()).ok())
            .unwrap_or_default(),
        config: labels.get(LABEL_CONFIG).cloned(),
        image: found.image,
        pid,
        state: State { status, detail },
        ports: found
            .network_settings
            .and_then(|network| network.ports)
            .map(|ports| published(&ports))
            .unwrap_or_default(),
        id,
    })
}

/// Compose's project and service of a container.
pub(super) fn service_of(labels: &HashMap<String, String>) -> Option<(String, String)> {
    Some((labels.get(LABEL_PROJECT)?.clone(), service(labels)?))
}

fn service(labels: &HashMap<String, String>) -> Option<String> {
    let oneoff = labels.get(LABEL_ONEOFF).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    labels.get(LABEL_SERVICE).filter(|_| !oneoff).cloned()
}

fn status(word: &str) -> Option<Status> {
    word.parse().ok()
}

fn protocol(word: &str) -> Option<Protocol> {
    match word {
        "tcp" => Some(Protocol::Tcp),
        "udp" => Some(Protocol::Udp),
        _ => None,
    }
}

/// `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "49153"}, …]}`
fn published(ports: &PortMap) -> HashMap<(u16, Protocol), u16> {
    ports
        .iter()
        .filter_map(|(key, bindings)| {
            let (port, word) = key.split_once('/')?;
            let host =
                bindings.as_ref()?.iter().find_map(|b| b.host_port.as_ref()?.parse().ok())?;
            Some(((port.parse().ok()?, protocol(word)?), host))
        })
        .collect()
}
