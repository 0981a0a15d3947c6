//! What goes to the program, and how far what it says is shown.

use super::Terminal;
use crate::pages::terminals::{connection::Connection, keys};
use leptos::prelude::*;
use std::rc::Rc;

impl Terminal {
    /// Types for somebody.
    pub(in crate::pages::terminals) fn type_in(self, text: &str) {
        self.input(text.as_bytes().to_vec());
        if let Some(xterm) = self.xterm() {
            xterm.scroll_to_end();
        }
    }

    /// The way to the program, once all that it has asked before was shown.
    fn way(self) -> Option<Rc<Connection>> {
        let connection = self.connection().filter(|_| self.is_open() && !self.watch)?;
        let place = self.place.get_value();
        (place.shown >= place.answered).then_some(connection)
    }

    pub(super) fn answer(self, answer: &str) {
        if let Some(connection) = self.way() {
            connection.answer(answer);
        }
    }

    pub(super) fn input(self, bytes: Vec<u8>) {
        let Some(connection) = self.way() else { return };
        let bytes = if self.control.get_untracked() {
            self.control.set(false);
            keys::with_control(bytes)
        } else {
            bytes
        };
        connection.input(&bytes);
    }

    pub(super) fn shown(self, bytes: u64) {
        let Some(mut place) = self.place.try_get_value() else { return };
        place.shown = (place.shown + bytes).min(place.received);
        self.place.set_value(place);
        if let Some(connection) = self.connection() {
            connection.shown(place.shown);
        }
    }
}
