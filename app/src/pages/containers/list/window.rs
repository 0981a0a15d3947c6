use super::{columns::Layout, fleet::Fleet, row::Row, view::FIRST};
use crate::focus::focus;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

/// How many rows are laid out beyond the screen's edges, so that scrolling finds them there.
const BEYOND: usize = 8;
/// Rows come and go in groups of this many.
const GROUP: usize = 4;
const LIST: &str = "table.fleet";

/// The part of a long list that is laid out: what the screen shows and a little more. Empty space
/// stands for the rest, so that scrolling feels as if all were there.
#[derive(Clone, Copy)]
pub(super) struct Window {
    fleet: Fleet,
    /// Where the part begins and ends.
    range: RwSignal<(usize, usize)>,
    /// The empty space above and below it.
    pub(super) above: NodeRef<html::Tr>,
    pub(super) below: NodeRef<html::Tr>,
    /// The row that had the focus last: it may be out of sight, or not yet there.
    current: StoredValue<Option<usize>>,
    scheduled: StoredValue<bool>,
}

impl Window {
    pub(super) fn new(fleet: Fleet, layout: Layout) -> Self {
        let window = Self {
            fleet,
            // what came with the page; all of a long list would take seconds to lay out
            range: RwSignal::new((0, FIRST)),
            above: NodeRef::new(),
            below: NodeRef::new(),
            current: StoredValue::new(None),
            scheduled: StoredValue::new(false),
        };
        Effect::new(move |_| {
            let listening = [
                window_event_listener(ev::scroll, move |_| window.schedule()),
                window_event_listener(ev::resize, move |_| window.schedule()),
            ];
            on_cleanup(move || listening.into_iter().for_each(WindowListenerHandle::remove));
        });
        // more or fewer rows, and a table that was not there before
        Effect::new(move |_| {
            fleet.shown.track();
            if window.above.get().is_some() {
                window.look();
            }
        });
        // rows of another height
        Effect::new(move |_| {
            layout.class();
            window.schedule();
        });
        window
    }

    /// The rows that are laid out, in their order.
    pub(super) fn rows(self) -> Vec<Row> {
        let (from, to) = self.range.get();
        self.fleet.shown.with(|rows| rows[from.min(rows.len())..to.min(rows.len())].to_vec())
    }

    /// The place of the first of them.
    pub(super) fn first(self) -> usize {
        self.range.get().0
    }

    /// Lays out what the screen shows now, with the next frame.
    pub(super) fn schedule(self) {
        if self.scheduled.try_update_value(|scheduled| std::mem::replace(scheduled, true))
            == Some(false)
        {
            request_animation_frame(move || {
                if self.scheduled.try_set_value(false).is_none() {
                    self.look();
                }
            });
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a list that is shown has far fewer rows than a number has values"
    )]
    fn look(self) {
        if !self.fleet.complete.get_untracked() {
            return;
        }
        let Some((above, height)) = self.above.get_untracked().zip(row_height()) else { return };
        let count = self.fleet.shown.with_untracked(Vec::len);
        let top = -above.get_bounding_client_rect().top();
        let screen = window_height();
        let from = (top / height).max(0.0) as usize;
        let to = ((top + screen) / height).max(0.0).ceil() as usize;
        let from = from.saturating_sub(BEYOND).min(count) / GROUP * GROUP;
        let to = (to + BEYOND).div_ceil(GROUP) * GROUP;
        self.set_range(from, to.min(count));
        let space = |node: NodeRef<html::Tr>, rows: usize| {
            if let Some(node) = node.get_untracked() {
                let node: &web_sys::HtmlElement = node.as_ref();
                let height = format!("{}px", rows as f64 * height);
                let _ = node.style().set_property("height", &height);
            }
        };
        space(self.above, from);
        space(self.below, count - to.min(count));
    }

    fn set_range(self, from: usize, to: usize) {
        if self.range.get_untracked() == (from, to) {
            return;
        }
        // a row that goes out of sight takes the focus with it: it stays in the list
        match focused() {
            Some(at) if !(from..to).contains(&at) => quietly_focus(document().query_selector(LIST)),
            Some(_) => keep_focus(),
            None => {}
        }
        self.range.set((from, to));
    }

    /// Where the focus is, or was last.
    pub(super) fn current(self) -> Option<usize> {
        let count = self.fleet.shown.with_untracked(Vec::len);
        let active = document().active_element();
        let in_list = active.is_some_and(|at| at.closest(LIST).ok().flatten().is_some());
        let (from, to) = self.range.get_untracked();
        // what was asked for last may not be laid out yet, and rows that change places lose the focus
        let meant = |at: &usize| in_list || (is_nowhere() && (from..to).contains(at));
        let at = self.current.get_value().filter(meant).or_else(focused);
        at.filter(|at| *at < count)
    }

    /// The first row that is seen whole.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a list that is shown has far fewer rows than a number has values"
    )]
    pub(super) fn first_seen(self) -> usize {
        let place = self.above.get_untracked().zip(row_height());
        place.map_or(0, |(above, height)| {
            (-above.get_bounding_client_rect().top() / height).max(0.0).ceil() as usize
        })
    }

    /// The focus has come to a row.
    pub(super) fn note_focus(self) {
        if let Some(at) = focused() {
            self.current.set_value(Some(at));
        }
    }

    /// Gives a row the focus, wherever it is.
    #[expect(clippy::cast_precision_loss, reason = "as above")]
    pub(super) fn go_to(self, at: usize) {
        self.current.set_value(Some(at));
        let (from, to) = self.range.get_untracked();
        if (from..to).contains(&at) && focus_row(at) {
            return;
        }
        let Some((above, height)) = self.above.get_untracked().zip(row_height()) else { return };
        let top = above.get_bounding_client_rect().top() + at as f64 * height;
        window().scroll_by_with_x_and_y(0.0, top - window_height() / 2.0);
        self.look();
        // once the row is there
        request_animation_frame(move || {
            if self.current.try_get_value() == Some(Some(at)) {
                focus_row(at);
            }
        });
    }
}

fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1000.0)
}

/// How far apart two rows are; all are of one height.
fn row_height() -> Option<f64> {
    let row = document().query_selector("table.fleet tbody tr[aria-rowindex]").ok().flatten()?;
    let rect = row.get_bounding_client_rect();
    let next = row.next_element_sibling().filter(|next| next.has_attribute("aria-rowindex"));
    let pitch = next.map(|next| next.get_bounding_client_rect().top() - rect.top());
    Some(pitch.unwrap_or(rect.height())).filter(|pitch| *pitch > 0.0)
}

/// Gives an element the focus, without scrolling to it.
fn quietly_focus<E>(element: Result<Option<web_sys::Element>, E>) {
    let element = element.ok().flatten();
    if let Some(element) = element.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Gives the focus back to what has it now, should it lose it while rows change places: what is put
/// elsewhere in the document loses it.
fn keep_focus() {
    let Some(element) = document().active_element() else { return };
    request_animation_frame(move || {
        if element.is_connected() && is_nowhere() {
            quietly_focus(Ok::<_, ()>(Some(element)));
        }
    });
}

/// Whether nothing has the focus.
fn is_nowhere() -> bool {
    document().active_element().is_none_or(|at| at.tag_name() == "BODY")
}

/// The place in the list of the row that the focus is in.
fn focused() -> Option<usize> {
    let row =
        document().active_element()?.closest("table.fleet tbody tr[aria-rowindex]").ok()??;
    // the head is the first row
    row.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(2)
}

fn focus_row(at: usize) -> bool {
    focus(&format!("table.fleet tbody tr[aria-rowindex=\"{}\"] .col-name a", at + 2))
}
