use super::form::{Draft, Fields, Summary, focus_first_error, host_facts};
use crate::{
    api::containers::update_container,
    components::{BusyButton, Load, Notice, Toasts, Tone, When},
    live::Live,
    surroundings::Surroundings,
    types::{Container, HostFacts, UpdateRequest},
};
use leptos::prelude::*;

/// The form that changes a container.
#[component]
pub(super) fn Edit(
    /// The container.
    container: RwSignal<Container>,
    /// Called when it was changed, or is to stay as it is.
    done: Callback<()>,
) -> impl IntoView {
    view! {
        <Load from=host_facts() let:host>
            <EditForm container done host />
        </Load>
    }
    .into_any()
}

/// What can be changed, apart from what the engine does with the container.
fn settings(container: &Container) -> Container {
    Container {
        state: crate::types::ContainerState::default(),
        operation: None,
        status: crate::types::Status::Created,
        updated_at: String::new(),
        pending_change: false,
        ports: container
            .ports
            .iter()
            .map(|port| crate::types::PortBinding {
                host: port.host.filter(|_| !port.automatic),
                ..port.clone()
            })
            .collect(),
        ..container.clone()
    }
}

#[component]
fn EditForm(container: RwSignal<Container>, done: Callback<()>, host: HostFacts) -> impl IntoView {
    let before = StoredValue::new(container.get_untracked());
    let draft = Draft::of(&before.get_value());
    let busy = RwSignal::new(false);
    let toasts = Toasts::get();
    let live = Live::get();
    let alive = Surroundings::get().alive;
    let elsewhere = Memo::new(move |_| {
        !busy.get()
            && container.with(|now| before.with_value(|before| settings(now) != settings(before)))
    });
    let will_recreate = Memo::new(move |_| container.with(|container| container.status.is_alive()));
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let request = match before.with_value(|before| draft.update_request(before)) {
            Ok(request) => request,
            Err(errors) => {
                draft.refuse(errors);
                return focus_first_error();
            }
        };
        draft.clear_errors();
        if request == UpdateRequest::default() {
            toasts.success("Nothing was changed".to_owned());
            return done.run(());
        }
        busy.set(true);
        let (cuid, name) = before.with_value(|before| (before.cuid.clone(), before.name.clone()));
        leptos::task::spawn_local(async move {
            let outcome = update_container(cuid, request).await;
            let here = !busy.is_disposed();
            match outcome {
                Ok(changed) => {
                    toasts.success(format!("{} changed", changed.name));
                    live.settle(container, changed);
                    if here {
                        done.run(());
                    }
                }
                Err(error) if here && !crate::session::ended(&error) => {
                    busy.set(false);
                    draft.fail(&error);
                    focus_first_error();
                }
                Err(error) => toasts.failure(&format!("{name} was not changed"), &error),
            }
        });
    };
    view! {
        <form
            class="form"
            novalidate
            aria-label="Settings"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <When is=elsewhere>
                <Notice tone=Tone::Warning>
                    <p>"The container was changed elsewhere since this form was opened. Saving changes only what you changed here."</p>
                </Notice>
            </When>
            <Summary draft />
            <fieldset class="bare" disabled=move || !alive.get()>
                <Fields draft host />
                <div class="form-actions">
                    <BusyButton
                        busy
                        icon="check"
                        label=Signal::derive(move || if busy.get() { "Saving…" } else { "Save changes" }.to_owned())
                        class="primary"
                        kind="submit"
                    />
                    <button type="button" class="button" on:click=move |_| done.run(())>"Cancel"</button>
                    <p class="hint">
                        {move || if will_recreate.get() {
                            "It is running: anything but name and tags stops it, recreates it and runs it again. Its files stay."
                        } else {
                            "It is not running: what you change applies when it starts."
                        }}
                    </p>
                </div>
            </fieldset>
        </form>
    }
    .into_any()
}
