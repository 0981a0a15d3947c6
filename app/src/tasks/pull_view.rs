use super::Tasks;
use crate::{
    api::images::cancel_pull,
    components::{BusyButton, Icon, Toasts, When},
    text,
    types::{Pull, PullLayer, PullState},
};
use leptos::prelude::*;
use std::sync::Arc;

/// A pull of an image: how far it is, or how it ended.
#[component]
pub(crate) fn PullView(
    /// All pulls, as they are now.
    #[prop(into)]
    pulls: Signal<Vec<Arc<Pull>>>,
    /// Which of them.
    id: String,
    /// Whether each layer can be looked at.
    #[prop(optional)]
    layers: bool,
    /// Takes it out of sight once it has ended.
    #[prop(optional, into)]
    forget: Option<Callback<String>>,
) -> impl IntoView {
    let of = id.clone();
    let pull = Memo::new(move |_| pulls.with(|all| all.iter().find(|pull| pull.id == of).cloned()));
    let image = pull.with_untracked(|pull| pull.as_ref().map(|pull| pull.image.clone()));
    let image = StoredValue::new(image.unwrap_or_default());
    let state = Memo::new(move |_| {
        pull.with(|pull| pull.as_ref().map_or(PullState::Cancelled, |pull| pull.state))
    });
    let goes_on = Memo::new(move |_| state.get() == PullState::Pulling);
    let words = Memo::new(move |_| {
        image.with_value(|image| match state.get() {
            PullState::Pulling => format!("Pulling {image}"),
            PullState::Done => format!("{image} pulled"),
            PullState::Failed => format!("{image} could not be pulled"),
            PullState::Cancelled => format!("The pull of {image} was cancelled"),
        })
    });
    let look = move || match state.get() {
        PullState::Pulling => ("spinner", "busy"),
        PullState::Done => ("check", "good"),
        PullState::Failed => ("alert", "bad"),
        PullState::Cancelled => ("close", "idle"),
    };
    let percent = Memo::new(move |_| pull.with(|pull| pull.as_ref().and_then(|pull| pull.percent)));
    let sum = Memo::new(move |_| pull.with(|pull| pull.as_deref().and_then(how_far)));
    let why = move || {
        pull.with(|pull| pull.as_ref().and_then(|pull| pull.error.clone())).map(|why| why.message)
    };
    view! {
        <article class="pull" aria-label=move || words.get()>
            <header>
                <span data-tone=move || look().1><Icon name=Signal::derive(move || look().0) /></span>
                <p class="name"><strong>{move || words.get()}</strong></p>
                <span class="hint">{move || sum.get()}</span>
                <Actions id image state forget />
            </header>
            <When is=goes_on>
                <progress
                    max="100"
                    aria-label=move || words.get()
                    value=move || percent.get().map(|percent| percent.to_string())
                ></progress>
            </When>
            {move || why().map(|why| view! { <p class="step-why">{why}</p> })}
            {layers.then(|| view! { <Layers pull shown=goes_on /> })}
        </article>
    }
    .into_any()
}

/// What can be done about a pull as it stands.
#[component]
fn Actions(
    id: String,
    image: StoredValue<String>,
    state: Memo<PullState>,
    forget: Option<Callback<String>>,
) -> impl IntoView {
    let tasks = Tasks::get();
    let toasts = Toasts::get();
    let goes_on = Memo::new(move |_| state.get() == PullState::Pulling);
    let failed = Memo::new(move |_| state.get() == PullState::Failed);
    let stopping = RwSignal::new(false);
    let cancel = {
        let id = id.clone();
        move |()| {
            stopping.set(true);
            let id = id.clone();
            leptos::task::spawn_local(async move {
                if let Err(error) = cancel_pull(id).await {
                    toasts.failure("The pull goes on", &error);
                }
                stopping.try_set(false);
            });
        }
    };
    let cancel = Callback::new(cancel);
    let again = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let image = image.get_value();
            if let Err(error) = tasks.pull(image.clone()).await {
                toasts.failure(&format!("{image} is not pulled"), &error);
            }
        });
    });
    let name = move |verb: &str| {
        let name = image.with_value(|image| format!("{verb} {image}"));
        Signal::stored(name)
    };
    let forget = forget.map(|forget| Callback::new(move |()| forget.run(id.clone())));
    view! {
        <When is=goes_on>
            <BusyButton
                busy=stopping
                icon="close"
                label=Signal::stored("Cancel".to_owned())
                name=name("Cancel the pull of")
                class="quiet small"
                on_press=cancel
            />
        </When>
        <When is=failed>
            <BusyButton
                busy=false
                icon="restart"
                label=Signal::stored("Try again".to_owned())
                name=name("Try again to pull")
                class="quiet small"
                on_press=again
            />
        </When>
        {forget.map(|forget| {
            view! {
                <When is=Signal::derive(move || !goes_on.get())>
                    <BusyButton
                        busy=false
                        icon="close"
                        label=Signal::stored("Dismiss".to_owned())
                        name=name("Dismiss the pull of")
                        class="quiet small"
                        compact=true
                        on_press=forget
                    />
                </When>
            }
        })}
    }
    .into_any()
}

/// Bytes that are there, of how many.
fn how_far(pull: &Pull) -> Option<String> {
    let all = text::bytes(pull.total_bytes);
    match pull.state {
        PullState::Pulling if pull.total_bytes > 0 => {
            let percent = pull.percent.map(|percent| format!(", {percent} %")).unwrap_or_default();
            Some(format!("{} of {all}{percent}", text::bytes(pull.current_bytes)))
        }
        PullState::Pulling => Some("asking the registry".to_owned()),
        PullState::Done if pull.total_bytes > 0 => Some(all),
        PullState::Done => Some("it was up to date".to_owned()),
        PullState::Failed | PullState::Cancelled => None,
    }
}

#[component]
fn Layers(pull: Memo<Option<Arc<Pull>>>, shown: Memo<bool>) -> impl IntoView {
    let layers = Memo::new(move |_| {
        pull.with(|pull| pull.as_ref().map(|pull| pull.layers.clone()).unwrap_or_default())
    });
    let some = Memo::new(move |_| shown.get() && layers.with(|all| !all.is_empty()));
    let sum = move || {
        layers.with(|all| {
            let there = all.iter().filter(|layer| is_there(layer)).count();
            format!("{there} of {} layers", all.len())
        })
    };
    view! {
        <When is=some>
            <details class="pull-layers">
                <summary>{sum}</summary>
                <ul aria-label="Layers">
                    {move || layers.get().into_iter().map(layer).collect_view()}
                </ul>
            </details>
        </When>
    }
    .into_any()
}

fn is_there(layer: &PullLayer) -> bool {
    matches!(layer.status.as_str(), "Pull complete" | "Already exists")
}

fn layer(layer: PullLayer) -> impl IntoView {
    let bytes = match (layer.current_bytes, layer.total_bytes) {
        (Some(current), Some(all)) => {
            Some(format!("{} of {}", text::bytes(current), text::bytes(all)))
        }
        _ => None,
    };
    let (value, max) = match (is_there(&layer), layer.current_bytes, layer.total_bytes) {
        (true, ..) => (1, 1),
        (false, Some(current), Some(all)) if all > 0 => (current, all),
        _ => (0, 1),
    };
    let name = format!("Layer {}", layer.id);
    view! {
        <li>
            <code>{layer.id}</code>
            <span>{layer.status}</span>
            <span class="hint">{bytes}</span>
            <progress aria-label=name max=max.to_string() value=value.to_string()></progress>
        </li>
    }
}
