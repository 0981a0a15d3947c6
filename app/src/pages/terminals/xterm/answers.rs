//! What a terminal answers by itself to a program that asks it something: xterm hands that out like
//! what is typed. Sequences are those of <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>.

use super::bindings::{More, function, set};
use js_sys::Object;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::prelude::*;

/// Control sequences that ask, or may make the terminal say something at once: prefix, intermediate
/// character, last character. What it is, how it is and where the cursor is, which modes are on, its
/// version and size, whether it has the focus.
const CONTROLS: [(&str, &str, &str); 10] = [
    ("", "", "c"),
    (">", "", "c"),
    ("=", "", "c"),
    ("", "", "n"),
    ("?", "", "n"),
    ("", "$", "p"),
    ("?", "$", "p"),
    (">", "", "q"),
    ("", "", "t"),
    ("?", "", "h"),
];
/// System commands that ask for colours.
const COLOURS: [u32; 4] = [4, 10, 11, 12];

/// Tells whether what xterm hands out just now is an answer of its own.
pub(super) fn notice(terminal: &More) -> Rc<Cell<bool>> {
    let asked = Rc::new(Cell::new(false));
    let handler = || {
        let asked = Rc::clone(&asked);
        let asks = Closure::<dyn Fn() -> bool>::new(move || {
            asked.set(true);
            let asked = Rc::clone(&asked);
            // it answers at once; nobody can type before this
            queue_microtask(move || asked.set(false));
            // that is all: what is asked goes on to who answers it
            false
        });
        function(asks)
    };
    let parser = terminal.parser();
    for (prefix, intermediate, last) in CONTROLS {
        parser.on_control(&sequence(prefix, intermediate, last), &handler());
    }
    for number in COLOURS {
        parser.on_system_command(number, &handler());
    }
    parser.on_device_control(&sequence("", "$", "q"), &handler());
    asked
}

fn sequence(prefix: &str, intermediates: &str, last: &str) -> JsValue {
    let id = Object::new();
    for (name, value) in [("prefix", prefix), ("intermediates", intermediates), ("final", last)] {
        if !value.is_empty() {
            set(&id, name, value);
        }
    }
    id.into()
}
