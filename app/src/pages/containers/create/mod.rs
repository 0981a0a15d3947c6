//! The page for a new container.

mod copy;
mod docker_run;
mod making;
mod paste;
mod presets;
mod preview;
mod start;

use super::form::{
    Asked, Check, Draft, Fields, Filled, FilledPort, Ground, Kept, Summary, ground, image_details,
};
use crate::{
    api::{containers::get_container, plans::plan_create},
    components::{BusyButton, Load, Toasts, When},
    surroundings::Surroundings,
    types::{Container, ImageDetails, Protocol},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use making::{Making, Progress};
use paste::PasteDialog;
use preview::Preview;
use serde::{Deserialize, Serialize};
use start::Start;

/// The form for a new container; with `?from=` and an id, filled in as that container is.
#[component]
pub(crate) fn Create() -> impl IntoView {
    let query = use_query_map();
    let from = Memo::new(move |_| query.with(|query| query.get("from")));
    let pattern = Resource::new(
        move || from.get(),
        |from| async move {
            match from {
                Some(cuid) => get_container(cuid).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let ground = ground(None);
    view! {
        <Title text="New container" />
        <div class="page-head">
            <h1>"New container"</h1>
        </div>
        <Load from=pattern let:pattern>
            <Load from=ground let:ground>
                <CreateForm ground pattern=pattern.clone() />
            </Load>
        </Load>
    }
    .into_any()
}

/// What was filled in and not sent.
#[derive(Serialize, Deserialize)]
struct Unsent {
    filled: Filled,
    start: bool,
}

/// The form, and what is around it.
#[derive(Clone, Copy)]
struct Composer {
    draft: Draft,
    /// Whether the container is started once it is there.
    start: RwSignal<bool>,
    /// How the form was when it was opened.
    first: StoredValue<Filled>,
    kept: StoredValue<Kept>,
    /// Whether what was filled in before is there again.
    restored: RwSignal<bool>,
    /// The image whose ports are filled in, or that came with ports of its own.
    settled: StoredValue<String>,
    /// The ports that were filled in as those of an image.
    exposed: StoredValue<Vec<FilledPort>>,
    /// What of a `docker run` line was not taken over.
    notes: RwSignal<Vec<String>>,
    /// Whether such a line is asked for.
    pasting: RwSignal<bool>,
    toasts: Toasts,
}

impl Composer {
    fn new(first: Filled, kept: Kept) -> Self {
        let composer = Self {
            draft: Draft::new(&first),
            start: RwSignal::new(true),
            settled: StoredValue::new(first.image.clone()),
            first: StoredValue::new(first),
            kept: StoredValue::new(kept),
            restored: RwSignal::new(false),
            exposed: StoredValue::default(),
            notes: RwSignal::default(),
            pasting: RwSignal::new(false),
            toasts: Toasts::get(),
        };
        Effect::new(move |before: Option<()>| {
            if before.is_none() {
                composer.restore();
            }
            composer.keep();
        });
        composer
    }

    fn restore(self) {
        let Some(Unsent { filled, start }) = self.kept.with_value(Kept::get) else { return };
        self.settled.set_value(filled.image.trim().to_owned());
        self.draft.fill(&filled);
        self.start.set(start);
        self.restored.set(true);
    }

    fn keep(self) {
        let (filled, start) = (self.draft.filled(), self.start.get());
        let is_new = self.first.with_value(|first| *first != filled);
        self.kept.with_value(|kept| {
            if is_new || !start { kept.set(&Unsent { filled, start }) } else { kept.clear() }
        });
    }

    /// Puts something in the place of what is filled in, which can be taken back.
    fn fill(self, filled: &Filled, what: &str) {
        let before = self.draft.filled_now();
        self.put(filled);
        if self.first.with_value(|first| before != *first) {
            let undo = move || {
                // nothing to take back where the page was left
                if !self.restored.is_disposed() {
                    self.put(&before);
                }
            };
            self.toasts.offer(what.to_owned(), "Undo", undo);
        }
    }

    fn put(self, filled: &Filled) {
        self.settled.set_value(filled.image.trim().to_owned());
        self.notes.set(Vec::new());
        self.restored.set(false);
        self.draft.fill(filled);
        self.draft.clear_errors();
    }

    /// Fills in what a `docker run` line asks for.
    fn take_line(self, understood: docker_run::Understood) {
        self.fill(&understood.filled, "Filled in from the docker run line");
        self.notes.set(understood.notes);
    }

    /// Fills in the ports of an image that was just chosen, unless somebody has filled in others.
    fn expose(self, image: &ImageDetails) {
        let name = self.draft.image.get_untracked().trim().to_owned();
        if self.settled.with_value(|settled| *settled == name) {
            return;
        }
        self.settled.set_value(name);
        let port = |port: &String| {
            let (number, protocol) = port.split_once('/')?;
            let protocol = if protocol == "udp" { Protocol::Udp } else { Protocol::Tcp };
            Some(FilledPort::inside(number, protocol))
        };
        let exposed: Vec<_> = image.exposed_ports.iter().filter_map(port).collect();
        let now = untrack(|| self.draft.port_fields());
        let untouched = now.iter().all(|port| !port.is_filled())
            || self.exposed.with_value(|exposed| *exposed == now);
        if untouched && now != exposed {
            self.draft.fill_ports(&exposed);
            self.exposed.set_value(exposed);
        }
    }
}

#[component]
fn CreateForm(ground: Ground, pattern: Option<Container>) -> impl IntoView {
    let first = pattern.as_ref().map(|of| copy::of(of, &ground.promised)).unwrap_or_default();
    let place = pattern.as_ref().map(|of| of.cuid.clone()).unwrap_or_default();
    let composer = Composer::new(first, Kept::new(format!("new container {place}")));
    let Composer { draft, start, .. } = composer;
    let details = image_details(draft, &ground.images);
    Effect::new(move |_| {
        details.with(|image| image.iter().for_each(|image| composer.expose(image)));
    });
    let check = Check::new(draft, |filled: &Filled| -> Asked {
        Ok(Box::pin(plan_create(filled.create_request()?)))
    });
    let making = Making::new(composer, check);
    let busy = Signal::derive(move || making.underway.with(Option::is_some));
    let alive = Surroundings::get().alive;
    let changed = Memo::new(move |_| {
        let filled = draft.filled();
        composer.first.with_value(|first| *first != filled)
    });
    let on_paste = Callback::new(move |text: String| {
        let understood = docker_run::is_meant(&text).then(|| docker_run::understand(&text).ok());
        match understood.flatten() {
            Some(understood) => {
                composer.take_line(understood);
                true
            }
            None => false,
        }
    });
    view! {
        {pattern.map(|of| view! { <copy::Origin of /> })}
        <form
            class="form composer"
            novalidate
            aria-label="New container"
            on:submit=move |event| {
                event.prevent_default();
                making.submit();
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    making.submit();
                }
            }
        >
            <noscript>"This form needs JavaScript. Without it, create containers by POST /containers."</noscript>
            <Summary draft />
            // what was typed before the page is alive would be lost
            <fieldset class="bare" disabled=move || !alive.get()>
                <div class="form-main">
                    <Start composer />
                    <Fields draft ground details on_paste />
                </div>
                <div class="form-side"><Preview check /></div>
                <div class="form-actions">
                    <Progress underway=making.underway />
                    <BusyButton
                        busy
                        icon="plus"
                        label=Signal::derive(move || if busy.get() { "Creating…" } else { "Create container" }.to_owned())
                        class="primary"
                        kind="submit"
                    />
                    <label class="check">
                        <input type="checkbox" checked bind:checked=start />
                        <span>"Start right after creating"</span>
                    </label>
                    <span class="form-keys" aria-hidden="true"><kbd>"Ctrl Enter"</kbd></span>
                    <span class="form-end">
                        <span class="hint" role="status">
                            {move || composer.restored.get().then_some("As you left it.")}
                        </span>
                        <When is=changed>
                            <button
                                type="button"
                                class="button quiet"
                                on:click=move |_| composer.fill(&composer.first.get_value(), "The form is as it was")
                            >
                                "Reset"
                            </button>
                        </When>
                        <a class="button quiet" href="/ui/containers">"Cancel"</a>
                    </span>
                </div>
            </fieldset>
        </form>
        <PasteDialog composer />
    }
    .into_any()
}
