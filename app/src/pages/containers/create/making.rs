use super::Composer;
use crate::{
    api::containers::{control_container, create_container},
    components::{Notice, OperationProgress, Tone, When},
    live::Live,
    pages::containers::form::{Check, Kept, focus_first_error, remember_image},
    types::{Action, Container, CreateRequest, EventKind, Operation, Status},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;

/// A container on its way: its id as soon as it is known, and what is being done.
#[derive(Clone, Default)]
pub(super) struct Underway {
    cuid: Option<String>,
    operation: Option<Operation>,
}

type Go = Arc<dyn Fn(&str) + Send + Sync>;

/// Makes the container that a form describes.
#[derive(Clone, Copy)]
pub(super) struct Making {
    composer: Composer,
    check: Check,
    pub(super) underway: RwSignal<Option<Underway>>,
    wanted: StoredValue<CreateRequest>,
    go: StoredValue<Go>,
}

impl Making {
    pub(super) fn new(composer: Composer, check: Check) -> Self {
        let navigate = use_navigate();
        let go: Go = Arc::new(move |href| navigate(href, NavigateOptions::default()));
        let making = Self {
            composer,
            check,
            underway: RwSignal::new(None),
            wanted: StoredValue::new(CreateRequest::default()),
            go: StoredValue::new(go),
        };
        Live::get().listen(move |event| making.follow(event));
        making
    }

    /// Follows the container that is being made for this request: a new one with its image and name.
    fn follow(self, event: &EventKind) {
        let is_wanted = |container: &Container| {
            container.status == Status::Creating
                && self.wanted.with_value(|wanted| {
                    wanted.image.as_ref() == Some(&container.image)
                        && wanted.name.as_ref().is_none_or(|name| *name == container.name)
                })
        };
        let step = |underway: &mut Underway| match event {
            EventKind::Container { container } if is_wanted(container) => {
                underway.cuid = Some(container.cuid.clone());
                underway.operation.clone_from(&container.operation);
            }
            EventKind::Progress { cuid, operation } if underway.cuid.as_ref() == Some(cuid) => {
                underway.operation = Some(operation.clone());
            }
            _ => {}
        };
        if self.underway.with_untracked(Option::is_some) {
            self.underway.update(|underway| underway.iter_mut().for_each(step));
        }
    }

    /// Sends the form, or says what is wrong with it.
    pub(super) fn submit(self) {
        let Composer { draft, start, .. } = self.composer;
        if self.underway.with_untracked(Option::is_some) {
            return;
        }
        self.check.stop();
        match draft.filled_now().create_request() {
            Ok(request) => {
                draft.clear_errors();
                self.wanted.set_value(request.clone());
                self.underway.set(Some(Underway::default()));
                leptos::task::spawn_local(self.make(request, start.get_untracked()));
            }
            Err(errors) => {
                draft.refuse(errors);
                focus_first_error();
            }
        }
    }

    async fn make(self, request: CreateRequest, start: bool) {
        let Composer { draft, toasts, .. } = self.composer;
        let (kept, go) = (self.composer.kept.get_value(), self.go.get_value());
        let outcome = create_container(request).await;
        // this page may have been left meanwhile: then messages alone tell how it went
        let here = !self.underway.is_disposed();
        match outcome {
            Ok(container) => {
                toasts.success(format!("{} created", container.name));
                remember_image(&container.image);
                if here {
                    go(&format!("/ui/containers/{}", container.cuid));
                }
                Kept::clear(&kept);
                if start && let Err(error) = control_container(container.cuid, Action::Start).await
                {
                    toasts.failure(&format!("{} did not start", container.name), &error);
                }
            }
            Err(error) if here && !crate::session::ended(&error) => {
                self.underway.set(None);
                draft.fail(&error);
                focus_first_error();
            }
            Err(error) => toasts.failure("The container was not created", &error),
        }
    }
}

/// How far the new container is.
#[component]
pub(super) fn Progress(
    /// What is known of it.
    underway: RwSignal<Option<Underway>>,
) -> impl IntoView {
    let busy = Memo::new(move |_| underway.with(Option::is_some));
    let cuid = Memo::new(move |_| underway.get().and_then(|underway| underway.cuid));
    let operation = Memo::new(move |_| underway.get().and_then(|underway| underway.operation));
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
