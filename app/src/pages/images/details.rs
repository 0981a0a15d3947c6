use super::{called, create_address, platform, remove::RemoveDialog, short, user};
use crate::{
    api::images::get_image,
    components::{BusyButton, CopyButton, Icon, Load, Moment, Notice, Toasts, Tone, When},
    live::Live,
    session,
    surroundings::Surroundings,
    tasks::Tasks,
    text,
    types::{EventKind, Image, ImageDetails},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// An image's own page.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let params = use_params_map();
    let reference =
        Memo::new(move |_| params.with(|params| params.get("reference")).unwrap_or_default());
    let found = Resource::new(move || reference.get(), get_image);
    view! {
        <Title text="Image" />
        <p class="trail"><a href="/ui/images"><Icon name="back" />"Images"</a></p>
        <Load from=found elsewhere=("/ui/images".to_owned(), "Go to the images") let:details>
            <Loaded details reference />
        </Load>
    }
    .into_any()
}

/// Keeps an image as it is by events, and notices when it is removed.
fn follow(shown: RwSignal<ImageDetails>, gone: RwSignal<bool>, reference: Memo<String>) {
    let read_again = move || {
        let asked = reference.get_untracked();
        leptos::task::spawn_local(async move {
            let answer = get_image(asked).await;
            if shown.is_disposed() {
                return;
            }
            match answer {
                Ok(now) => {
                    gone.set(false);
                    if shown.with_untracked(|shown| *shown != now) {
                        shown.set(now);
                    }
                }
                Err(error) if error.status == 404 => gone.set(true),
                // what is shown is the last known
                Err(error) => {
                    session::ended(&error);
                }
            }
        });
    };
    Live::get().listen(move |event| match event {
        EventKind::Gap | EventKind::Images | EventKind::Removed { .. } => read_again(),
        // made from it just now, or started or stopped
        EventKind::Container { container } if container.operation.is_none() => {
            let known = shown.with_untracked(|shown| {
                shown.image.used_by.iter().any(|user| {
                    user.cuid.as_ref() == Some(&container.cuid)
                        && user.running == container.status.is_alive()
                })
            });
            if !known {
                read_again();
            }
        }
        _ => {}
    });
}

#[component]
fn Loaded(details: ImageDetails, reference: Memo<String>) -> impl IntoView {
    let tasks = Tasks::get();
    let toasts = Toasts::get();
    let alive = Surroundings::get().alive;
    let dead = Signal::derive(move || !alive.get());
    let title = called(&details.image);
    let shown = RwSignal::new(details);
    let gone = RwSignal::new(false);
    follow(shown, gone, reference);
    let name = Memo::new(move |_| shown.with(|shown| called(&shown.image)));
    let has_name = Memo::new(move |_| shown.with(|shown| !shown.image.tags.is_empty()));
    let there = Signal::derive(move || !gone.get());
    let doomed = RwSignal::new(Vec::<Image>::new());
    let navigate = use_navigate();
    let removed = Callback::new(move |()| navigate("/ui/images", NavigateOptions::default()));
    let pull = Callback::new(move |()| {
        let image = name.get_untracked();
        leptos::task::spawn_local(async move {
            match tasks.pull(image.clone()).await {
                Ok(()) => tasks.open.set(true),
                Err(error) => toasts.failure(&format!("{image} is not pulled"), &error),
            }
        });
    });
    view! {
        <Title text=title />
        <div class="page-head" class:gone=move || gone.get()>
            <div class="page-title"><h1>{move || name.get()}</h1></div>
            <When is=there>
                <div class="page-actions">
                    <a class="button primary" href=move || shown.with(|shown| create_address(&shown.image))>
                        <Icon name="plus" />
                        <span>"Create a container"</span>
                    </a>
                    <When is=has_name>
                        <BusyButton
                            busy=false
                            unavailable=dead
                            icon="download"
                            label=Signal::stored("Pull again".to_owned())
                            class="quiet"
                            on_press=pull
                        />
                    </When>
                    <BusyButton
                        busy=false
                        unavailable=dead
                        icon="delete"
                        label=Signal::stored("Remove".to_owned())
                        name=Signal::derive(move || format!("Remove {}", name.get()))
                        class="quiet danger-text"
                        on_press=Callback::new(move |()| doomed.set(vec![shown.with_untracked(|shown| shown.image.clone())]))
                    />
                </div>
            </When>
        </div>
        <When is=Signal::derive(move || gone.get())>
            <Notice tone=Tone::Warning>
                <p>"The engine has no image of this name any more. What is shown is how it was last."</p>
            </Notice>
        </When>
        {move || view! { <Facts details=shown.get() /> }}
        <RemoveDialog doomed removed />
    }
    .into_any()
}

/// Everything there is to know about it.
#[component]
fn Facts(details: ImageDetails) -> impl IntoView {
    let ImageDetails {
        image,
        entrypoint,
        command,
        working_dir,
        user: as_user,
        exposed_ports,
        env,
        volumes,
        labels,
        layers,
    } = details;
    let id = image.id.clone();
    let names = image.tags.iter().cloned().map(|tag| view! { <li class="name">{tag}</li> });
    let names = names.collect_view();
    let digests = image.digests.iter().map(|digest| {
        view! { <li><code>{digest.clone()}</code></li> }
    });
    let digests = digests.collect_view();
    let built = image.created_at.clone().map(|at| {
        let exact = text::exact(&at);
        view! { <dt>"Built"</dt><dd><Moment at ago=true />" "<span class="hint">{exact}</span></dd> }
    });
    let unused = image.used_by.is_empty();
    let users = image.used_by.iter().cloned().map(user).collect_view();
    view! {
        <div class="cards">
            <section class="card" aria-labelledby="image-facts">
                <h2 id="image-facts">"Image"</h2>
                <dl class="facts">
                    <dt>"Id"</dt>
                    <dd>
                        <code title=id.clone()>{short(&id).to_owned()}</code>
                        <CopyButton text=Signal::stored(id) what="id" />
                    </dd>
                    <dt>"Names"</dt>
                    <dd>
                        {image.tags.is_empty().then_some("None: a newer image has taken them.")}
                        <ul>{names}</ul>
                    </dd>
                    <dt>"Size"</dt>
                    <dd>{text::bytes(image.size_bytes)}" "<span class="hint">"with layers that others share"</span></dd>
                    <dt>"Platform"</dt>
                    <dd>{platform(&image)}</dd>
                    {built}
                    {(!image.digests.is_empty()).then(|| view! { <dt>"Digests"</dt><dd><ul>{digests}</ul></dd> })}
                </dl>
            </section>
            <section class="card" aria-labelledby="image-users">
                <h2 id="image-users">"Used by"</h2>
                {unused.then(|| view! { <p class="hint">"No container was made from it."</p> })}
                <ul class="users">{users}</ul>
            </section>
            <section class="card" aria-labelledby="image-runs">
                <h2 id="image-runs">"What it runs"</h2>
                <dl class="facts">
                    {code("Entry point", (!entrypoint.is_empty()).then(|| text::join(&entrypoint)))}
                    {code("Command", (!command.is_empty()).then(|| text::join(&command)))}
                    {code("Works in", working_dir)}
                    <dt>"Runs as"</dt>
                    <dd>{as_user.unwrap_or_else(|| "root".to_owned())}</dd>
                    {code("Exposed ports", (!exposed_ports.is_empty()).then(|| exposed_ports.join(", ")))}
                    {code("Volumes", (!volumes.is_empty()).then(|| volumes.join(", ")))}
                </dl>
            </section>
            <section class="card" aria-labelledby="image-env">
                <h2 id="image-env">"Environment"</h2>
                {pairs(env.iter().map(|pair| pair.split_once('=').unwrap_or((pair, ""))), "It sets no variables.")}
            </section>
            <section class="card" aria-labelledby="image-labels">
                <h2 id="image-labels">"Labels"</h2>
                {pairs(labels.iter().map(|(name, value)| (&**name, &**value)), "It has no labels.")}
            </section>
            <section class="card" aria-labelledby="image-layers">
                <h2 id="image-layers">"Layers"</h2>
                <ol class="layers" aria-label="Layers, from the bottom up">
                    {layers.into_iter().map(|layer| view! { <li><code>{layer}</code></li> }).collect_view()}
                </ol>
            </section>
        </div>
    }
    .into_any()
}

/// A fact in words for machines; nothing where it is not known.
fn code(name: &'static str, value: Option<String>) -> impl IntoView {
    value.map(|value| view! { <dt>{name}</dt><dd><code>{value}</code></dd> })
}

/// Names and their values, or that there are none.
fn pairs<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, none: &'static str) -> AnyView {
    let all: Vec<_> = all
        .map(|(name, value)| {
            let (name, value) = (name.to_owned(), value.to_owned());
            view! { <dt><code>{name}</code></dt><dd><code class="value">{value}</code></dd> }
        })
        .collect();
    if all.is_empty() {
        view! { <p class="hint">{none}</p> }.into_any()
    } else {
        view! { <dl class="facts">{all}</dl> }.into_any()
    }
}
