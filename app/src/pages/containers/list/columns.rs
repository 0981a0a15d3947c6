use crate::{
    components::{Icon, Menu},
    preference::Preference,
    surroundings::Surroundings,
    types::FleetSort,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

const DENSITY: Preference = Preference("density");
const HIDDEN: Preference = Preference("hidden-columns");

/// The columns that can be left out: word, heading, and what the list is sorted by there.
pub(super) const COLUMNS: [(&str, &str, FleetSort); 6] = [
    ("image", "Image", FleetSort::Image),
    ("cpu", "CPU", FleetSort::Cpu),
    ("memory", "Memory", FleetSort::Memory),
    ("ports", "Ports", FleetSort::Ports),
    ("tags", "Tags", FleetSort::Tags),
    ("age", "Age", FleetSort::Age),
];

/// How the list looks, as the person at this browser has chosen.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    compact: RwSignal<bool>,
    hidden: RwSignal<BTreeSet<&'static str>>,
}

impl Layout {
    /// As it was chosen before.
    pub(super) fn remembered() -> Self {
        let hidden = HIDDEN.get().unwrap_or_default();
        let known = COLUMNS.iter().map(|(word, ..)| *word);
        let hidden = known.filter(|word| hidden.split('.').any(|other| other == *word)).collect();
        Self {
            compact: RwSignal::new(DENSITY.get().as_deref() == Some("compact")),
            hidden: RwSignal::new(hidden),
        }
    }

    /// The classes of the table.
    pub(super) fn class(self) -> String {
        let mut class = "fleet".to_owned();
        if self.compact.get() {
            class.push_str(" compact");
        }
        self.hidden.with(|hidden| {
            for word in hidden {
                class.push_str(" without-");
                class.push_str(word);
            }
        });
        class
    }

    fn set_compact(self, compact: bool) {
        self.compact.set(compact);
        DENSITY.set(if compact { "compact" } else { "comfortable" });
    }

    fn set_hidden(self, word: &'static str, hide: bool) {
        self.hidden.update(|hidden| {
            if hide {
                hidden.insert(word)
            } else {
                hidden.remove(word)
            };
        });
        let words = self.hidden.with_untracked(|hidden| hidden.iter().copied().collect::<Vec<_>>());
        HIDDEN.set(&words.join("."));
    }
}

/// Chooses density and columns.
#[component]
pub(super) fn LayoutMenu(
    /// What is chosen.
    layout: Layout,
) -> impl IntoView {
    let alive = Surroundings::get().alive;
    let density = move |compact: bool, icon: &'static str, label: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="density"
                    prop:checked=move || layout.compact.get() == compact
                    on:change=move |_| layout.set_compact(compact)
                />
                <Icon name=icon />
                <span>{label}</span>
            </label>
        }
    };
    let column = move |(word, label, _): (&'static str, &'static str, FleetSort)| {
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || !layout.hidden.with(|hidden| hidden.contains(word))
                    on:change=move |event| layout.set_hidden(word, !event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <Menu label=Signal::stored("Density and columns".to_owned()) icon="view" class="outlined">
            <fieldset class="theme-switch" disabled=move || !alive.get()>
                <legend>"Density"</legend>
                {density(false, "list", "Comfortable")}
                {density(true, "logs", "Compact")}
            </fieldset>
            <fieldset class="column-choice" disabled=move || !alive.get()>
                <legend>"Columns"</legend>
                {COLUMNS.map(column).collect_view()}
            </fieldset>
        </Menu>
    }
    .into_any()
}
