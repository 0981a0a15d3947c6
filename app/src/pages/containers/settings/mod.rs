//! What can be changed about a container, and what changing it comes to.

mod changes;
mod editing;
mod merge;
mod preview;

use super::form::{Fields, Ground, Summary, ground, image_details};
use crate::{
    api::plans::get_compose,
    components::{BusyButton, Icon, Load, Notice, Tone, When},
    surroundings::Surroundings,
    types::{ComposeText, Container},
};
use editing::Editing;
use leptos::prelude::*;
use preview::Preview;

/// The form that changes a container, and what saving it would do.
#[component]
pub(crate) fn Settings(
    /// The container.
    container: RwSignal<Container>,
    /// Whether it has been deleted.
    gone: RwSignal<bool>,
    /// Asks whether it is to be deleted.
    delete: Callback<()>,
) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    let ground = ground(Some(cuid.clone()));
    let file = Resource::new(|| (), move |()| get_compose(cuid.clone()));
    view! {
        <Load from=file let:file>
            <Load from=ground let:ground>
                <SettingsForm container gone ground file=file.clone() />
            </Load>
        </Load>
        <When is=Signal::derive(move || !gone.get())>
            <section class="card danger-zone" aria-labelledby="danger-heading">
                <h2 id="danger-heading">"Danger zone"</h2>
                <p>"Deletes the container with its definition and its files in " <code>"/app"</code> "."</p>
                <button type="button" class="button danger-text" aria-haspopup="dialog" on:click=move |_| delete.run(())>
                    <Icon name="delete" />
                    <span>"Delete this container"</span>
                </button>
            </section>
        </When>
    }
    .into_any()
}

#[component]
fn SettingsForm(
    container: RwSignal<Container>,
    gone: RwSignal<bool>,
    ground: Ground,
    file: ComposeText,
) -> impl IntoView {
    let by_hand = file.edited;
    let editing = Editing::new(container, file.text);
    let Editing { draft, busy, check, .. } = editing;
    let details = image_details(draft, &ground.images);
    let alive = Surroundings::get().alive;
    let changed = editing.changed();
    view! {
        {by_hand
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning>
                        <p>
                            "The compose.yaml of this container was edited by hand. So that nothing in it is lost, its settings can be changed in the file only."
                        </p>
                    </Notice>
                }
            })}
        <form
            class="form composer"
            novalidate
            aria-label="Settings"
            on:submit=move |event| {
                event.prevent_default();
                editing.save();
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    editing.save();
                }
            }
        >
            <Disputes editing />
            <Summary draft />
            <fieldset class="bare" disabled=move || !alive.get() || gone.get() || by_hand>
                <div class="form-main"><Fields draft ground details /></div>
                <div class="form-side"><Preview check container file=editing.file changed /></div>
                <div class="form-actions">
                    <BusyButton
                        busy
                        unavailable=Signal::derive(move || !changed.get())
                        icon="check"
                        label=Signal::derive(move || if busy.get() { "Saving…" } else { "Save changes" }.to_owned())
                        class="primary"
                        kind="submit"
                    />
                    <span class="form-keys" aria-hidden="true"><kbd>"Ctrl Enter"</kbd></span>
                    <span class="form-end">
                        <span class="hint" role="status">
                            {move || if changed.get() { "Not saved yet." } else { "Nothing is changed." }}
                        </span>
                        <When is=changed>
                            <button type="button" class="button quiet" on:click=move |_| editing.reset()>"Reset"</button>
                        </When>
                    </span>
                </div>
            </fieldset>
        </form>
    }
    .into_any()
}

/// What was changed here and elsewhere: which of the two is to stay.
#[component]
fn Disputes(editing: Editing) -> impl IntoView {
    let disputed = editing.disputed;
    let some = Memo::new(move |_| disputed.with(|disputed| !disputed.is_empty()));
    let names = move || {
        disputed.with(|disputed| {
            disputed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        })
    };
    view! {
        <div class="disputes" tabindex="-1">
            <When is=some>
                <Notice tone=Tone::Warning>
                    <p>
                        "Changed elsewhere while you were changing it too: " <strong>{names}</strong>
                        ". The preview shows yours against what it is now."
                    </p>
                    <p class="row-actions">
                        <button type="button" class="button small" on:click=move |_| editing.yield_to_theirs()>"Take theirs"</button>
                        <button type="button" class="button small" on:click=move |_| disputed.set(Vec::new())>"Keep mine"</button>
                    </p>
                </Notice>
            </When>
        </div>
    }
    .into_any()
}
