//! What is shown of a log: the lines around those that are in view, and room for the others.

mod place;

use super::{line::Line, log::Log, ring::Ring, runs::Mark};
use crate::text;
use leptos::prelude::*;
use std::{ops::Range, sync::Arc};
use wasm_bindgen::JsCast as _;

/// Lines are drawn in blocks of so many: those in view, and one block more on either side. A list that
/// grows by more than one at its beginning is moved about by the framework, and what is selected in it
/// is lost.
const BLOCK: i64 = 32;

/// What is shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub(super) rows: Vec<Row>,
    /// What is said behind the last line.
    pub(super) end: Vec<Mark>,
    /// How many lines are kept above and below.
    above: i64,
    below: i64,
}

/// A line that is shown.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else of how it looks")]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) line: Arc<Line>,
    /// How many lines before it were written at the same moment.
    pub(super) rank: usize,
    /// What is said before it, and the day where it is another.
    pub(super) before: Vec<Mark>,
    pub(super) day: Option<String>,
    pub(super) is_unfolded: bool,
    pub(super) is_whole: bool,
    pub(super) is_pointed: bool,
    /// Whether moments are shown as here.
    pub(super) is_local: bool,
    /// Changes when what is found in lines does.
    look: u32,
}

/// What makes a row another.
pub(super) type Key = (i64, usize, u32, usize, [bool; 5]);

impl Row {
    pub(super) fn key(&self) -> Key {
        let states =
            [self.is_unfolded, self.is_whole, self.is_pointed, self.is_local, self.day.is_some()];
        let size = self.line.text.len() + self.line.missing;
        (self.number, size, self.look, self.before.len(), states)
    }
}

/// Where drawing stands.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// The first line in view.
    pub(super) reading: i64,
    /// The line that is to be in the middle, until somebody scrolls.
    pub(super) center: Option<i64>,
    /// Grows when what is found in lines changes.
    pub(super) look: u32,
    /// Whether somebody wants to be at the end, where scrolling up may still be going on.
    pub(super) returns: bool,
    is_planned: bool,
    /// When it was drawn last, in milliseconds.
    last: f64,
    /// How far it was scrolled, in pixels.
    top: i32,
}

impl Log {
    /// All lines, as the server renders them and as a page begins.
    pub(super) fn all(self) -> Drawn {
        self.build(self.ring.with_value(Ring::numbers))
    }

    fn build(self, shown: Range<i64>) -> Drawn {
        let is_local = self.alive.get_untracked();
        let pointed = self.pointed();
        let look = self.canvas.with_value(|canvas| canvas.look);
        let today = day(self.now.get_untracked().saturating_mul(1_000_000_000), is_local);
        self.ring.with_value(|ring| {
            let numbers = ring.numbers();
            let mut before = ring.get(shown.start - 1).cloned();
            let mut rows = Vec::new();
            for number in shown.clone() {
                let Some(line) = ring.get(number).cloned() else { continue };
                let at = before.as_ref().map(|before| before.at);
                let new_day = day(line.at, is_local);
                let is_new = new_day != at.map_or_else(|| today.clone(), |at| day(at, is_local));
                rows.push(Row {
                    number,
                    rank: ring.rank(number),
                    before: self.runs.with_value(|runs| runs.between(at, Some(line.at))),
                    day: is_new.then_some(new_day),
                    is_unfolded: self.unfolded.with_value(|all| all.contains(&number)),
                    is_whole: self.whole.with_value(|all| all.contains(&number)),
                    is_pointed: pointed == Some(number),
                    is_local,
                    look,
                    line: Arc::clone(&line),
                });
                before = Some(line);
            }
            let is_end = shown.end >= numbers.end;
            let end = self.runs.with_value(|runs| {
                let mut end = match &before {
                    Some(last) if is_end => runs.between(Some(last.at), None),
                    _ => Vec::new(),
                };
                end.extend(runs.over().filter(|_| is_end));
                end
            });
            let above = shown.start - numbers.start;
            Drawn { rows, end, above, below: numbers.end - shown.end }
        })
    }

    /// Draws every line anew: what is found in them is something else.
    pub(super) fn look_anew(self) {
        self.canvas.update_value(|canvas| canvas.look = canvas.look.wrapping_add(1));
        self.draw_soon();
    }
}

/// The first line of the block that a line is in.
const fn block(number: i64) -> i64 {
    number.div_euclid(BLOCK) * BLOCK
}

impl Drawn {
    /// The first lines of the blocks that are drawn.
    pub(super) fn blocks(&self) -> Vec<i64> {
        let mut blocks: Vec<_> = self.rows.iter().map(|row| block(row.number)).collect();
        blocks.dedup();
        blocks
    }

    /// The rows of a block.
    pub(super) fn rows_of(&self, first: i64) -> Vec<Row> {
        self.rows.iter().filter(|row| block(row.number) == first).cloned().collect()
    }
}

/// The row of that line, where it is drawn.
pub(super) fn row(list: &web_sys::Element, number: i64) -> Option<web_sys::HtmlElement> {
    list.query_selector(&format!("[data-line=\"{number}\"]")).ok()??.dyn_into().ok()
}

/// The line that has the focus.
pub(super) fn focused_row(list: &web_sys::Element) -> Option<i64> {
    let focused = document().active_element().filter(|at| list.contains(Some(at)))?;
    number_of(&focused.closest("[data-line]").ok()??)
}

/// The number of the line that a row shows.
pub(super) fn number_of(row: &web_sys::Element) -> Option<i64> {
    row.get_attribute("data-line")?.parse().ok()
}

/// The date of a moment.
fn day(at: i64, is_local: bool) -> String {
    let moment = text::moment(at + if is_local { offset(at) } else { 0 });
    moment.get(..10).unwrap_or_default().to_owned()
}

/// By how much the clock on the wall is ahead of UTC at that moment, in nanoseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 and minutes of a day are exact"
)]
pub(super) fn offset(at: i64) -> i64 {
    let date = js_sys::Date::new(&((at / 1_000_000) as f64).into());
    -(date.get_timezone_offset() as i64) * 60_000_000_000
}
