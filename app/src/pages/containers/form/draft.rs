use crate::{
    text,
    types::{ApiError, Container, FieldError, PortBinding, Protocol, RestartPolicy},
};
use leptos::prelude::*;

/// What is filled in, as it is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(in super::super) struct Draft {
    pub(super) image: RwSignal<String>,
    pub(in super::super) name: RwSignal<String>,
    /// Separated by commas.
    pub(super) tags: RwSignal<String>,
    pub(super) env: RwSignal<Vec<EnvRow>>,
    pub(super) cpus: RwSignal<String>,
    pub(super) memory: RwSignal<String>,
    pub(super) pids: RwSignal<String>,
    pub(super) ports: RwSignal<Vec<PortRow>>,
    pub(super) restart: RwSignal<String>,
    /// As a shell would quote it.
    pub(super) command: RwSignal<String>,
    pub(super) user: RwSignal<String>,
    /// What is wrong, field by field.
    pub(in super::super) errors: RwSignal<Vec<FieldError>>,
    /// What is wrong with the whole.
    pub(super) failure: RwSignal<Option<String>>,
    next_row: StoredValue<usize>,
}

/// A variable.
#[derive(Clone)]
pub(super) struct EnvRow {
    pub(super) id: usize,
    pub(super) name: ArcRwSignal<String>,
    pub(super) value: ArcRwSignal<String>,
}

/// A published port.
#[derive(Clone)]
pub(super) struct PortRow {
    pub(super) id: usize,
    pub(super) host: ArcRwSignal<String>,
    pub(super) container: ArcRwSignal<String>,
    pub(super) protocol: ArcRwSignal<String>,
    /// Kept as it was: the form does not ask for it.
    pub(super) host_ip: Option<String>,
}

impl Draft {
    /// An empty form.
    pub(in super::super) fn new() -> Self {
        Self {
            image: RwSignal::default(),
            name: RwSignal::default(),
            tags: RwSignal::default(),
            env: RwSignal::default(),
            cpus: RwSignal::default(),
            memory: RwSignal::default(),
            pids: RwSignal::default(),
            ports: RwSignal::default(),
            restart: RwSignal::new(RestartPolicy::No.as_str().to_owned()),
            command: RwSignal::default(),
            user: RwSignal::default(),
            errors: RwSignal::default(),
            failure: RwSignal::default(),
            next_row: StoredValue::new(0),
        }
    }

    /// An empty form but for the name.
    pub(in super::super) fn named(name: String) -> Self {
        let draft = Self::new();
        draft.name.set(name);
        draft
    }

    /// A form filled in with what a container is now.
    pub(in super::super) fn of(container: &Container) -> Self {
        let draft = Self::new();
        draft.image.set(container.image.clone());
        draft.name.set(container.name.clone());
        draft.tags.set(container.tags.join(", "));
        draft.cpus.set(container.resources.cpus.map(|cpus| cpus.to_string()).unwrap_or_default());
        draft.memory.set(container.resources.memory.clone().unwrap_or_default());
        draft.pids.set(container.resources.pids.map(|pids| pids.to_string()).unwrap_or_default());
        draft.restart.set(container.restart.as_str().to_owned());
        draft.command.set(container.command.as_deref().map(text::join).unwrap_or_default());
        draft.user.set(container.user.clone().unwrap_or_default());
        for (name, value) in &container.env {
            draft.add_env(name.clone(), value.clone());
        }
        for port in &container.ports {
            draft.add_port(Some(port));
        }
        draft
    }

    pub(super) fn add_env(self, name: String, value: String) -> usize {
        let id = self.row_id();
        let row = EnvRow { id, name: ArcRwSignal::new(name), value: ArcRwSignal::new(value) };
        self.env.update(|rows| rows.push(row));
        id
    }

    pub(super) fn add_port(self, port: Option<&PortBinding>) -> usize {
        let id = self.row_id();
        // a port that the engine chose stays its choice
        let host = port.filter(|port| !port.automatic).and_then(|port| port.host);
        let number = |port: Option<u16>| port.map(|port| port.to_string()).unwrap_or_default();
        let row = PortRow {
            id,
            host: ArcRwSignal::new(number(host)),
            container: ArcRwSignal::new(number(port.map(|port| port.container))),
            protocol: ArcRwSignal::new(
                port.map_or(Protocol::Tcp, |port| port.protocol).as_str().to_owned(),
            ),
            host_ip: port.and_then(|port| port.host_ip.clone()),
        };
        self.ports.update(|rows| rows.push(row));
        id
    }

    fn row_id(self) -> usize {
        let id = self.next_row.get_value();
        self.next_row.set_value(id + 1);
        id
    }

    /// Shows what is wrong by the form's own check.
    pub(in super::super) fn refuse(self, errors: Vec<FieldError>) {
        self.failure.set(None);
        self.errors.set(errors);
    }

    /// Shows what is wrong by the server's words.
    pub(in super::super) fn fail(self, error: &ApiError) {
        let mut errors = error.field_errors();
        // an error from further inside names its field alone
        if errors.is_empty()
            && let Some(field) = error.details.get("field").and_then(|field| field.as_str())
        {
            errors.push(FieldError {
                field: field.to_owned(),
                code: error.code.clone(),
                message: error.message.clone(),
                provided: serde_json::Value::Null,
            });
        }
        self.failure.set(errors.is_empty().then(|| error.message.clone()));
        self.errors.set(errors);
    }

    /// Forgets what was wrong.
    pub(in super::super) fn clear_errors(self) {
        self.failure.set(None);
        self.errors.set(Vec::new());
    }
}
