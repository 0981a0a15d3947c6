use super::{fleet::Fleet, view::View};
use crate::{
    components::When,
    fleet::{Suggestion, suggest},
    parts::part,
};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The field that is typed into, and what is suggested.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    fleet: Fleet,
    input: NodeRef<html::Input>,
    /// How often something was to be suggested.
    asked: RwSignal<u32>,
    suggestions: RwSignal<Vec<Suggestion>>,
    /// The suggestion that is chosen by keyboard.
    at: RwSignal<Option<usize>>,
}

impl Typing {
    fn close(self) {
        self.suggestions.set(Vec::new());
        self.at.set(None);
    }

    /// Has what the word at the caret may become suggested.
    fn offer(self) {
        self.asked.update(|asked| *asked += 1);
    }

    /// Puts a suggestion in the place of the word; gives all of the text then.
    fn take(self, place: usize) -> Option<String> {
        let taken = self.suggestions.with_untracked(|all| all.get(place).cloned())?;
        let input = self.input.get_untracked()?;
        input.set_value(&taken.text);
        let caret = taken.text[..taken.caret].encode_utf16().count();
        let caret = u32::try_from(caret).unwrap_or(u32::MAX);
        let _ = input.set_selection_range(caret, caret);
        // a field waits for its value
        if taken.term.ends_with(':') {
            self.offer();
        } else {
            self.close();
        }
        Some(taken.text)
    }

    /// What a key does; `true` where that is all it does. One that takes a suggestion is answered
    /// with its place.
    fn press(self, key: &str) -> (bool, Option<usize>) {
        let count = self.suggestions.with_untracked(Vec::len);
        let here = self.at.get_untracked();
        match (key, here) {
            ("ArrowDown", _) if count == 0 => self.offer(),
            ("ArrowDown", here) => self.at.set(Some(here.map_or(0, |here| (here + 1) % count))),
            ("ArrowUp", here) if count > 0 => {
                self.at.set(Some(here.map_or(count - 1, |here| (here + count - 1) % count)));
            }
            ("Enter" | "Tab", Some(here)) => return (true, Some(here)),
            ("Enter", None) | ("Escape", _) if count > 0 => self.close(),
            _ => return (false, None),
        }
        (true, None)
    }
}

/// Where the filter is typed, with suggestions.
#[component]
pub(super) fn FilterBox(
    /// What is filtered.
    fleet: Fleet,
) -> impl IntoView {
    let view = fleet.view;
    let typing = Typing {
        fleet,
        input: NodeRef::new(),
        asked: RwSignal::new(0),
        suggestions: RwSignal::default(),
        at: RwSignal::new(None),
    };
    let open = Memo::new(move |_| typing.suggestions.with(|all| !all.is_empty()));
    let look_for = looker(typing, view);
    let take = {
        let look_for = look_for.clone();
        Callback::new(move |place: usize| {
            if let Some(text) = typing.take(place) {
                look_for(&text);
            }
        })
    };
    let press = move |event: web_sys::KeyboardEvent| {
        let (done, taken) = typing.press(&event.key());
        if done {
            event.prevent_default();
        }
        if let Some(place) = taken {
            take.run(place);
        }
    };
    let used = Memo::new(move |_| typing.asked.get() > 0);
    view! {
        <input
            node_ref=typing.input
            type="text"
            enterkeyhint="search"
            name="q"
            role="combobox"
            aria-label="Filter containers"
            aria-autocomplete="list"
            aria-expanded=move || open.get().to_string()
            aria-controls="suggestions"
            aria-activedescendant=move || typing.at.get().map(|at| format!("suggestion-{at}"))
            aria-describedby="filter-problems"
            placeholder="Name or status:running tag:web"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            value=view.get_untracked().text
            on:input=move |event| {
                look_for(&event_target_value(&event));
                typing.offer();
            }
            on:keydown=press
            on:blur=move |_| typing.close()
        />
        <ul id="suggestions" class="suggestions" role="listbox" aria-label="Suggestions" hidden=move || !open.get()>
            <When is=used>{suggestions(typing, take)}</When>
        </ul>
        <When is=open>
            <span class="visually-hidden" role="status">{move || typing.suggestions.with(Vec::len)}" suggestions"</span>
        </When>
    }
    .into_any()
}

part! {
    /// What is suggested.
    suggestions: Suggestions { typing: Typing, take: Callback<usize> }
}

#[component]
fn Suggestions(typing: Typing, take: Callback<usize>) -> impl IntoView {
    Effect::new(move |_| {
        typing.asked.track();
        // it may have been left before this was fetched
        if let Some(input) = typing.input.get_untracked()
            && document().active_element().is_some_and(|focused| focused.is_same_node(Some(&input)))
        {
            let values = |field| typing.fleet.values(field);
            typing.suggestions.set(suggest(&input.value(), caret(&input), values));
            typing.at.set(None);
        }
    });
    let option = move |place: usize, suggestion: Suggestion| {
        view! {
            <li
                id=format!("suggestion-{place}")
                role="option"
                aria-selected=move || (typing.at.get() == Some(place)).to_string()
                // the field keeps the focus
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| take.run(place)
            >
                <code>{suggestion.term}</code>
                <span class="hint">{suggestion.hint}</span>
            </li>
        }
    };
    move || {
        let all = typing.suggestions.get().into_iter().enumerate();
        all.map(|(place, one)| option(place, one)).collect_view()
    }
}

/// Puts what is typed into the address, which the list follows; and what the way back through the
/// history says into the field.
fn looker(typing: Typing, view: Memo<View>) -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    // the echo of what was typed changes nothing, since more may have been typed meanwhile
    let typed = StoredValue::new(Vec::<String>::new());
    Effect::new(move |before: Option<()>| {
        let text = view.with(|view| view.text.clone());
        if before.is_none() {
            return;
        }
        let echo = typed.try_update_value(|typed| {
            let at = typed.iter().position(|sent| *sent == text);
            typed.drain(..at.map_or(typed.len(), |at| at + 1));
            at.is_some()
        });
        if echo == Some(false)
            && let Some(input) = typing.input.get_untracked()
        {
            input.set_value(&text);
            typing.close();
        }
    });
    move |text: &str| {
        typed.update_value(|typed| typed.push(text.trim().to_owned()));
        let view = view.with_untracked(|view| view.with_text(text));
        // every letter in the history would make going back tedious
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&view.address(), options);
    }
}

/// Where the caret stands, in bytes.
fn caret(input: &web_sys::HtmlInputElement) -> usize {
    let text = input.value();
    let units = input.selection_end().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut seen = 0;
    let mut bytes = 0;
    for char in text.chars() {
        if seen >= units {
            break;
        }
        seen += char.len_utf16();
        bytes += char.len_utf8();
    }
    bytes
}
