//! The Compose file of one container, as Compose reads it:
//! <https://docs.docker.com/reference/compose-file/>.

use super::Boot;
use app::types::{Protocol, RestartPolicy};
use serde::{Deserialize, Serialize};
use serde_yaml::Value;
use std::{collections::BTreeMap, net::IpAddr};

/// The key of the network within the file.
const NETWORK: &str = "wharfinger";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ComposeFile {
    /// The project.
    pub(super) name: String,
    pub(super) services: BTreeMap<String, Service>,
    networks: BTreeMap<String, Network>,
    #[serde(rename = "x-wharfinger", skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<Meta>,
}

/// What Compose does not have to know. Not part of a container's configuration for Compose, so
/// it changes freely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Meta {
    pub(super) name: String,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    /// Variables of the user's whose names are those that the server sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) own_env: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) boot: Option<Boot>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) idempotency: Option<super::Idempotency>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Service {
    pub(super) image: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) entrypoint: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) command: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) working_dir: Option<String>,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cpus: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mem_limit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pids_limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) ports: Vec<ServicePort>,
    #[serde(default)]
    pub(super) restart: RestartPolicy,
    init: bool,
    security_opt: Vec<String>,
    logging: Logging,
    volumes: Vec<Volume>,
    networks: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) labels: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ServicePort {
    pub(super) target: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<String>,
    #[serde(default)]
    pub(super) protocol: Protocol,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) host_ip: Option<IpAddr>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Volume {
    r#type: String,
    source: String,
    target: String,
    bind: Bind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bind {
    create_host_path: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Logging {
    driver: String,
    options: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Network {
    name: String,
    external: bool,
}

impl ComposeFile {
    /// A file of `project` with one service; the network is named like the project.
    pub(super) fn new(project: &str, service: String, definition: Service, meta: Meta) -> Self {
        let network = Network { name: project.to_owned(), external: true };
        Self {
            name: project.to_owned(),
            services: BTreeMap::from([(service, definition)]),
            networks: BTreeMap::from([(NETWORK.to_owned(), network)]),
            meta: Some(meta),
        }
    }

    /// With every `$` doubled, since Compose takes a single one for a variable.
    pub(super) fn to_yaml(&self) -> Result<Value, serde_yaml::Error> {
        let mut value = serde_yaml::to_value(self)?;
        each_text(&mut value, &|text| text.replace('$', "$$"));
        Ok(value)
    }

    /// The reverse of [`Self::to_yaml`].
    pub(super) fn from_yaml(mut value: Value) -> Result<Self, serde_yaml::Error> {
        each_text(&mut value, &|text| text.replace("$$", "$"));
        serde_yaml::from_value(value)
    }
}

impl Service {
    /// A service that runs `image` with everything that all containers here have in common.
    pub(super) fn new(image: String) -> Self {
        let options = [("max-size", "10m"), ("max-file", "3")];
        Self {
            image,
            entrypoint: None,
            command: None,
            user: None,
            working_dir: None,
            environment: BTreeMap::new(),
            cpus: None,
            mem_limit: None,
            pids_limit: None,
            ports: Vec::new(),
            restart: RestartPolicy::No,
            // a first process that ignores TERM would make every stop last ten seconds
            init: true,
            security_opt: vec!["no-new-privileges:true".to_owned()],
            logging: Logging {
                driver: "json-file".to_owned(),
                options: options.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
            },
            volumes: vec![Volume {
                r#type: "bind".to_owned(),
                source: "./app".to_owned(),
                target: "/app".to_owned(),
                bind: Bind { create_host_path: false },
            }],
            networks: vec![NETWORK.to_owned()],
            labels: BTreeMap::new(),
        }
    }

    /// Mounts that folder, for a file that does not lie beside it.
    pub(super) fn mount_from(&mut self, folder: &str) {
        for volume in &mut self.volumes {
            folder.clone_into(&mut volume.source);
        }
    }
}

/// Changes every text that is a value; keys stay.
fn each_text(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) if text.contains('$') => *text = change(text),
        Value::Sequence(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Mapping(pairs) => pairs.values_mut().for_each(|item| each_text(item, change)),
        _ => {}
    }
}
