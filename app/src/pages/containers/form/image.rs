use super::Draft;
use crate::{
    components::{FieldError, Icon, at, hint_and_error},
    text,
    types::ImageList,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many are offered at once.
const MOST: usize = 50;
/// Where this browser remembers which images were used.
const RECENT: &str = "images";
/// How many are remembered.
const REMEMBERED: usize = 5;

/// An image that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Suggested {
    /// Its name.
    pub(in super::super) name: String,
    /// What there is to know about it.
    pub(in super::super) hint: String,
    /// Whether the engine has it.
    pub(in super::super) local: bool,
}

impl Suggested {
    /// One that the engine has.
    pub(in super::super) fn local(name: String, hint: String) -> Self {
        Self { name, hint, local: true }
    }
}

/// The names of the engine's images.
pub(super) fn suggested(list: ImageList) -> Vec<Suggested> {
    let mut all: Vec<_> = list
        .images
        .into_iter()
        .flat_map(|image| {
            let hint = text::bytes(image.size_bytes);
            image.tags.into_iter().map(move |tag| Suggested::local(tag, hint.clone()))
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

fn recent() -> Vec<String> {
    let stored = || window().local_storage().ok()??.get_item(RECENT).ok()?;
    stored().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Offers an image first from now on.
pub(in super::super) fn remember_image(name: &str) {
    let mut all = recent();
    all.retain(|other| other != name);
    all.insert(0, name.to_owned());
    all.truncate(REMEMBERED);
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(&all)) {
        // a browser that keeps nothing for us offers nothing first
        let _ = storage.set_item(RECENT, &text);
    }
}

/// The field and what is offered beneath it, by the combobox pattern:
/// <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>.
#[derive(Clone, Copy)]
struct Choice {
    draft: Draft,
    known: StoredValue<Arc<[Suggested]>>,
    offered: RwSignal<Vec<Suggested>>,
    /// The one that is chosen by keyboard.
    at: RwSignal<Option<usize>>,
}

impl Choice {
    fn close(self) {
        self.offered.set(Vec::new());
        self.at.set(None);
    }

    /// Offers what contains what is typed; everything where `all`.
    fn offer(self, all: bool) {
        let typed = self.draft.image.get_untracked().trim().to_lowercase();
        let fits = |image: &&Suggested| all || image.name.to_lowercase().contains(&typed);
        let known = self.known.get_value();
        let recent =
            recent().into_iter().map(|name| match known.iter().find(|image| image.name == name) {
                Some(image) => {
                    Suggested { hint: format!("{}, used before", image.hint), ..image.clone() }
                }
                None => {
                    Suggested { name, hint: "used before, to be pulled".to_owned(), local: false }
                }
            });
        let mut offered: Vec<_> = recent.filter(|image| fits(&image)).collect();
        let new = |image: &&Suggested| offered.iter().all(|other| other.name != image.name);
        let rest: Vec<_> = known.iter().filter(fits).filter(new).cloned().collect();
        offered.extend(rest);
        offered.truncate(MOST);
        // what stands there already is no suggestion
        if offered.len() == 1 && offered[0].name == typed {
            offered.clear();
        }
        self.at.set(None);
        self.offered.set(offered);
    }

    fn take(self, place: usize) {
        if let Some(image) = self.offered.with_untracked(|all| all.get(place).cloned()) {
            self.draft.image.set(image.name);
        }
        self.close();
    }

    /// What a key does; `true` where that is all it does.
    fn press(self, key: &str) -> bool {
        let count = self.offered.with_untracked(Vec::len);
        let here = self.at.get_untracked();
        match (key, here) {
            ("ArrowDown", _) if count == 0 => {
                self.offer(true);
                let some = self.offered.with_untracked(|offered| !offered.is_empty());
                self.at.set(some.then_some(0));
            }
            ("ArrowDown", here) => self.at.set(Some(here.map_or(0, |here| (here + 1) % count))),
            ("ArrowUp", here) if count > 0 => {
                self.at.set(Some(here.map_or(count - 1, |here| (here + count - 1) % count)));
            }
            ("Enter", Some(here)) => self.take(here),
            // goes on to the next field as well
            ("Tab", Some(here)) => {
                self.take(here);
                return false;
            }
            ("Escape", _) if count > 0 => self.close(),
            _ => return false,
        }
        true
    }
}

/// The image, with those that the engine has as suggestions.
#[component]
pub(in super::super) fn ImageField(
    /// The form.
    draft: Draft,
    /// What the engine has.
    images: Vec<Suggested>,
    /// What there is to know about the image that is filled in.
    #[prop(into, optional)]
    about: Option<Signal<Option<String>>>,
    /// Called with what is pasted; `true` where it was something else than an image, and is dealt with.
    #[prop(optional, into)]
    on_paste: Option<Callback<String, bool>>,
) -> impl IntoView {
    let choice = Choice {
        draft,
        known: StoredValue::new(images.into()),
        offered: RwSignal::default(),
        at: RwSignal::new(None),
    };
    let open = Memo::new(move |_| choice.offered.with(|all| !all.is_empty()));
    let error = at(draft.errors, || "image".to_owned());
    let standing = move || {
        let typed = draft.image.get();
        let typed = typed.trim();
        if typed.is_empty() {
            return "A name such as nginx:alpine, from any registry.".to_owned();
        }
        match local_name(&choice.known.get_value(), typed) {
            Some(image) => {
                let about = about.and_then(|about| about.get()).unwrap_or_default();
                format!("On this engine: {}. {about}", image.hint)
            }
            None => "Not on this engine: it is pulled first.".to_owned(),
        }
    };
    view! {
        <div class="field image-field">
            <label for="image">"Image"</label>
            <div class="with-suggestions">
                <input
                    id="image"
                    class="code"
                    type="text"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="images"
                    aria-activedescendant=move || choice.at.get().map(|at| format!("image-{at}"))
                    aria-required="true"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || hint_and_error("image", true, error.with(Option::is_some))
                    placeholder="python:3.12-slim"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    value=draft.image.get_untracked()
                    bind:value=draft.image
                    on:input=move |_| choice.offer(false)
                    on:click=move |_| {
                        if !open.get_untracked() {
                            choice.offer(draft.image.with_untracked(|image| image.trim().is_empty()));
                        }
                    }
                    on:keydown=move |event| {
                        if !(event.ctrl_key() || event.meta_key()) && choice.press(&event.key()) {
                            event.prevent_default();
                        }
                    }
                    on:paste=move |event| {
                        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
                        if let (Some(text), Some(on_paste)) = (text, on_paste)
                            && on_paste.run(text)
                        {
                            event.prevent_default();
                            choice.close();
                        }
                    }
                    on:blur=move |_| choice.close()
                />
                <ul id="images" class="suggestions" role="listbox" aria-label="Images" hidden=move || !open.get()>
                    {move || {
                        let all = choice.offered.get().into_iter().enumerate();
                        all.map(|(place, image)| view! { <Offered choice place image /> }).collect_view()
                    }}
                </ul>
            </div>
            <p class="hint" id="image-hint">{standing}</p>
            <FieldError id="image" error />
        </div>
    }
    .into_any()
}

#[component]
fn Offered(choice: Choice, place: usize, image: Suggested) -> impl IntoView {
    let chosen = Memo::new(move |_| choice.at.get() == Some(place));
    let id = format!("image-{place}");
    Effect::new({
        let id = id.clone();
        move |_| {
            if chosen.get()
                && let Some(option) = document().get_element_by_id(&id)
            {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    });
    view! {
        <li
            id=id
            role="option"
            aria-selected=move || chosen.get().to_string()
            // the field keeps the focus
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| choice.take(place)
        >
            <code><Icon name=if image.local { "image" } else { "download" } />" "{image.name}</code>
            <span class="hint">{image.hint}</span>
        </li>
    }
    .into_any()
}

/// The engine's image that is meant, whose tag is `latest` where none is given.
pub(super) fn local_name<'a>(known: &'a [Suggested], typed: &str) -> Option<&'a Suggested> {
    let latest = format!("{typed}:latest");
    known.iter().find(|image| image.name == typed || image.name == latest)
}

#[cfg(test)]
mod tests {
    use super::{Suggested, local_name};

    #[test]
    fn a_name_without_a_tag_means_the_latest() {
        let image = |name: &str| Suggested::local(name.to_owned(), String::new());
        let known = [image("busybox:latest"), image("nginx:alpine")];
        let found = |typed| local_name(&known, typed).map(|image| image.name.as_str());
        assert_eq!(found("busybox"), Some("busybox:latest"));
        assert_eq!(found("nginx:alpine"), Some("nginx:alpine"));
        assert_eq!(found("nginx"), None);
    }
}
