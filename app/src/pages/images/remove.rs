use super::{called, user};
use crate::{
    api::images::remove_image,
    components::{BusyButton, Dialog, Notice, Toasts, Tone},
    tasks::{Doing, Target, Tasks},
    types::{ApiError, Image},
};
use leptos::prelude::*;

/// How many names are told.
const TOLD: usize = 8;

/// Asks whether images are really to be removed, says which have to stay, and removes the others.
#[component]
pub(super) fn RemoveDialog(
    /// Which; none closes the dialog.
    doomed: RwSignal<Vec<Image>>,
    /// Called when the question is answered and something was removed.
    removed: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || doomed.with(|doomed| !doomed.is_empty()))
            labelled_by="remove-heading"
            on_close=Callback::new(move |()| doomed.set(Vec::new()))
        >
            {move || {
                let asked = doomed.get();
                (!asked.is_empty()).then(|| view! { <Question asked doomed removed /> })
            }}
        </Dialog>
    }
    .into_any()
}

/// Whether a container that runs was made from it: that one stays, whatever is asked for.
fn runs(image: &Image) -> bool {
    image.used_by.iter().any(|user| user.running)
}

/// What is to be removed so that an image goes: each of its names, or its id where it has none.
fn targets(images: &[Image], force: bool) -> Vec<Target> {
    let goes = |image: &&Image| image.used_by.is_empty() || (force && !runs(image));
    let names = |image: &Image| {
        if image.tags.is_empty() { vec![image.id.clone()] } else { image.tags.clone() }
    };
    let target = |reference: String, image: &Image| Target {
        name: if image.tags.is_empty() { called(image) } else { reference.clone() },
        cuid: reference,
        force: force && !image.used_by.is_empty(),
    };
    images
        .iter()
        .filter(goes)
        .flat_map(|image| {
            names(image).into_iter().map(|name| target(name, image)).collect::<Vec<_>>()
        })
        .collect()
}

#[component]
fn Question(
    asked: Vec<Image>,
    doomed: RwSignal<Vec<Image>>,
    removed: Callback<()>,
) -> impl IntoView {
    let tasks = Tasks::get();
    let toasts = Toasts::get();
    let heading = match &asked[..] {
        [one] => format!("Remove {}?", called(one)),
        all => format!("Remove {} images?", all.len()),
    };
    let (running, idle): (Vec<_>, Vec<_>) =
        asked.iter().filter(|image| !image.used_by.is_empty()).cloned().partition(runs);
    let has_idle = !idle.is_empty();
    let several = asked.len() > 1;
    let asked = StoredValue::new(asked);
    let force = RwSignal::new(false);
    let meant = Memo::new(move |_| {
        let force = force.get();
        asked
            .with_value(|asked| targets(asked, force))
            .into_iter()
            .map(|target| target.name)
            .collect::<Vec<_>>()
    });
    let nothing = Memo::new(move |_| meant.with(Vec::is_empty));
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<ApiError>);
    let remove = move || {
        if busy.get_untracked() || nothing.get_untracked() {
            return;
        }
        let force = force.get_untracked();
        let mut all = asked.with_value(|asked| targets(asked, force));
        if all.len() > 1 {
            tasks.begin(Doing::RemoveImage, all);
            doomed.set(Vec::new());
            return removed.run(());
        }
        let Some(Target { cuid: reference, name, force }) = all.pop() else { return };
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = remove_image(reference, force).await;
            let here = busy.try_set(false).is_none();
            match outcome {
                Ok(_) => {
                    toasts.success(format!("{name} removed"));
                    if here {
                        doomed.set(Vec::new());
                        removed.run(());
                    }
                }
                Err(error) if here => problem.set(Some(error)),
                Err(error) => toasts.failure(&format!("{name} was not removed"), &error),
            }
        });
    };
    let label = Signal::derive(move || match meant.with(Vec::len) {
        0 | 1 => "Remove".to_owned(),
        count => format!("Remove {count} names"),
    });
    let told = move || {
        let all = meant.get();
        let more = all.len().saturating_sub(TOLD);
        (!all.is_empty() && (several || all.len() > 1)).then(|| {
            let names = all.into_iter().take(TOLD);
            view! {
                <ul class="doomed" aria-label="To be removed">
                    {names.map(|name| view! { <li class="name">{name}</li> }).collect_view()}
                    {(more > 0).then(|| view! { <li class="hint">"and "{more}" more"</li> })}
                </ul>
            }
        })
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                remove();
            }
        >
            <h2 id="remove-heading" class="name">{heading}</h2>
            <p>"An image goes with its last name. It can be pulled again where a registry still has it."</p>
            {told}
            <Stay images=running why="These stay, since a container that runs was made from them. Stop and delete it first." />
            <Stay images=idle why="These are used by containers that do not run." />
            {has_idle.then(|| view! {
                <label class="check">
                    <input type="checkbox" prop:checked=force on:change=move |event| force.set(event_target_checked(&event)) />
                    <span>"Remove these too. The containers stay, and pull the image again when they have to be made anew."</span>
                </label>
            })}
            {move || problem.get().map(|error| view! { <Notice tone=Tone::Error><p>{error.message}</p></Notice> })}
            <div class="dialog-actions">
                <button type="button" class="button" autofocus on:click=move |_| doomed.set(Vec::new())>"Cancel"</button>
                <BusyButton busy unavailable=nothing icon="delete" label class="danger" kind="submit" />
            </div>
        </form>
    }
    .into_any()
}

/// Images that are in use, and by which containers.
#[component]
fn Stay(images: Vec<Image>, why: &'static str) -> impl IntoView {
    let some = !images.is_empty();
    let image = |image: Image| {
        view! {
            <li>
                <strong class="name">{called(&image)}</strong>
                <ul class="users">{image.used_by.into_iter().map(user).collect_view()}</ul>
            </li>
        }
    };
    some.then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{why}</p>
                <ul class="in-use">{images.into_iter().map(image).collect_view()}</ul>
            </Notice>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::targets;
    use crate::types::{Image, ImageUser};

    #[test]
    fn what_is_used_stays_unless_it_may_go() {
        let image = |id: &str, tags: &[&str], user: Option<bool>| Image {
            id: id.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            digests: Vec::new(),
            size_bytes: 1,
            created_at: None,
            architecture: String::new(),
            os: String::new(),
            used_by: user
                .map(|running| ImageUser { cuid: None, name: "x".to_owned(), running })
                .into_iter()
                .collect(),
        };
        let images = [
            image("sha256:1", &["a:1", "b:1"], None),
            image("sha256:2", &[], None),
            image("sha256:3", &["c:1"], Some(false)),
            image("sha256:4", &["d:1"], Some(true)),
        ];
        let references = |force| {
            targets(&images, force).into_iter().map(|target| target.cuid).collect::<Vec<_>>()
        };
        assert_eq!(references(false), ["a:1", "b:1", "sha256:2"]);
        assert_eq!(references(true), ["a:1", "b:1", "sha256:2", "c:1"]);
        assert!(!targets(&images, true)[0].force, "only where it has to be");
    }
}
