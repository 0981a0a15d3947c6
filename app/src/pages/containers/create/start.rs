use super::{Composer, presets::Presets};
use crate::components::{Icon, Notice, Tone};
use leptos::prelude::*;

/// What the form can be filled in from.
#[component]
pub(super) fn Start(
    /// The form.
    composer: Composer,
) -> impl IntoView {
    let notes = composer.notes;
    view! {
        <section class="form-part" aria-labelledby="start-heading">
            <div class="start-head">
                <h2 id="start-heading">"Start from"</h2>
                <button
                    type="button"
                    class="button small"
                    aria-haspopup="dialog"
                    on:click=move |_| composer.pasting.set(true)
                >
                    <Icon name="paste" />
                    <span>"Paste docker run"</span>
                </button>
            </div>
            <Presets composer />
            {move || {
                let notes = notes.get();
                (!notes.is_empty())
                    .then(|| {
                        let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
                        view! {
                            <Notice tone=Tone::Warning>
                                <p>"Not all of the line could be taken over:"</p>
                                <ul aria-label="Not taken over">{notes}</ul>
                            </Notice>
                        }
                    })
            }}
        </section>
    }
    .into_any()
}
