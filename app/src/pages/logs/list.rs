use super::{
    draw::{Drawn, Row, focused_row, number_of, row},
    log::{Log, Older, Standing},
    ring::Ring,
    row::{MarkView, RowView},
    settings::Settings,
    wanted::{Pointed, Wanted},
};
use crate::{
    components::copy_to_clipboard,
    text::{self, Styled},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::{collections::BTreeSet, sync::Arc};
use wasm_bindgen::JsCast as _;

/// The lines.
#[component]
pub(super) fn List(log: Log, settings: Settings) -> impl IntoView {
    let name =
        Memo::new(move |_| log.container.with(|container| format!("Log of {}", container.name)));
    let go = point(log);
    let click = go.clone();
    let is_empty = Memo::new(move |_| log.count.get() == 0);
    let blocks = Memo::new(move |_| log.drawn.with(Drawn::blocks));
    let live = move || if log.is_fast.get() { "off" } else { "polite" };
    let busy = move || (log.standing.get() == Standing::Reading).then_some("true");
    view! {
        <div
            class="log"
            class:log-times=settings.times
            class:log-wraps=settings.wraps
            role="log"
            aria-label=move || name.get()
            aria-live=live
            aria-busy=busy
            aria-describedby="log-standing"
            tabindex="0"
            hidden=move || is_empty.get()
            node_ref=log.node
            on:scroll=move |_| log.scrolled()
            on:keydown=move |event| {
                if !event.default_prevented() && log.key(&event, &go) {
                    event.prevent_default();
                }
            }
            on:click=move |event| {
                if log.clicked(&event, &click) {
                    event.prevent_default();
                }
            }
        >
            <Beginning log />
            <div class="log-above"></div>
            <div class="log-rows">
                <For each=move || blocks.get() key=|first| *first let:first>
                    <div>
                        <For
                            each=move || log.drawn.with(|drawn| drawn.rows_of(first))
                            key=Row::key
                            let:row
                        >
                            <RowView row log />
                        </For>
                    </div>
                </For>
            </div>
            {move || {
                let is_local = log.alive.get();
                log.drawn.with(|drawn| {
                    let marks = drawn.end.clone().into_iter();
                    marks.map(|mark| view! { <MarkView mark is_local /> }).collect_view()
                })
            }}
            <div class="log-below"></div>
        </div>
    }
    .into_any()
}

/// What is known of what is not shown above.
#[component]
fn Beginning(log: Log) -> impl IntoView {
    let again = move |label: &'static str| {
        view! { <button type="button" class="button small" on:click=move |_| log.read_older()>{label}</button> }
    };
    let earlier = log.ring.with_value(|ring| ring.oldest().map(|line| line.at).next()).map(|at| {
        let wanted = log.wanted.get_untracked();
        Wanted { until: text::moment(at), line: None, ..wanted }.address()
    });
    let has_older = log.older.get_untracked() == Older::There;
    view! {
        {earlier.filter(|_| has_older).map(|href| view! {
            // where JavaScript runs, they come by themselves
            <p class="log-mark" hidden=move || log.alive.get()><a href=href>"Show older lines"</a></p>
        })}
        {move || match log.older.get() {
            Older::None if log.wanted.with(|wanted| !wanted.is_narrowed()) => {
                view! { <p class="log-mark">"The log begins here."</p> }.into_any()
            }
            Older::None => view! { <p class="log-mark">"The first line that matches."</p> }.into_any(),
            Older::There | Older::Reading => {
                view! { <p class="log-mark" hidden=move || !log.alive.get()>"Reading older lines…"</p> }.into_any()
            }
            Older::Far => view! { <p class="log-mark">"None among many older lines. "{again("Look further back")}</p> }.into_any(),
            Older::Failed => view! { <p class="log-mark">"Older lines could not be read. "{again("Try again")}</p> }.into_any(),
        }}
    }
    .into_any()
}

/// Points at a line: its address is that of the page then.
fn point(log: Log) -> impl Fn(i64) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |number| {
        let line = log.ring.with_value(|ring| {
            ring.get(number).map(|line| Pointed { at: line.at, n: ring.rank(number) })
        });
        let wanted = Wanted { line, ..log.wanted.get_untracked() };
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&wanted.address(), options);
    }
}

impl Log {
    /// What was clicked in the list; tells whether something was done.
    fn clicked(self, event: &web_sys::MouseEvent, go: impl Fn(i64)) -> bool {
        let Some(at) = event.target().and_then(|at| at.dyn_into::<web_sys::Element>().ok()) else {
            return false;
        };
        let within = |selector: &str| at.closest(selector).ok().flatten();
        let Some(number) = within("[data-line]").and_then(|row| number_of(&row)) else {
            return false;
        };
        if within(".log-fold").is_some() {
            self.toggle(self.unfolded, number);
        } else if within(".log-more").is_some() {
            self.toggle(self.whole, number);
        } else if within(".log-time").is_some()
            && !(event.ctrl_key() || event.meta_key() || event.shift_key())
        {
            go(number);
        } else {
            return false;
        }
        true
    }

    /// What was pressed in the list; tells whether something was done.
    fn key(self, event: &web_sys::KeyboardEvent, go: impl Fn(i64)) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let Some(list) = self.node.get_untracked() else { return false };
        let focused = focused_row(&list);
        let step = |by: i64| {
            let numbers = self.ring.with_value(Ring::numbers);
            let from = focused.unwrap_or_else(|| {
                let canvas = self.canvas.with_value(|canvas| canvas.reading);
                if by < 0 { numbers.end } else { canvas - 1 }
            });
            self.follows.set(false);
            let to = (from + by).clamp(numbers.start, (numbers.end - 1).max(numbers.start));
            row(&list, to).is_some_and(|row| row.focus().is_ok())
        };
        match (event.key().as_str(), focused) {
            ("ArrowDown", _) => step(1),
            ("ArrowUp", _) => step(-1),
            ("End", _) => {
                let _ = list.focus();
                self.to_end();
                true
            }
            ("Home", _) => {
                let _ = list.focus();
                self.follows.set(false);
                list.set_scroll_top(0);
                true
            }
            ("Enter" | "ArrowRight" | "ArrowLeft", Some(number)) => {
                let is_open = self.unfolded.with_value(|all| all.contains(&number));
                match event.key().as_str() {
                    "ArrowRight" if is_open => return true,
                    "ArrowLeft" if !is_open => return true,
                    _ => {}
                }
                let is_json = self.ring.with_value(|ring| {
                    ring.get(number).is_some_and(|line| super::json::is_json(&line.text))
                });
                self.toggle(if is_json { self.unfolded } else { self.whole }, number);
                true
            }
            ("c", Some(number)) => {
                self.plain(number).is_some_and(|line| copy_to_clipboard(&line).is_some())
            }
            ("l", Some(number)) => {
                go(number);
                true
            }
            _ => false,
        }
    }

    fn toggle(self, set: StoredValue<BTreeSet<i64>>, number: i64) {
        set.update_value(|set| {
            if !set.remove(&number) {
                set.insert(number);
            }
        });
        self.follows.set(false);
        self.draw_soon();
    }

    /// A line as it is copied: without colours.
    pub(super) fn plain(self, number: i64) -> Option<String> {
        let line = self.ring.with_value(|ring| ring.get(number).map(Arc::clone))?;
        Some(Styled::parse(&line.text).text)
    }
}
