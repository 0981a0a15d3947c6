use super::{Draft, Filled};
use crate::{
    session,
    types::{ApiError, Checked, FieldError, Plan},
};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use std::time::Duration;

/// How long nothing is typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(350);

/// A question to the server about a form, or what is wrong before it is asked.
pub(in super::super) type Asked =
    Result<LocalBoxFuture<'static, Result<Checked, ApiError>>, Vec<FieldError>>;

/// Asks the server, while a form is filled in, what would come of it.
#[derive(Clone, Copy)]
pub(in super::super) struct Check {
    draft: Draft,
    /// What would come of it; of the last time where it could be sent.
    pub(in super::super) plan: RwSignal<Option<Plan>>,
    /// Whether it could not be sent as it is now.
    pub(in super::super) wrong: RwSignal<bool>,
    /// Counts what was typed: only the answer to the last question counts.
    turn: StoredValue<u32>,
}

impl Check {
    /// One of that form, which asks in that way; asks again when what the question is made of changes.
    pub(in super::super) fn new(draft: Draft, ask: impl Fn(&Filled) -> Asked + 'static) -> Self {
        let check = Self {
            draft,
            plan: RwSignal::new(None),
            wrong: RwSignal::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move |before: Option<()>| {
            let filled = draft.filled();
            // not sent before it is waited for
            let asked = ask(&filled);
            let imageless = filled.image.trim().is_empty();
            let turn = check.stop();
            // what is there when the form opens is not being typed
            let pause = before.map_or(Duration::ZERO, |()| PAUSE);
            set_timeout(move || check.run(turn, asked, imageless), pause);
        });
        check
    }

    /// Whether values of variables are covered in the form.
    pub(in super::super) const fn covered(self) -> RwSignal<bool> {
        self.draft.covered
    }

    /// Lets answers that are still to come mean nothing, since the form is being sent.
    pub(in super::super) fn stop(self) -> u32 {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        turn
    }

    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn run(self, turn: u32, asked: Asked, imageless: bool) {
        if !self.is_current(turn) {
            return;
        }
        match asked {
            Err(errors) => self.refuse(errors, imageless),
            Ok(answer) => leptos::task::spawn_local(async move {
                let answer = answer.await;
                if self.is_current(turn) {
                    self.receive(answer, imageless);
                }
            }),
        }
    }

    fn receive(self, answer: Result<Checked, ApiError>, imageless: bool) {
        match answer {
            Ok(Checked::Fits(plan)) => {
                self.draft.note(Vec::new());
                self.wrong.set(false);
                if self.plan.with_untracked(|shown| shown.as_ref() != Some(&plan)) {
                    self.plan.set(Some(plan));
                }
            }
            Ok(Checked::Wrong(errors)) => self.refuse(errors, imageless),
            // sending it will say what is the matter
            Err(error) => {
                session::ended(&error);
            }
        }
    }

    /// What is not filled in yet is nothing to complain about before the form is sent.
    fn refuse(self, mut errors: Vec<FieldError>, imageless: bool) {
        if imageless && !self.draft.refused.get_untracked() {
            errors.retain(|error| error.field != "image");
        }
        self.wrong.set(!errors.is_empty());
        if imageless {
            self.plan.set(None);
        }
        self.draft.note(errors);
    }
}
