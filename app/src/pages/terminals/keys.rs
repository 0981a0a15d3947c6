use super::{desk::Desk, terminal::Terminal};
use crate::{components::copy_to_clipboard, focus::focus};

/// What the keyboard and the mouse do beside what they do in the program, for those who ask.
pub(super) const HELP: [(&str, &str); 11] = [
    ("Shift F6", "Leave the terminal for the buttons above it; Tab goes to the program"),
    (
        "Ctrl Shift C",
        "Copy what is selected; Ctrl C does too while something is, and else interrupts",
    ),
    (
        "Ctrl Shift V",
        "Paste; Shift Insert too, and the middle button of the mouse where the system has it",
    ),
    ("Ctrl Shift F", "Search in what is on the screen and above it"),
    ("Shift PgUp PgDn", "Go back and forth in what went by"),
    ("Double click", "Select a word; three times a line"),
    ("Shift drag", "Select where a program uses the mouse itself; Alt drag selects a block"),
    ("Click a link", "Open it in a new tab: http and https only"),
    ("← → Home End", "On the tabs: go from terminal to terminal"),
    ("Delete", "On a tab: close it, and end what runs in it"),
    ("Esc", "Close the search"),
];

/// Does what a key means beside the program; tells whether it is the program's.
pub(super) fn press(desk: Desk, terminal: Terminal, event: &web_sys::KeyboardEvent) -> bool {
    if event.type_() != "keydown" || event.alt_key() || event.meta_key() {
        return true;
    }
    let key = event.key();
    let done = match (event.ctrl_key(), event.shift_key(), key.as_str()) {
        (true, true, "C" | "c") => {
            copy(terminal);
            true
        }
        (true, false, "c" | "Insert") => copy(terminal),
        (true, true, "F" | "f") => {
            desk.search();
            true
        }
        (false, true, "F6") => focus(".terminal-bar [role=tab][aria-selected=true]"),
        // the browser pastes
        (true, true, "V" | "v") | (false, true, "Insert") => return false,
        _ => false,
    };
    if done {
        event.prevent_default();
    }
    !done
}

/// Copies what is selected, which then is no longer: so that the next Ctrl-C interrupts. Tells whether
/// anything was.
fn copy(terminal: Terminal) -> bool {
    let Some(xterm) = terminal.xterm() else { return false };
    let Some(text) = xterm.selection() else { return false };
    let _ = copy_to_clipboard(&text);
    xterm.clear_selection();
    true
}

/// What a key means with Ctrl: the character without its three highest bits (ECMA-48, section 5.2), of
/// an arrow the sequence with the modifier that xterm has for it.
pub(super) fn with_control(bytes: Vec<u8>) -> Vec<u8> {
    match *bytes.as_slice() {
        [byte @ (b'@'..=b'_' | b'a'..=b'z')] => vec![byte & 0x1f],
        [b' ' | b'2'] => vec![0],
        [b'/'] => vec![0x1f],
        [b'?'] => vec![0x7f],
        [0x1b, b'[' | b'O', arrow @ (b'A'..=b'D' | b'F' | b'H')] => {
            [b"\x1b[1;5".as_slice(), &[arrow]].concat()
        }
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::with_control;

    #[test]
    fn a_key_with_control_is_what_a_terminal_sends() {
        for (key, sent) in [
            ("c", "\x03"),
            ("C", "\x03"),
            ("[", "\x1b"),
            (" ", "\0"),
            ("/", "\x1f"),
            ("\x1b[A", "\x1b[1;5A"),
            ("\x1bOD", "\x1b[1;5D"),
            ("é", "é"),
            ("ls", "ls"),
        ] {
            assert_eq!(with_control(key.as_bytes().to_vec()), sent.as_bytes(), "{key:?}");
        }
    }
}
