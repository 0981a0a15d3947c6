use super::form::{Draft, Fields, Summary, focus_first_error, host_facts};
use crate::{
    api::containers::{control_container, create_container},
    components::{BusyButton, Load, Notice, OperationProgress, Toasts, Tone, When},
    live::Live,
    surroundings::Surroundings,
    types::{Action, Container, CreateRequest, EventKind, Operation, Status},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The form for a new container.
#[component]
pub(crate) fn Create() -> impl IntoView {
    view! {
        <Title text="New container" />
        <div class="page-head">
            <h1>"New container"</h1>
        </div>
        <Load from=host_facts() let:host>
            <CreateForm host />
        </Load>
    }
    .into_any()
}

/// A container on its way: its id as soon as it is known, and what is being done.
#[derive(Clone, Default)]
struct Making {
    cuid: Option<String>,
    operation: Option<Operation>,
}

/// Follows the container that is being made for this request: a new one with its image and name.
fn watch(making: RwSignal<Option<Making>>, wanted: StoredValue<CreateRequest>) {
    Live::get().listen(move |event| {
        let is_wanted = |container: &Container| {
            container.status == Status::Creating
                && wanted.with_value(|wanted| {
                    wanted.image.as_ref() == Some(&container.image)
                        && wanted.name.as_ref().is_none_or(|name| *name == container.name)
                })
        };
        let step = |making: &mut Making| match event {
            EventKind::Container { container } if is_wanted(container) => {
                making.cuid = Some(container.cuid.clone());
                making.operation.clone_from(&container.operation);
            }
            EventKind::Progress { cuid, operation } if making.cuid.as_ref() == Some(cuid) => {
                making.operation = Some(operation.clone());
            }
            _ => {}
        };
        if making.with_untracked(Option::is_some) {
            making.update(|making| {
                if let Some(making) = making {
                    step(making);
                }
            });
        }
    });
}

#[component]
fn CreateForm(host: crate::types::HostFacts) -> impl IntoView {
    let draft = Draft::new();
    let start = RwSignal::new(true);
    let making = RwSignal::new(None::<Making>);
    let wanted = StoredValue::new(CreateRequest::default());
    watch(making, wanted);
    let alive = Surroundings::get().alive;
    let toasts = Toasts::get();
    let navigate = use_navigate();
    let submit = move || {
        if making.with_untracked(Option::is_some) {
            return;
        }
        let request = match draft.create_request() {
            Ok(request) => request,
            Err(errors) => {
                draft.refuse(errors);
                return focus_first_error();
            }
        };
        draft.clear_errors();
        wanted.set_value(request.clone());
        making.set(Some(Making::default()));
        let start = start.get_untracked();
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let outcome = create_container(request).await;
            // this page may have been left meanwhile: then messages alone tell how it went
            let here = making.try_set(None).is_none() && !making.is_disposed();
            match outcome {
                Ok(container) => {
                    toasts.success(format!("{} created", container.name));
                    if here {
                        let href = format!("/ui/containers/{}", container.cuid);
                        navigate(&href, NavigateOptions::default());
                    }
                    if start
                        && let Err(error) = control_container(container.cuid, Action::Start).await
                    {
                        toasts.failure(&format!("{} did not start", container.name), &error);
                    }
                }
                Err(error) if here && !crate::session::ended(&error) => {
                    draft.fail(&error);
                    focus_first_error();
                }
                Err(error) => toasts.failure("The container was not created", &error),
            }
        });
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <noscript>"This form needs JavaScript. Without it, create containers by POST /containers."</noscript>
            <Summary draft />
            // what was typed before the page is alive would be lost
            <fieldset class="bare" disabled=move || !alive.get()>
                <Fields draft host />
                <div class="form-actions">
                    <Progress making />
                    <BusyButton
                        busy=Signal::derive(move || making.with(Option::is_some))
                        icon="plus"
                        label=Signal::derive(move || if making.with(Option::is_some) { "Creating…" } else { "Create container" }.to_owned())
                        class="primary"
                        kind="submit"
                    />
                    <a class="button" href="/ui/containers">"Cancel"</a>
                    <label class="check">
                        <input type="checkbox" checked bind:checked=start />
                        <span>"Start right after creating"</span>
                    </label>
                </div>
            </fieldset>
        </form>
    }
    .into_any()
}

/// How far the new container is.
#[component]
fn Progress(making: RwSignal<Option<Making>>) -> impl IntoView {
    let busy = Memo::new(move |_| making.with(Option::is_some));
    let cuid = Memo::new(move |_| making.get().and_then(|making| making.cuid));
    let operation = Memo::new(move |_| making.get().and_then(|making| making.operation));
    view! {
        <When is=busy>
            <Notice tone=Tone::Info>
                <p>
                    "The container is being made. You can leave this page: it goes on, and "
                    {move || match cuid.get() {
                        Some(cuid) => view! { <a href=format!("/ui/containers/{cuid}")>"its own page"</a> }.into_any(),
                        None => view! { <a href="/ui/containers">"the list"</a> }.into_any(),
                    }} " shows it."
                </p>
                <OperationProgress operation />
            </Notice>
        </When>
    }
    .into_any()
}
