use super::{Icon, Tone, When};
use crate::{session, types::ApiError};
use leptos::prelude::*;
use std::{sync::Arc, time::Duration};

/// How long good news stays.
const STAY: Duration = Duration::from_secs(6);
/// How long something can be taken back: as long as it takes to notice a slip.
const OFFERED: Duration = Duration::from_secs(20);
/// How much longer a message stays that is being read when its time is over.
const READING: Duration = Duration::from_secs(2);
/// How many are shown at once.
const MOST: usize = 3;

/// Short messages about how things went. Good news goes by itself, but not while somebody points at
/// the messages or is in them; bad news stays until it is dismissed.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    all: RwSignal<Vec<Toast>>,
    next: StoredValue<usize>,
}

#[derive(Clone)]
struct Toast {
    id: usize,
    tone: Tone,
    text: String,
    /// How often it was said.
    count: usize,
    /// What can be done about it, and its word.
    action: Option<(&'static str, Deed)>,
}

/// What can be done about something. It belongs to the message, not to the view that it came from,
/// which may be gone by the time.
type Deed = Arc<dyn Fn() + Send + Sync>;

impl Toasts {
    /// Makes them known to all pages.
    pub(crate) fn provide() {
        provide_context(Self { all: RwSignal::default(), next: StoredValue::new(0) });
    }

    /// Those of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }

    /// Says what went well.
    pub(crate) fn success(self, text: String) {
        let id = self.add(Tone::Info, text, None);
        self.let_go(id, STAY);
    }

    /// Says what went well, and offers something to be done about it.
    pub(crate) fn offer(
        self,
        text: String,
        word: &'static str,
        deed: impl Fn() + Send + Sync + 'static,
    ) {
        let id = self.add(Tone::Info, text, Some((word, Arc::new(deed))));
        self.let_go(id, OFFERED);
    }

    /// Says what has to be done otherwise.
    pub(crate) fn warning(self, text: String) {
        self.add(Tone::Warning, text, None);
    }

    /// Says what went wrong; where it is the session that has ended, goes to the login instead.
    pub(crate) fn failure(self, what: &str, error: &ApiError) {
        if !session::ended(error) {
            self.add(Tone::Error, format!("{what}: {}", error.message), None);
        }
    }

    /// Shows a message. One that says the same is the same message, said once more; but not one that
    /// can be taken back on its own.
    fn add(self, tone: Tone, text: String, action: Option<(&'static str, Deed)>) -> usize {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.all.update(|all| {
            let same = |toast: &Toast| toast.text == text && toast.action.is_none();
            let before = all.iter().position(same).map(|at| all.remove(at));
            let count = before.map_or(1, |toast| toast.count + 1);
            all.push(Toast { id, tone, text, count, action });
            // good news gives way, the oldest first
            let good = |toast: &Toast| toast.tone == Tone::Info && toast.action.is_none();
            while all.len() > MOST
                && let Some(at) = all[..all.len() - 1].iter().position(good)
            {
                all.remove(at);
            }
        });
        id
    }

    /// Takes a message away after a while, unless somebody is reading.
    fn let_go(self, id: usize, after: Duration) {
        set_timeout(
            move || {
                if is_being_read() {
                    self.let_go(id, READING);
                } else {
                    self.dismiss(id);
                }
            },
            after,
        );
    }

    fn dismiss(self, id: usize) {
        self.all.try_update(|all| all.retain(|toast| toast.id != id));
    }
}

fn is_being_read() -> bool {
    let read = ".toasts:hover, .toasts:focus-within";
    document().query_selector(read).ok().flatten().is_some()
}

/// Where the messages appear.
#[component]
pub(crate) fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::get();
    let all_shown = RwSignal::new(false);
    let hidden = Memo::new(move |_| {
        toasts.all.with(|all| if all_shown.get() { 0 } else { all.len().saturating_sub(MOST) })
    });
    let crowded = Memo::new(move |_| toasts.all.with(Vec::len) > MOST);
    Effect::new(move |_| {
        if !crowded.get() {
            all_shown.set(false);
        }
    });
    let shown = move || toasts.all.with(|all| all[hidden.get().min(all.len())..].to_vec());
    view! {
        <section class="toasts" aria-label="Messages" aria-live="polite">
            <When is=crowded>
                <p class="toasts-more">
                    <When is=Signal::derive(move || hidden.get() > 0)>
                        <button type="button" class="button small" on:click=move |_| all_shown.set(true)>
                            {hidden}" more"
                        </button>
                    </When>
                    <button type="button" class="button small" on:click=move |_| toasts.all.set(Vec::new())>"Dismiss all"</button>
                </p>
            </When>
            <For each=shown key=|toast| toast.id let:toast>
                <ToastView toasts toast />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn ToastView(toasts: Toasts, toast: Toast) -> impl IntoView {
    let id = toast.id;
    let count = Some(toast.count).filter(|count| *count > 1);
    view! {
        <div class=format!("toast {}", toast.tone.class())>
            <Icon name=if toast.tone == Tone::Info { "check" } else { "alert" } />
            <p>{toast.text} {count.map(|count| view! { " " <span class="toast-count">"× "{count}</span> })}</p>
            {toast
                .action
                .map(|(word, deed)| {
                    view! {
                        <button
                            type="button"
                            class="button small"
                            on:click=move |_| {
                                toasts.dismiss(id);
                                deed();
                            }
                        >
                            {word}
                        </button>
                    }
                })}
            <button
                type="button"
                class="button icon-button quiet small"
                aria-label="Dismiss message"
                on:click=move |_| toasts.dismiss(id)
            >
                <Icon name="close" />
            </button>
        </div>
    }
    .into_any()
}
