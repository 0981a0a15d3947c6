use super::Tasks;
use crate::{
    api::containers::list_operations,
    live::Live,
    session,
    types::{EventKind, Operation, OperationKind},
};
use leptos::prelude::*;
use std::time::Duration;

/// What is over sooner is not worth showing.
const WORTH_SHOWING: Duration = Duration::from_secs(1);

/// An operation that is under way on a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Underway {
    pub(super) cuid: String,
    pub(super) name: String,
    pub(super) operation: Operation,
    /// Whether it has taken long enough to be shown.
    pub(super) shown: bool,
}

/// What an operation is called while it goes on.
pub(super) const fn words(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Create => "Creating",
        OperationKind::Start => "Starting",
        OperationKind::Stop => "Stopping",
        OperationKind::Restart => "Restarting",
        OperationKind::Pause => "Pausing",
        OperationKind::Unpause => "Unpausing",
        OperationKind::Update => "Changing",
        OperationKind::Delete => "Deleting",
    }
}

impl Tasks {
    /// Follows the event stream, and reads what was under way before it.
    pub(crate) fn follow(self, live: Live) {
        live.listen(move |event| match event {
            EventKind::Container { container } => match &container.operation {
                Some(operation) => self.goes_on(&container.cuid, Some(&container.name), operation),
                None => self.has_ended(&container.cuid),
            },
            EventKind::Progress { cuid, operation } => self.goes_on(cuid, None, operation),
            EventKind::Removed { cuid } => self.has_ended(cuid),
            EventKind::Pull { pull } => self.pull_goes_on(pull),
            EventKind::Gap => {
                self.read_again();
                self.read_pulls();
            }
            _ => {}
        });
    }

    /// Those that have taken long enough, and that no batch shows.
    pub(super) fn operations(self) -> Vec<Underway> {
        self.steps.track();
        let shown = |one: &&Underway| one.shown && !self.is_in_batch(&one.cuid);
        self.underway.with(|all| all.iter().filter(shown).cloned().collect())
    }

    fn goes_on(self, cuid: &str, name: Option<&str>, operation: &Operation) {
        let at = self.underway.with_untracked(|all| all.iter().position(|one| one.cuid == cuid));
        if let Some(at) = at {
            return self.underway.update(|all| {
                all[at].operation = operation.clone();
                if let Some(name) = name {
                    name.clone_into(&mut all[at].name);
                }
            });
        }
        let Some(name) = name else { return };
        let one = Underway {
            cuid: cuid.to_owned(),
            name: name.to_owned(),
            operation: operation.clone(),
            shown: false,
        };
        self.underway.update(|all| all.push(one));
        let cuid = cuid.to_owned();
        set_timeout(move || self.show(&cuid), WORTH_SHOWING);
    }

    fn show(self, cuid: &str) {
        self.underway.try_update(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.cuid == cuid) {
                one.shown = true;
            }
        });
    }

    fn has_ended(self, cuid: &str) {
        let known = |all: &Vec<Underway>| all.iter().any(|one| one.cuid == cuid);
        if self.underway.with_untracked(known) {
            self.underway.update(|all| all.retain(|one| one.cuid != cuid));
        }
    }

    fn read_again(self) {
        leptos::task::spawn_local(async move {
            match list_operations().await {
                Ok(now) => {
                    self.underway.update(|all| {
                        all.retain(|one| now.iter().any(|(cuid, ..)| *cuid == one.cuid));
                    });
                    for (cuid, name, operation) in now {
                        self.goes_on(&cuid, Some(&name), &operation);
                    }
                }
                // what is shown meanwhile is the last known
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    }
}
