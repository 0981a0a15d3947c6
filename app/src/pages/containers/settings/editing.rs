use super::merge::{Merged, Setting, merge, take};
use crate::{
    api::{
        containers::update_container,
        plans::{get_compose, plan_update},
    },
    components::Toasts,
    focus::focus,
    live::Live,
    pages::containers::form::{Asked, Check, Draft, Filled, Kept, focus_first_error},
    session,
    types::{Container, UpdateRequest},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was changed and not saved, and what it was changed from.
#[derive(Serialize, Deserialize)]
struct Unsaved {
    base: Filled,
    filled: Filled,
}

/// A container's settings being changed.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub(super) draft: Draft,
    pub(super) check: Check,
    /// The container as it is now.
    pub(super) container: RwSignal<Container>,
    /// Its Compose file as it lies on disk.
    pub(super) file: RwSignal<String>,
    /// The container that the form is compared with.
    base: RwSignal<Container>,
    /// What was changed here and elsewhere, differently, and not decided yet.
    pub(super) disputed: RwSignal<Vec<Setting>>,
    /// Whether it is being saved.
    pub(super) busy: RwSignal<bool>,
    /// When this form saved last. Events may come after the answer that they led to.
    saved_at: StoredValue<String>,
    kept: StoredValue<Kept>,
    toasts: Toasts,
    live: Live,
}

impl Editing {
    /// Opens the settings.
    pub(super) fn new(container: RwSignal<Container>, file: String) -> Self {
        let now = container.get_untracked();
        let draft = Draft::new(&Filled::of(&now));
        draft.covered.set(true);
        let cuid = now.cuid.clone();
        let kept = StoredValue::new(Kept::new(format!("settings {cuid}")));
        let base = RwSignal::new(now);
        let disputed = RwSignal::default();
        // before anything else looks at the form
        Effect::new(move |before: Option<()>| {
            if before.is_none()
                && let Some(Unsaved { base: then, filled }) = kept.with_value(Kept::get)
            {
                let merged = merge(&then, &filled, &base.with_untracked(Filled::of));
                draft.fill(&merged.filled);
                disputed.set(merged.disputed);
            }
            let (base, filled) = (base.with(Filled::of), draft.filled());
            kept.with_value(|kept| {
                if base == filled { kept.clear() } else { kept.set(&Unsaved { base, filled }) }
            });
        });
        let check = Check::new(draft, move |filled: &Filled| -> Asked {
            let request = base.with(|base| filled.update_request(base))?;
            Ok(Box::pin(plan_update(cuid.clone(), request)))
        });
        let editing = Self {
            draft,
            check,
            container,
            file: RwSignal::new(file),
            base,
            disputed,
            busy: RwSignal::new(false),
            saved_at: StoredValue::default(),
            kept,
            toasts: Toasts::get(),
            live: Live::get(),
        };
        Effect::new(move |_| {
            if !editing.busy.get() {
                container.with(|now| editing.follow(now));
            }
        });
        editing
    }

    /// Whether there is something to save.
    pub(super) fn changed(self) -> Memo<bool> {
        Memo::new(move |_| {
            let filled = self.draft.filled();
            let request = self.base.with(|base| filled.update_request(base));
            request.ok() != Some(UpdateRequest::default())
        })
    }

    /// Takes over what was changed elsewhere, but for what was changed here.
    fn follow(self, now: &Container) {
        let theirs = Filled::of(now);
        let (base, base_at) =
            self.base.with_untracked(|base| (Filled::of(base), base.updated_at.clone()));
        let overtaken =
            now.updated_at < base_at && self.saved_at.with_value(|saved_at| *saved_at == base_at);
        if theirs == base || overtaken {
            return;
        }
        let Merged { filled, adopted, disputed } = merge(&base, &self.draft.filled_now(), &theirs);
        self.base.set(now.clone());
        self.draft.fill(&filled);
        if !adopted.is_empty() {
            let names: Vec<_> = adopted.iter().map(ToString::to_string).collect();
            self.toasts.success(format!("Changed elsewhere: {}", names.join(", ")));
        }
        self.disputed.update(|all| {
            // what they have put back is no longer disputed
            all.retain(|setting| !adopted.contains(setting));
            all.extend(
                disputed.into_iter().filter(|setting| !all.contains(setting)).collect::<Vec<_>>(),
            );
        });
        self.read_file();
    }

    /// Gives up what was changed here where it was changed elsewhere too.
    pub(super) fn yield_to_theirs(self) {
        let theirs = self.base.with_untracked(Filled::of);
        let mut filled = self.draft.filled_now();
        for setting in self.disputed.get_untracked() {
            take(&setting, &theirs, &mut filled);
        }
        self.disputed.set(Vec::new());
        self.draft.fill(&filled);
    }

    /// Shows the container as it is; what was changed can be had back.
    pub(super) fn reset(self) {
        let before = self.draft.filled_now();
        self.draft.fill(&self.base.with_untracked(Filled::of));
        self.draft.clear_errors();
        self.disputed.set(Vec::new());
        let undo = move || {
            // nothing to have back where the page was left
            if !self.busy.is_disposed() {
                self.draft.fill(&before);
            }
        };
        self.toasts.offer("The form is as the container is".to_owned(), "Undo", undo);
    }

    /// Saves, or says what is wrong.
    pub(super) fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        if self.disputed.with_untracked(|disputed| !disputed.is_empty()) {
            focus(".disputes");
            return;
        }
        self.check.stop();
        let filled = self.draft.filled_now();
        match self.base.with_untracked(|base| filled.update_request(base)) {
            Ok(request) if request == UpdateRequest::default() => {
                self.toasts.success("Nothing was changed".to_owned());
            }
            Ok(request) => self.send(request, filled, true),
            Err(errors) => {
                self.draft.refuse(errors);
                focus_first_error();
            }
        }
    }

    /// Sends a change; `sent` is what the form showed then.
    fn send(self, request: UpdateRequest, sent: Filled, undoable: bool) {
        let Self { toasts, draft, .. } = self;
        draft.clear_errors();
        self.busy.set(true);
        let before = self.base.get_untracked();
        let kept = self.kept.get_value();
        leptos::task::spawn_local(async move {
            let outcome = update_container(before.cuid.clone(), request).await;
            let here = !self.busy.is_disposed();
            match outcome {
                Ok(changed) => {
                    Kept::clear(&kept);
                    if here {
                        self.settle(&sent, &changed);
                    }
                    let name = &changed.name;
                    if undoable {
                        let told = format!("{name} changed");
                        let undo = move || self.undo(&before, &changed);
                        toasts.offer(told, "Undo", undo);
                    } else {
                        toasts.success(format!("{name} is as it was"));
                    }
                }
                Err(error) if here && !session::ended(&error) => {
                    self.busy.set(false);
                    draft.fail(&error);
                    focus_first_error();
                }
                Err(error) => toasts.failure(&format!("{} was not changed", before.name), &error),
            }
        });
    }

    /// Shows what was saved; what was typed meanwhile stays.
    fn settle(self, sent: &Filled, changed: &Container) {
        let saved = Filled::of(changed);
        self.saved_at.set_value(changed.updated_at.clone());
        self.base.set(changed.clone());
        self.draft.fill(&merge(sent, &self.draft.filled_now(), &saved).filled);
        self.disputed.set(Vec::new());
        self.live.settle(self.container, changed.clone());
        self.read_file();
        self.busy.set(false);
    }

    /// Changes back what was changed.
    fn undo(self, before: &Container, changed: &Container) {
        let Ok(request) = Filled::of(before).update_request(changed) else { return };
        if !self.busy.is_disposed() {
            return self.send(request, self.base.with_untracked(Filled::of), false);
        }
        let (cuid, name, toasts) = (before.cuid.clone(), before.name.clone(), self.toasts);
        leptos::task::spawn_local(async move {
            match update_container(cuid, request).await {
                Ok(_) => toasts.success(format!("{name} is as it was")),
                Err(error) => toasts.failure(&format!("{name} was not changed back"), &error),
            }
        });
    }

    fn read_file(self) {
        let cuid = self.container.with_untracked(|container| container.cuid.clone());
        leptos::task::spawn_local(async move {
            if let Ok(file) = get_compose(cuid).await {
                self.file.try_set(file.text);
            }
        });
    }
}
