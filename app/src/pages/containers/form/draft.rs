use super::{Filled, FilledPort};
use crate::types::{ApiError, FieldError, Protocol};
use leptos::prelude::*;

/// What is filled in, as it is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(in super::super) struct Draft {
    pub(in super::super) image: RwSignal<String>,
    pub(in super::super) name: RwSignal<String>,
    pub(super) tags: RwSignal<String>,
    pub(in super::super) env: RwSignal<Vec<EnvRow>>,
    pub(super) cpus: RwSignal<String>,
    pub(super) memory: RwSignal<String>,
    pub(super) pids: RwSignal<String>,
    pub(in super::super) ports: RwSignal<Vec<PortRow>>,
    pub(super) restart: RwSignal<String>,
    pub(super) command: RwSignal<String>,
    pub(super) user: RwSignal<String>,
    /// Whether the values of variables are covered.
    pub(in super::super) covered: RwSignal<bool>,
    /// What is wrong, field by field.
    pub(in super::super) errors: RwSignal<Vec<FieldError>>,
    /// What is wrong with the whole.
    pub(super) failure: RwSignal<Option<String>>,
    /// Whether it was sent, or to be sent, as it is and refused: then a summary says why.
    pub(super) refused: RwSignal<bool>,
    next_row: StoredValue<usize>,
}

/// A variable.
#[derive(Clone)]
pub(in super::super) struct EnvRow {
    pub(super) id: usize,
    pub(super) name: ArcRwSignal<String>,
    pub(super) value: ArcRwSignal<String>,
}

/// A published port.
#[derive(Clone)]
pub(in super::super) struct PortRow {
    pub(super) id: usize,
    pub(super) host: ArcRwSignal<String>,
    pub(super) container: ArcRwSignal<String>,
    pub(super) protocol: ArcRwSignal<String>,
    pub(super) host_ip: Option<String>,
}

impl PortRow {
    /// What stands in it.
    pub(super) fn filled(&self) -> FilledPort {
        FilledPort {
            host: self.host.get(),
            container: self.container.get(),
            protocol: self.protocol.get(),
            host_ip: self.host_ip.clone(),
        }
    }
}

impl Draft {
    /// A form with this filled in.
    pub(in super::super) fn new(filled: &Filled) -> Self {
        let draft = Self {
            image: RwSignal::default(),
            name: RwSignal::default(),
            tags: RwSignal::default(),
            env: RwSignal::default(),
            cpus: RwSignal::default(),
            memory: RwSignal::default(),
            pids: RwSignal::default(),
            ports: RwSignal::default(),
            restart: RwSignal::default(),
            command: RwSignal::default(),
            user: RwSignal::default(),
            covered: RwSignal::new(false),
            errors: RwSignal::default(),
            failure: RwSignal::default(),
            refused: RwSignal::new(false),
            next_row: StoredValue::new(0),
        };
        draft.fill(filled);
        draft
    }

    /// Puts this in the place of what is filled in.
    pub(in super::super) fn fill(self, filled: &Filled) {
        self.image.set(filled.image.clone());
        self.name.set(filled.name.clone());
        self.tags.set(filled.tags.clone());
        self.cpus.set(filled.cpus.clone());
        self.memory.set(filled.memory.clone());
        self.pids.set(filled.pids.clone());
        self.restart.set(filled.restart.clone());
        self.command.set(filled.command.clone());
        self.user.set(filled.user.clone());
        // rows stay where they are what they were, and so does the focus in them
        if untrack(|| self.env_pairs()) != filled.env {
            self.env.set(Vec::new());
            for (name, value) in &filled.env {
                self.add_env(name.clone(), value.clone());
            }
        }
        if untrack(|| self.port_fields()) != filled.ports {
            self.fill_ports(&filled.ports);
        }
    }

    /// What is filled in; follows it where that is tracked.
    pub(in super::super) fn filled(self) -> Filled {
        Filled {
            image: self.image.get(),
            name: self.name.get(),
            tags: self.tags.get(),
            env: self.env_pairs(),
            cpus: self.cpus.get(),
            memory: self.memory.get(),
            pids: self.pids.get(),
            ports: self.port_fields(),
            restart: self.restart.get(),
            command: self.command.get(),
            user: self.user.get(),
        }
    }

    /// The same for who does not follow it.
    pub(in super::super) fn filled_now(self) -> Filled {
        untrack(|| self.filled())
    }

    fn env_pairs(self) -> Vec<(String, String)> {
        self.env.with(|rows| rows.iter().map(|row| (row.name.get(), row.value.get())).collect())
    }

    /// The ports as they are filled in.
    pub(in super::super) fn port_fields(self) -> Vec<FilledPort> {
        self.ports.with(|rows| rows.iter().map(PortRow::filled).collect())
    }

    /// Puts these in the place of the ports.
    pub(in super::super) fn fill_ports(self, ports: &[FilledPort]) {
        self.ports.set(Vec::new());
        for port in ports {
            self.add_port(port.clone());
        }
    }

    pub(super) fn add_env(self, name: String, value: String) -> usize {
        let id = self.row_id();
        let row = EnvRow { id, name: ArcRwSignal::new(name), value: ArcRwSignal::new(value) };
        self.env.update(|rows| rows.push(row));
        id
    }

    /// Gives a variable its value: in its row where it has one, in an empty row, or in a new one.
    pub(in super::super) fn set_env(self, name: String, value: String) {
        let row = self.env.with_untracked(|rows| {
            let named = |wanted: &str| {
                let is = |row: &&EnvRow| row.name.with_untracked(|name| name.trim() == wanted);
                rows.iter().find(is).cloned()
            };
            named(&name)
                .or_else(|| named("").filter(|row| row.value.with_untracked(String::is_empty)))
        });
        match row {
            Some(row) => {
                row.name.set(name);
                row.value.set(value);
            }
            None => {
                self.add_env(name, value);
            }
        }
    }

    pub(super) fn add_port(self, port: FilledPort) -> usize {
        let id = self.row_id();
        let row = PortRow {
            id,
            host: ArcRwSignal::new(port.host),
            container: ArcRwSignal::new(port.container),
            protocol: ArcRwSignal::new(port.protocol),
            host_ip: port.host_ip,
        };
        self.ports.update(|rows| rows.push(row));
        id
    }

    /// A row that is to be filled in.
    pub(super) fn add_empty_port(self) -> usize {
        self.add_port(FilledPort::inside(String::new(), Protocol::Tcp))
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
        self.refused.set(true);
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
        self.refused.set(true);
    }

    /// Shows what a check found while somebody fills in the form: at the fields, without a summary
    /// unless there is one already.
    pub(super) fn note(self, errors: Vec<FieldError>) {
        self.failure.set(None);
        if errors.is_empty() {
            self.refused.set(false);
        }
        if self.errors.with_untracked(|shown| *shown != errors) {
            self.errors.set(errors);
        }
    }

    /// Forgets what was wrong.
    pub(in super::super) fn clear_errors(self) {
        self.failure.set(None);
        self.errors.set(Vec::new());
        self.refused.set(false);
    }
}
