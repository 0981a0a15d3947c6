//! Where what is shown stands: nothing here makes the lines move that somebody reads.

use super::{BLOCK, block, focused_row, number_of, row};
use crate::pages::logs::{
    log::{Log, Older},
    ring::Ring,
};
use leptos::{ev, prelude::*};
use std::ops::Range;
use wasm_bindgen::JsCast as _;

/// How high a line is that is not drawn, in pixels.
const ROW: i32 = 20;
/// How near to the end of what is drawn more is drawn, in pixels.
const NEAR: i32 = 300;
/// How near to the oldest line older ones are read.
const NEAR_OLDEST: i64 = 100;
/// The least time between two drawings, in milliseconds: nobody reads faster.
const PACE: f64 = 80.0;
/// How many lines a drawing may bring for a screen reader to follow.
const SLOW: usize = 3;

/// A line and how far below the upper edge of the view it begins, in pixels.
type Anchor = (i64, f64);

impl Log {
    /// Draws with one of the next frames.
    pub(in crate::pages::logs) fn draw_soon(self) {
        let planned =
            self.canvas.try_update_value(|canvas| std::mem::replace(&mut canvas.is_planned, true));
        if planned != Some(false) {
            return;
        }
        let wait = self.canvas.with_value(|canvas| canvas.last) + PACE - js_sys::Date::now();
        let draw = move || {
            self.draw();
        };
        if wait > 0.0 {
            let wait = std::time::Duration::from_secs_f64(wait.min(PACE) / 1000.0);
            set_timeout(move || request_animation_frame(draw), wait);
        } else {
            request_animation_frame(draw);
        }
    }

    fn draw(self) {
        let Some(Some(list)) = self.node.try_get_untracked() else { return };
        self.canvas.update_value(|canvas| {
            canvas.is_planned = false;
            canvas.returns = false;
            canvas.last = js_sys::Date::now();
        });
        if self.follows.get_untracked() && is_selected(&list) {
            // somebody is about to copy
            self.follows.set(false);
        }
        let numbers = self.ring.with_value(Ring::numbers);
        let in_view = i64::from(list.client_height() / ROW + 1);
        let follows = self.follows.get_untracked();
        let anchor = if follows { None } else { self.anchor(&list, &numbers) };
        let shown = match anchor {
            None => block(numbers.end - in_view) - BLOCK..numbers.end,
            Some((number, _)) => block(number) - BLOCK..block(number + in_view) + 2 * BLOCK,
        };
        let shown = shown.start.max(numbers.start)..shown.end.min(numbers.end);
        self.note(numbers.end - numbers.start, follows);
        self.canvas.update_value(|canvas| {
            canvas.reading = anchor.map_or(numbers.end, |(number, _)| number);
        });
        let focused = focused_row(&list);
        let near_oldest = shown.start - numbers.start < NEAR_OLDEST;
        self.drawn.set(self.build(shown));
        self.wake();
        leptos::task::spawn_local(async move {
            // the rows are there then, and nothing has been painted yet
            leptos::task::tick().await;
            self.place(anchor);
            if let Some(focused) = focused {
                refocus(&list, focused);
            }
            let fills = in_view >= numbers.end - numbers.start;
            if (near_oldest && !follows || fills)
                && self.older.try_get_untracked() == Some(Older::There)
            {
                self.read_older();
            }
        });
    }

    /// Tells the rest of the page what has come.
    fn note(self, count: i64, follows: bool) {
        let more = self.unseen.try_update_value(std::mem::take).unwrap_or_default();
        let is_fast = !follows || more > SLOW;
        if self.is_fast.get_untracked() != is_fast {
            self.is_fast.set(is_fast);
        }
        let count = usize::try_from(count).unwrap_or_default();
        if self.count.get_untracked() != count {
            self.count.set(count);
        }
        let fresh = if follows { 0 } else { self.fresh.get_untracked() + more };
        if self.fresh.get_untracked() != fresh {
            self.fresh.set(fresh);
        }
    }

    /// The first line in view, or the one that is to be in its middle.
    fn anchor(self, list: &web_sys::HtmlDivElement, numbers: &Range<i64>) -> Option<Anchor> {
        if numbers.is_empty() {
            return None;
        }
        let height = f64::from(list.client_height());
        let keep = |number: i64| number.clamp(numbers.start, numbers.end - 1);
        if let Some(center) = self.canvas.with_value(|canvas| canvas.center) {
            return Some((keep(center), (height - f64::from(ROW)) / 2.0));
        }
        let top = list.get_bounding_client_rect().top();
        let rows = list.query_selector_all("[data-line]").ok()?;
        for at in 0..rows.length() {
            let Some(row) = rows.item(at).and_then(|row| row.dyn_into::<web_sys::Element>().ok())
            else {
                continue;
            };
            let place = row.get_bounding_client_rect();
            if place.bottom() > top + 1.0 {
                let offset = place.top() - top;
                let number = number_of(&row)?;
                if offset < height && numbers.contains(&number) {
                    return Some((number, offset));
                }
                break;
            }
        }
        // somebody has scrolled to where nothing is drawn yet
        Some((keep(numbers.start + i64::from(list.scroll_top() / ROW)), 0.0))
    }

    /// Makes room for the lines that are not drawn, and brings the lines that are read, or the end, to
    /// where they were.
    fn place(self, anchor: Option<Anchor>) {
        let Some(Some(list)) = self.node.try_get_untracked() else { return };
        let (above, below) = self.drawn.with_untracked(|drawn| (drawn.above, drawn.below));
        for (selector, lines) in [(".log-above", above), (".log-below", below)] {
            let space = list.query_selector(selector).ok().flatten();
            if let Some(space) =
                space.and_then(|space| space.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let height = format!("{}px", lines * i64::from(ROW));
                // fails only on names that don't exist
                let _ = space.style().set_property("height", &height);
            }
        }
        match anchor {
            None => list.set_scroll_top(list.scroll_height()),
            Some((number, offset)) => {
                if let Some(row) = row(&list, number) {
                    let top = list.get_bounding_client_rect().top();
                    let moved = row.get_bounding_client_rect().top() - top - offset;
                    if moved.abs() >= 1.0 {
                        list.set_scroll_top(list.scroll_top() + rounded(moved));
                    }
                }
            }
        }
        let top = list.scroll_top();
        self.canvas.update_value(|canvas| canvas.top = top);
    }

    /// Somebody, or the drawing itself, has scrolled.
    pub(in crate::pages::logs) fn scrolled(self) {
        let Some(list) = self.node.get_untracked() else { return };
        let (top, height) = (list.scroll_top(), list.client_height());
        let before = self.canvas.try_update_value(|canvas| std::mem::replace(&mut canvas.top, top));
        let before = before.unwrap_or_default();
        if (top - before).abs() > 1 {
            self.canvas.update_value(|canvas| canvas.center = None);
        }
        let follows = self.follows.get_untracked();
        let returns = self.canvas.with_value(|canvas| canvas.returns);
        let drawn_to_end = self.drawn.with_untracked(|drawn| drawn.below == 0);
        let is_end = drawn_to_end && top + height >= list.scroll_height() - 4;
        if is_end && !follows && top > before {
            self.follows.set(true);
            self.draw_soon();
        } else if follows && !is_end && top < before - 1 && !returns {
            self.follows.set(false);
            self.draw_soon();
        }
        let (above, below) = self.drawn.with_untracked(|drawn| (drawn.above, drawn.below));
        let space = |lines: i64| i32::try_from(lines * i64::from(ROW)).unwrap_or(i32::MAX);
        let near_top = top - space(above) < NEAR;
        let near_end = list.scroll_height() - space(below) - top - height < NEAR;
        if (above > 0 && near_top) || (below > 0 && near_end) {
            self.draw_soon();
        }
        if above < NEAR_OLDEST && near_top && self.older.get_untracked() == Older::There {
            self.read_older();
        }
    }

    /// Draws anew when there is more room or less.
    pub(in crate::pages::logs) fn watch_size(self) {
        let listening = window_event_listener(ev::resize, move |_| self.draw_soon());
        on_cleanup(move || listening.remove());
    }
}

/// Gives a line that was drawn anew the focus again; where it is no longer drawn, the list.
fn refocus(list: &web_sys::HtmlElement, number: i64) {
    if focused_row(list) == Some(number) {
        return;
    }
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let row = row(list, number);
    // fails for nothing that is in the document
    let _ = row.as_ref().unwrap_or(list).focus_with_options(&options);
}

fn is_selected(list: &web_sys::Element) -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| {
        !selection.is_collapsed() && list.contains(selection.anchor_node().as_ref())
    })
}

#[expect(clippy::cast_possible_truncation, reason = "no page is that high")]
fn rounded(pixels: f64) -> i32 {
    pixels.round() as i32
}
