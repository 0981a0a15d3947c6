use super::{
    controls::Controls,
    delete::DeleteDialog,
    facts::Facts,
    tabs::{Tab, Tabs},
};
use crate::{
    api::containers::get_container,
    components::{
        BusyButton, Icon, Load, Menu, Notice, OperationProgress, StatusBadge, Tone, When,
    },
    live::Live,
    pages::NothingHere,
    parts, session,
    types::{ApiError, Container, EventKind, Status},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_navigate, use_params_map, use_query_map},
};

/// A container's own page.
#[component]
pub(crate) fn Detail() -> impl IntoView {
    let params = use_params_map();
    let cuid = Memo::new(move |_| params.with(|params| params.get("cuid")).unwrap_or_default());
    let found = Resource::new(move || cuid.get(), get_container);
    let tab = Memo::new(move |_| params.with(|params| Tab::of_address(params.get_str("tab"))));
    let known = Memo::new(move |_| tab.get().is_some());
    let tab = Memo::new(move |_| tab.get().unwrap_or(Tab::Overview));
    // where the settings were before they had an address of their own
    let query = use_query_map();
    let moved = Memo::new(move |_| query.with(|query| query.get("edit").is_some()));
    let to_settings = move || {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        view! { <Redirect path=format!("/ui/containers/{}/settings", cuid.get_untracked()) options /> }
    };
    view! {
        {move || moved.get().then(to_settings)}
        <Title text="Container" />
        <p class="trail"><a href="/ui/containers"><Icon name="back" />"Containers"</a></p>
        <When is=known otherwise=|| view! { <NothingHere /> }>
            <Load from=found let:container>
                <Loaded container tab />
            </Load>
        </When>
    }
    .into_any()
}

/// Keeps a container as it is by events, and notices when it is deleted.
fn follow(container: RwSignal<Container>, gone: RwSignal<bool>) {
    // counts events, so that an answer which an event overtook is not shown
    let newer = StoredValue::new(0_u32);
    let read_again = move || {
        let before = newer.get_value();
        let cuid = container.with_untracked(|container| container.cuid.clone());
        leptos::task::spawn_local(async move {
            let answer = get_container(cuid).await;
            if newer.try_get_value() != Some(before) {
                return;
            }
            match answer {
                Ok(now) => {
                    if container.with_untracked(|shown| *shown != now) {
                        container.set(now);
                    }
                }
                Err(error) if error.status == 404 => gone.set(true),
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    };
    Live::get().listen(move |event| {
        let cuid = container.with_untracked(|container| container.cuid.clone());
        match event {
            EventKind::Gap => return read_again(),
            other if other.cuid() != Some(&*cuid) => return,
            EventKind::Container { container: now } => container.set((**now).clone()),
            EventKind::Progress { operation, .. } => {
                container.update(|container| container.operation = Some(operation.clone()));
            }
            EventKind::Removed { .. } => gone.set(true),
            _ => return,
        }
        newer.update_value(|count| *count = count.wrapping_add(1));
    });
}

#[component]
fn Loaded(container: Container, tab: Memo<Tab>) -> impl IntoView {
    let cuid = container.cuid.clone();
    let container = RwSignal::new(container);
    let gone = RwSignal::new(false);
    follow(container, gone);
    let first_name = container.with_untracked(|container| container.name.clone());
    let name = Memo::new(move |_| container.with(|container| container.name.clone()));
    let operation = Memo::new(move |_| container.with(|container| container.operation.clone()));
    let problem = RwSignal::new(None::<ApiError>);
    let doomed = RwSignal::new(None::<Container>);
    let there = Signal::derive(move || !gone.get());
    let doom = Callback::new(move |()| doomed.set(Some(container.get_untracked())));
    // deleted by this page's own button: then the list is where to be
    let navigate = use_navigate();
    let deleted = Callback::new(move |_| navigate("/ui/containers", NavigateOptions::default()));
    view! {
        // the server reads it when all of the page is rendered, and more than once may this have been
        // rendered for it by then
        <Title text=move || name.try_get().unwrap_or_else(|| first_name.clone()) />
        <div class="page-head" class:gone=move || gone.get()>
            <div class="page-title">
                <h1>{move || name.get()}</h1>
                <StatusBadge container />
            </div>
            <When is=there>
                <div class="page-actions">
                    <Controls container problem />
                    <MoreMenu container />
                    <BusyButton
                        busy=false
                        icon="delete"
                        label=Signal::stored("Delete".to_owned())
                        name=Signal::derive(move || format!("Delete {}", name.get()))
                        class="quiet danger-text"
                        on_press=doom
                    />
                </div>
            </When>
        </div>
        <div class="page-operation" role="status"><OperationProgress operation /></div>
        <When
            is=there
            otherwise=|| {
                view! {
                    <Notice tone=Tone::Warning>
                        <p>
                            "This container has been deleted. What is shown is how it was last. "
                            <a href="/ui/containers">"Go to the containers"</a>
                        </p>
                    </Notice>
                }
            }
        >
            <Notices container problem />
        </When>
        <Tabs cuid=cuid.clone() tab />
        {move || match tab.get() {
            Tab::Overview => view! { <Facts container /> }.into_any(),
            Tab::Files => parts::files(cuid.clone(), gone),
            Tab::Terminal => parts::terminals(container, gone),
            Tab::Logs => parts::logs(container, gone),
            Tab::Stats => parts::stats(container, gone),
            Tab::Settings => parts::settings(container, gone, doom),
        }}
        <DeleteDialog doomed deleted />
    }
    .into_any()
}

/// What else can be done with the container.
#[component]
fn MoreMenu(container: RwSignal<Container>) -> impl IntoView {
    let cuid = container.with_untracked(|container| container.cuid.clone());
    view! {
        <Menu label=Signal::stored("More actions".to_owned()) icon="more" class="quiet">
            <a class="button menu-entry" href=format!("/ui/containers/new?from={cuid}")>
                <Icon name="copy" />
                <span>"Duplicate"</span>
            </a>
            <a
                class="button menu-entry"
                href=format!("/containers/{cuid}/compose")
                download="compose.yaml"
                rel="external"
            >
                <Icon name="download" />
                <span>"Download compose.yaml"</span>
            </a>
        </Menu>
    }
    .into_any()
}

/// What there is to know before anything else.
#[component]
fn Notices(container: RwSignal<Container>, problem: RwSignal<Option<ApiError>>) -> impl IntoView {
    let pending = Memo::new(move |_| container.with(|container| container.pending_change));
    let refused = Memo::new(move |_| {
        container.with(|container| {
            container.state.engine_error.clone().filter(|_| !container.status.is_alive())
        })
    });
    let missing =
        Memo::new(move |_| container.with(|container| container.status == Status::Missing));
    // what the last action failed for is no longer true once the container runs
    let status = Memo::new(move |_| container.with(|container| container.status));
    Effect::new(move |_| {
        if status.get() == Status::Running {
            problem.set(None);
        }
    });
    view! {
        <div class="notices">
            {move || {
                problem
                    .get()
                    .map(|error| {
                        let boot = error.code == "BOOT_MISSING";
                        view! {
                            <Notice tone=Tone::Error>
                                <p>{error.message}</p>
                                {boot.then(|| view! { <BootHint container /> })}
                            </Notice>
                        }
                    })
            }}
            {move || {
                refused
                    .get()
                    .filter(|_| problem.with(Option::is_none))
                    .map(|words| view! { <Notice tone=Tone::Error><p>"The engine could not start it: "{words}</p></Notice> })
            }}
            <When is=missing>
                <Notice tone=Tone::Warning>
                    <p>"The engine no longer has this container. Its definition and files are still here: start makes it again."</p>
                </Notice>
            </When>
            <When is=pending>
                <Notice tone=Tone::Info>
                    <p>"The definition has changed since the container was made. The next start applies it."</p>
                </Notice>
            </When>
        </div>
    }
    .into_any()
}

/// Where files for a container go.
#[component]
fn BootHint(container: RwSignal<Container>) -> impl IntoView {
    let href =
        container.with_untracked(|container| format!("/ui/containers/{}/files", container.cuid));
    view! {
        <p>
            "Drop it on " <a href=href>"Files"</a> "; the container sees what is there in "
            <code>"/app"</code> "."
        </p>
    }
    .into_any()
}
