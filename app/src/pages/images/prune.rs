use super::short;
use crate::{
    api::images::prune_images,
    components::{BusyButton, Dialog, Notice, Tone},
    reading::reading,
    session, text,
    types::{ApiError, PruneRequest, Pruned, PrunedImage},
};
use leptos::prelude::*;

/// Shows which images nothing uses and what removing them would free, and removes them.
#[component]
pub(super) fn PruneDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Called when something was removed.
    removed: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open labelled_by="prune-heading" on_close=Callback::new(move |()| open.set(false))>
            <Question open removed />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Question(open: RwSignal<bool>, removed: Callback<()>) -> impl IntoView {
    let all = RwSignal::new(false);
    let would = reading(move || prune_images(PruneRequest { all: all.get(), dry_run: true }));
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let done = RwSignal::new(None::<Pruned>);
    let count = Memo::new(move |_| {
        would.with(|would| match would {
            Some(Ok(would)) => would.images.len(),
            _ => 0,
        })
    });
    let nothing = Memo::new(move |_| count.get() == 0);
    let prune = move || {
        if busy.get_untracked() || nothing.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let request = PruneRequest { all: all.get_untracked(), dry_run: false };
        leptos::task::spawn_local(async move {
            let outcome = prune_images(request).await;
            busy.try_set(false);
            match outcome {
                Ok(pruned) => {
                    done.try_set(Some(pruned));
                    removed.try_run(());
                }
                Err(error) => {
                    if !session::ended(&error) {
                        problem.try_set(Some(error));
                    }
                }
            }
        });
    };
    let choice = move |is: bool, words: &'static str, hint: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="prune"
                    prop:checked=move || all.get() == is
                    on:change=move |_| all.set(is)
                />
                <span>{words}" "<span class="hint">{hint}</span></span>
            </label>
        }
    };
    let label = Signal::derive(move || match count.get() {
        1 => "Remove 1 image".to_owned(),
        count => format!("Remove {count} images"),
    });
    let preview = move || {
        would.get().map(|would| match would {
            Ok(would) => view! { <Preview would /> }.into_any(),
            Err(error) => {
                view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> }.into_any()
            }
        })
    };
    let asks = move || {
        view! {
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    prune();
                }
            >
                <h2 id="prune-heading">"Clean up images"</h2>
                <fieldset class="choices">
                    <legend class="visually-hidden">"Which images"</legend>
                    {choice(false, "Images without a name", "what newer ones have taken the place of")}
                    {choice(true, "All that no container uses", "they are pulled again when they are needed")}
                </fieldset>
                <div class="would-go" aria-live="polite" aria-busy=move || would.with(Option::is_none).to_string()>
                    {preview}
                </div>
                {move || problem.get().map(|error| view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> })}
                <div class="dialog-actions">
                    <button type="button" class="button" autofocus on:click=move |_| open.set(false)>"Cancel"</button>
                    <BusyButton busy unavailable=nothing icon="delete" label class="danger" kind="submit" />
                </div>
            </form>
        }
        .into_any()
    };
    move || match done.get() {
        Some(pruned) => view! { <Outcome pruned open /> }.into_any(),
        None => asks(),
    }
}

/// What would go.
#[component]
fn Preview(would: Pruned) -> impl IntoView {
    let freed = text::bytes(would.freed_bytes);
    if would.images.is_empty() {
        return view! { <p>"There is nothing to remove."</p> }.into_any();
    }
    view! {
        <p>"This frees at most "<strong>{freed}</strong>", since images may share layers with others."</p>
        <ul class="doomed" aria-label="To be removed" tabindex="0">{would.images.into_iter().map(entry).collect_view()}</ul>
    }
    .into_any()
}

/// What went.
#[component]
fn Outcome(pruned: Pruned, open: RwSignal<bool>) -> impl IntoView {
    let count = match pruned.images.len() {
        1 => "1 image".to_owned(),
        count => format!("{count} images"),
    };
    let freed = text::bytes(pruned.freed_bytes);
    view! {
        <div class="form">
            <h2 id="prune-heading">{count}" removed"</h2>
            <p role="status">"Freed "<strong>{freed}</strong>"."</p>
            <ul class="doomed" aria-label="Removed" tabindex="0">{pruned.images.into_iter().map(entry).collect_view()}</ul>
            <div class="dialog-actions">
                <button type="button" class="button primary" autofocus on:click=move |_| open.set(false)>"Close"</button>
            </div>
        </div>
    }
    .into_any()
}

fn entry(image: PrunedImage) -> impl IntoView {
    let PrunedImage { id, tags, size_bytes } = image;
    let name = if tags.is_empty() { short(&id).to_owned() } else { tags.join(", ") };
    view! { <li><span class="name">{name}</span><span class="hint">{text::bytes(size_bytes)}</span></li> }
}
