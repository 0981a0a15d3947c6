use super::{Icon, Tone};
use crate::{session, types::ApiError};
use leptos::prelude::*;

/// How long good news stays, and how much of it at once.
const STAY: std::time::Duration = std::time::Duration::from_secs(6);
const MOST: usize = 3;
/// How long something can be taken back: as long as it takes to notice a slip.
const OFFERED: std::time::Duration = std::time::Duration::from_secs(20);

/// Short messages about how things went. Bad news stays until it is dismissed.
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
    /// What can be done about it, and its word.
    action: Option<(&'static str, Callback<()>)>,
}

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
        set_timeout(move || self.dismiss(id), STAY);
    }

    /// Says what went well, and offers something to be done about it.
    pub(crate) fn offer(self, text: String, word: &'static str, action: Callback<()>) {
        let id = self.add(Tone::Info, text, Some((word, action)));
        set_timeout(move || self.dismiss(id), OFFERED);
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

    /// Shows a message; one that says the same makes room for it.
    fn add(self, tone: Tone, text: String, action: Option<(&'static str, Callback<()>)>) -> usize {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.all.update(|all| {
            // not one that can be taken back on its own
            all.retain(|toast| toast.text != text || toast.action.is_some());
            all.push(Toast { id, tone, text, action });
            let mut good = all.iter().rev().filter(|toast| toast.tone == Tone::Info);
            if let Some(old) = good.nth(MOST).map(|toast| toast.id) {
                all.retain(|toast| toast.id != old);
            }
        });
        id
    }

    fn dismiss(self, id: usize) {
        self.all.update(|all| all.retain(|toast| toast.id != id));
    }
}

/// Where the messages appear.
#[component]
pub(crate) fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::get();
    view! {
        <section class="toasts" aria-label="Messages" aria-live="polite">
            <For each=move || toasts.all.get() key=|toast| toast.id let:toast>
                <div class=format!("toast {}", toast.tone.class())>
                    <Icon name=if toast.tone == Tone::Info { "check" } else { "alert" } />
                    <p>{toast.text}</p>
                    {toast
                        .action
                        .map(|(word, action)| {
                            view! {
                                <button
                                    type="button"
                                    class="button small"
                                    on:click=move |_| {
                                        toasts.dismiss(toast.id);
                                        action.run(());
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
                        on:click=move |_| toasts.dismiss(toast.id)
                    >
                        <Icon name="close" />
                    </button>
                </div>
            </For>
        </section>
    }
    .into_any()
}
