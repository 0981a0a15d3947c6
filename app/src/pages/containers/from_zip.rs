use super::form::{Draft, Filled, Ground, ImageField, Summary, focus_first_error, ground};
use crate::{
    api::containers::{control_container, create_container, get_container},
    components::{BusyButton, Dialog, Field, Icon, Load, Notice, StatusBadge, Toasts, Tone, When},
    live::Live,
    pages::logs::Output,
    parts::part,
    rest, session, text,
    types::{Action, Container, CreateRequest, EventKind, Upload},
    uploads::{DropZone, Outcome, Picked, Sending, Uploads, counts, pace},
};
use leptos::prelude::*;

/// How far a container made of an archive is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Somebody chooses the image.
    #[default]
    Asked,
    Create,
    Upload,
    Start,
    Done,
}

/// A container on its way, made of an archive.
#[derive(Clone, Copy)]
struct Making {
    step: RwSignal<Step>,
    /// Why the step that is shown failed.
    problem: RwSignal<Option<String>>,
    container: RwSignal<Option<Container>>,
    /// What came of the archive.
    unpacked: RwSignal<Option<String>>,
    sending: StoredValue<Sending>,
    toasts: Toasts,
}

/// Makes a container of an archive that is dropped on what is in it.
#[component]
pub(super) fn FromZip(children: Children) -> impl IntoView {
    let archive = RwSignal::new(None::<(String, Sending)>);
    let toasts = Toasts::get();
    let uploads = Uploads::get();
    let received = Callback::new(move |picked: Vec<Picked>| {
        let [Picked { path, file: Some(file) }] = picked.as_slice() else {
            return toasts.warning(ONE_ARCHIVE.to_owned());
        };
        if text::extension(path) != "zip" {
            return toasts.warning(ONE_ARCHIVE.to_owned());
        }
        let (name, sending) = (path.clone(), Sending::new(file.clone()));
        leptos::task::spawn_local(async move {
            match uploads.too_large(sending.size()).await {
                Some(why) => toasts.warning(format!("{name} is {why}")),
                None => {
                    archive.try_set(Some((name, sending)));
                }
            }
        });
    });
    view! {
        <DropZone label="Containers" hint="Drop a ZIP archive to make a container of it" received>
            {children()}
        </DropZone>
        <Dialog
            open=Signal::derive(move || archive.with(Option::is_some))
            labelled_by="zip-heading"
            on_close=Callback::new(move |()| archive.set(None))
        >
            {move || archive.get().map(|(name, sending)| make(name, sending, archive))}
        </Dialog>
    }
    .into_any()
}

const ONE_ARCHIVE: &str =
    "Drop one ZIP archive here to make a container of it. Other files go to a container's Files.";

part! {
    /// What is asked for a container, and how far it is.
    make: Make { name: String, sending: Sending, archive: RwSignal<Option<(String, Sending)>> }
}

#[component]
fn Make(
    name: String,
    sending: Sending,
    archive: RwSignal<Option<(String, Sending)>>,
) -> impl IntoView {
    let making = Making {
        step: RwSignal::default(),
        problem: RwSignal::new(None),
        container: RwSignal::new(None),
        unpacked: RwSignal::new(None),
        sending: StoredValue::new(sending),
        toasts: Toasts::get(),
    };
    Live::get().listen(move |event| {
        let known = making.container.with_untracked(|known| known.as_ref().map(|c| c.cuid.clone()));
        if let EventKind::Container { container } = event
            && known.as_ref() == Some(&container.cuid)
        {
            making.container.set(Some((**container).clone()));
        }
    });
    let asking = Memo::new(move |_| making.step.get() == Step::Asked);
    let close = Callback::new(move |()| archive.set(None));
    // kept here: the form comes back with what was filled in where the container can't be made
    let called = text::file_name(&name).trim_end_matches(".zip").to_owned();
    let draft = Draft::new(&Filled { name: called, ..Filled::default() });
    view! {
        <h2 id="zip-heading">"New container from "<span class="name">{name}</span></h2>
        <When is=asking otherwise=move || view! { <Progress making close /> }>
            <Load from=ground(None) let:ground>
                <Form ground draft making close />
            </Load>
        </When>
    }
    .into_any()
}

/// Asks for the image and a name.
#[component]
fn Form(ground: Ground, draft: Draft, making: Making, close: Callback<()>) -> impl IntoView {
    let submit = move || match draft.filled_now().create_request() {
        Ok(request) => leptos::task::spawn_local(async move {
            if let Err(error) = making.create(request).await {
                draft.fail(&error);
                focus_first_error();
            }
        }),
        Err(errors) => {
            draft.refuse(errors);
            focus_first_error();
        }
    };
    view! {
        <form
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <Summary draft />
            <ImageField draft images=ground.images />
            <Field id="zip-name" label="Name" value=draft.name errors=draft.errors path="name" />
            <p class="hint">
                "The archive is unpacked into /app. A boot.py, boot.js or boot.sh in it is what runs."
            </p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button type="submit" class="button primary">
                    <Icon name="start" />
                    <span>"Create and start"</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The steps, and in the end what the container does.
#[component]
fn Progress(making: Making, close: Callback<()>) -> impl IntoView {
    let line = move |step: Step, label: &'static str| {
        let state = Memo::new(move |_| {
            let failed = making.problem.with(Option::is_some);
            match making.step.get().cmp(&step) {
                std::cmp::Ordering::Less => ("created", "idle", "to do"),
                std::cmp::Ordering::Equal if failed => ("failed", "bad", "failed"),
                std::cmp::Ordering::Equal => ("working", "busy", "under way"),
                std::cmp::Ordering::Greater => ("check", "good", "done"),
            }
        });
        view! {
            <li data-tone=move || state.get().1>
                <Icon name=Signal::derive(move || state.get().0) />
                <span>{label}<span class="visually-hidden">": "{move || state.get().2}</span></span>
            </li>
        }
    };
    let sent = move || making.sending.with_value(|sending| sending.flow.get());
    let size = making.sending.with_value(Sending::size);
    let rate = move || {
        let flow = sent();
        let far = format!("{} of {}", text::bytes(flow.sent), text::bytes(size));
        match flow.speed {
            speed if speed > 0.0 => {
                format!("{far} · {}", pace(size.saturating_sub(flow.sent), speed))
            }
            _ => far,
        }
    };
    let uploading = Memo::new(move |_| {
        making.step.get() == Step::Upload && making.problem.with(Option::is_none)
    });
    let retryable = Memo::new(move |_| {
        making.step.get() == Step::Upload && making.problem.with(Option::is_some)
    });
    let made = Memo::new(move |_| {
        making
            .container
            .with(|container| container.as_ref().map(|container| container.cuid.clone()))
    });
    view! {
        <ol class="steps" role="status">
            {line(Step::Create, "Create the container")}
            {line(Step::Upload, "Upload and unpack the archive")}
            {line(Step::Start, "Start")}
        </ol>
        <When is=uploading>
            <progress aria-label="Upload" max=size.max(1).to_string() value=move || sent().sent.to_string()></progress>
            <p class="hint">{rate}</p>
        </When>
        {move || making.problem.get().map(|why| view! { <Notice tone=Tone::Error><p>{why}</p></Notice> })}
        {move || making.unpacked.get().map(|came| view! { <p class="hint">"Unpacked: "{came}</p> })}
        {move || made.get().map(|cuid| view! { <Outcomes making cuid /> })}
        <div class="dialog-actions">
            <When is=uploading>
                <button type="button" class="button" on:click=move |_| making.sending.with_value(Sending::cancel)>
                    "Cancel the upload"
                </button>
            </When>
            <When is=retryable>
                <BusyButton
                    busy=false
                    icon="restart"
                    label=Signal::stored("Upload again".to_owned())
                    class="primary"
                    on_press=Callback::new(move |()| making.upload_again())
                />
            </When>
            <button type="button" class="button" on:click=move |_| close.run(())>"Close"</button>
        </div>
    }
    .into_any()
}

/// What the container does: its state, what it writes, how it ended, and why it could not start.
#[component]
fn Outcomes(making: Making, cuid: String) -> impl IntoView {
    let container = move || making.container.get();
    let shown = making.container.get_untracked().map(RwSignal::new);
    Effect::new(move |_| {
        if let (Some(shown), Some(now)) = (shown, container()) {
            shown.set(now);
        }
    });
    let words = move || {
        let container = container()?;
        container.state.engine_error.clone().or_else(|| {
            (!container.status.is_alive()).then(|| text::ended(&container.state)).flatten()
        })
    };
    let done = Memo::new(move |_| making.step.get() == Step::Done);
    let output = StoredValue::new(cuid.clone());
    view! {
        <When is=done>
            <p class="page-title">
                {shown.map(|container| view! { <StatusBadge container /> })}
                <span>{words}</span>
            </p>
            <Output cuid=output.get_value() />
        </When>
        <p>
            <a href=format!("/ui/containers/{cuid}")>"Open the container"</a>
            " · "
            <a href=format!("/ui/containers/{cuid}/files")>"its files"</a>
        </p>
    }
    .into_any()
}

impl Making {
    /// Makes the container and goes on with the archive.
    async fn create(self, request: CreateRequest) -> Result<(), crate::types::ApiError> {
        self.step.set(Step::Create);
        match create_container(request).await {
            Ok(container) => {
                self.container.try_set(Some(container.clone()));
                self.upload(container).await;
                Ok(())
            }
            Err(error) => {
                // back to the form, which says what is wrong
                self.step.try_set(Step::Asked);
                if session::ended(&error) { Ok(()) } else { Err(error) }
            }
        }
    }

    fn upload_again(self) {
        if let Some(container) = self.container.get_untracked() {
            self.sending.with_value(Sending::renew);
            leptos::task::spawn_local(async move { self.upload(container).await });
        }
    }

    async fn upload(self, container: Container) {
        let Container { cuid, name, .. } = container;
        self.step.try_set(Step::Upload);
        self.problem.try_set(None);
        let Some(sending) = self.sending.try_get_value() else { return };
        let address = rest::address(&cuid, "upload-zip", &[]);
        let why = match sending.send("POST", &address, &[("content-type", "application/zip")]).await
        {
            Outcome::Done(answer) => {
                let came = serde_json::from_str::<Upload>(&answer).ok();
                self.unpacked.try_set(came.as_ref().map(counts));
                return self.start(cuid, name).await;
            }
            Outcome::Refused(error) => error.message.clone(),
            Outcome::Lost => "The connection was lost.".to_owned(),
            Outcome::Cancelled => {
                "The upload was cancelled. The container is there, without files.".to_owned()
            }
        };
        if self.problem.try_set(Some(why.clone())).is_some() {
            self.toasts.warning(format!("{name} has no files yet: {why}"));
        }
    }

    async fn start(self, cuid: String, name: String) {
        self.step.try_set(Step::Start);
        match control_container(cuid.clone(), Action::Start).await {
            Ok(container) => {
                // the newest there is: it may have ended by now
                let now = get_container(cuid).await.unwrap_or(container);
                self.container.try_set(Some(now));
                if self.step.try_set(Step::Done).is_some() {
                    self.toasts.success(format!("{name} started"));
                }
            }
            Err(error) => {
                if self.problem.try_set(Some(error.message.clone())).is_some() {
                    self.toasts.failure(&format!("{name} did not start"), &error);
                }
            }
        }
    }
}
