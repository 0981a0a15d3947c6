//! xterm, as terminals use it.

mod answers;
mod bindings;
mod options;

use super::settings::Settings;
use bindings::{More, ThemeAddon, accelerate, function, get, load, set};
use js_sys::{Function, Object, Uint8Array};
use leptos::prelude::*;
use options::{match_colours, open_link, options};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};
use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use xterm_js_rs::{
    Terminal,
    addons::{
        fit::FitAddon,
        search::{SearchAddon, SearchOptions},
        serialize::SerializeAddon,
        unicode11::Unicode11Addon,
        web_links::WebLinksAddon,
    },
};

/// How many lines above the screen are remembered while the page is away.
const REMEMBERED: u32 = 1000;

/// A terminal's size in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) cols: u32,
    pub(super) rows: u32,
}

/// What a terminal tells.
pub(super) struct Told {
    /// What was typed or pasted.
    pub(super) input: Box<dyn Fn(Vec<u8>)>,
    /// What the terminal itself answers to the program.
    pub(super) answer: Box<dyn Fn(String)>,
    /// The name that the program gives itself.
    pub(super) title: Box<dyn Fn(String)>,
    /// A key, before it is anything else; false where xterm is to leave it alone.
    pub(super) key: Box<dyn Fn(web_sys::KeyboardEvent) -> bool>,
    /// Which of how many places were found, the first being 0; negative where it is none of them.
    pub(super) found: Box<dyn Fn(i32, u32)>,
    /// So many bytes of output are shown now.
    pub(super) shown: Box<dyn Fn(u64)>,
}

/// xterm in an element of the page. Gone when it is dropped.
pub(super) struct Xterm {
    terminal: Terminal,
    fit: FitAddon,
    search: SearchAddon,
    serialize: SerializeAddon,
    /// How many bytes each piece has that is still to be shown.
    waiting: Rc<RefCell<VecDeque<u64>>>,
    shown: Function,
}

/// Fetches xterm, unless it is there. An error where the browser can't.
pub(super) async fn fetch() -> Result<(), JsValue> {
    load().await
}

impl Xterm {
    /// Opens a terminal in an element. xterm must have been fetched.
    pub(super) fn open(parent: &web_sys::HtmlElement, settings: Settings, told: Told) -> Self {
        let terminal = Terminal::construct(Some(&options(settings)));
        let fit = FitAddon::new();
        let search = SearchAddon::new();
        let serialize = SerializeAddon::new();
        let follow = function(Closure::<dyn Fn(JsValue, String)>::new(|_, address: String| {
            open_link(&address);
        }));
        terminal.load_addon(fit.clone().into());
        terminal.load_addon(search.clone().into());
        terminal.load_addon(serialize.clone().into());
        terminal.load_addon(Unicode11Addon::new().into());
        terminal.load_addon(WebLinksAddon::new(Some(&follow), None, None).into());
        set(terminal.get_unicode().as_ref(), "activeVersion", "11");
        terminal.open(parent.clone());
        terminal.load_addon(ThemeAddon::new().unchecked_into());
        let waiting = Rc::new(RefCell::new(VecDeque::new()));
        let shown = {
            let waiting = Rc::clone(&waiting);
            function(Closure::<dyn Fn()>::new(move || {
                let bytes = waiting.borrow_mut().pop_front();
                if let Some(bytes) = bytes {
                    (told.shown)(bytes);
                }
            }))
        };
        let input = Rc::new(told.input);
        let bytes = Rc::clone(&input);
        let asked = answers::notice(terminal.unchecked_ref());
        let typed = Closure::<dyn Fn(String)>::new(move |text: String| {
            if asked.get() { (told.answer)(text) } else { input(text.into_bytes()) }
        });
        // reports of the mouse that are no UTF-8: a character stands for a byte
        let reported = Closure::<dyn Fn(String)>::new(move |text: String| {
            bytes(text.chars().map(|byte| byte as u8).collect());
        });
        terminal.on_data(&function(typed));
        terminal.on_binary(&function(reported));
        terminal.on_title_change(&function(Closure::<dyn Fn(String)>::new(told.title)));
        let key = Closure::<dyn Fn(web_sys::KeyboardEvent) -> bool>::new(told.key);
        terminal.attach_custom_key_event_handler(&function(key));
        let found = told.found;
        let changed = Closure::<dyn Fn(JsValue)>::new(move |results: JsValue| {
            let number = |name: &str| get(&results, name).as_f64().unwrap_or_default();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "places on a screen"
            )]
            found(number("resultIndex") as i32, number("resultCount") as u32);
        });
        search.unchecked_ref::<More>().on_did_change_results(&function(changed));
        // drawn by the page itself until that is there
        let _ = accelerate(&terminal);
        Self { terminal, fit, search, serialize, waiting, shown }
    }

    fn more(&self) -> &More {
        self.terminal.unchecked_ref()
    }

    fn set_option(&self, name: &str, value: impl Into<JsValue>) {
        set(&self.more().options(), name, value);
    }

    /// Shows output.
    pub(super) fn write(&self, bytes: &Uint8Array) {
        self.waiting.borrow_mut().push_back(bytes.length().into());
        self.more().write_bytes(bytes, &self.shown);
    }

    /// Counts output that is not there as shown, in its turn.
    pub(super) fn skip(&self, bytes: u64) {
        self.waiting.borrow_mut().push_back(bytes);
        self.more().write_bytes(&Uint8Array::new_with_length(0), &self.shown);
    }

    /// Shows text that is no output of the program; ready when it is there.
    pub(super) async fn show(&self, text: &str) {
        let shown = js_sys::Promise::new(&mut |done, _| self.terminal.write_callback(text, &done));
        // never refused
        let _ = JsFuture::from(shown).await;
    }

    /// The size that fits its element; `None` while that is not shown.
    pub(super) fn fitting(&self) -> Option<Size> {
        let proposed = self.fit.unchecked_ref::<More>().propose_dimensions();
        if proposed.is_undefined() {
            return None;
        }
        let side = |name: &str| get(&proposed, name).as_f64().filter(|side| *side >= 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 1000"
        )]
        let side = |name: &str| Some(side(name)?.min(1000.0) as u32);
        Some(Size { cols: side("cols")?, rows: side("rows")? })
    }

    /// The size that it has.
    pub(super) fn size(&self) -> Size {
        Size { cols: self.terminal.get_cols(), rows: self.terminal.get_rows() }
    }

    pub(super) fn resize(&self, size: Size) {
        if size != self.size() {
            self.terminal.resize(size.cols, size.rows);
        }
    }

    pub(super) fn focus(&self) {
        self.terminal.focus();
    }

    /// What it is called for those who don't see it, and the element that says how to leave it.
    pub(super) fn describe(&self, name: &str, described_by: &str) {
        let area = self.terminal.get_textarea();
        // both only fail on invalid names, which these are not
        let _ = area.set_attribute("aria-label", name);
        let _ = area.set_attribute("aria-describedby", described_by);
    }

    /// What is selected; `None` where nothing is.
    pub(super) fn selection(&self) -> Option<String> {
        self.terminal.has_selection().then(|| self.terminal.get_selection())
    }

    pub(super) fn clear_selection(&self) {
        self.terminal.clear_selection();
    }

    /// Everything that it shows and keeps above that, as text.
    pub(super) fn text(&self) -> String {
        self.terminal.select_all();
        let text = self.terminal.get_selection();
        self.terminal.clear_selection();
        text.trim_end().to_owned()
    }

    /// Goes to where the program writes.
    pub(super) fn scroll_to_end(&self) {
        self.terminal.scroll_to_bottom();
    }

    /// Whether the program wants other sequences of the arrow keys (DECCKM).
    pub(super) fn application_keys(&self) -> bool {
        get(&self.more().modes(), "applicationCursorKeysMode").is_truthy()
    }

    /// Whether keys do nothing.
    pub(super) fn set_read_only(&self, read_only: bool) {
        self.set_option("disableStdin", read_only);
        self.set_option("cursorBlink", !read_only);
    }

    pub(super) fn apply(&self, settings: Settings) {
        self.set_option("fontSize", settings.size.get_untracked());
        self.set_option("screenReaderMode", settings.reader.get_untracked());
    }

    /// Goes to the next place of a text, or to the one before.
    pub(super) fn find(&self, text: &str, forward: bool, incremental: bool) {
        let options = SearchOptions::new();
        options.set_incremental(incremental);
        set(options.as_ref(), "decorations", match_colours());
        if forward {
            self.search.find_next(text, Some(options));
        } else {
            self.search.find_previous(text, Some(options));
        }
    }

    /// Shows what was found no more.
    pub(super) fn end_search(&self) {
        let clear = get(self.search.as_ref(), "clearDecorations");
        if let Some(clear) = clear.dyn_ref::<Function>() {
            let _ = clear.call0(self.search.as_ref());
        }
        self.terminal.clear_selection();
    }

    /// The screen, as output that would draw it.
    pub(super) fn snapshot(&self) -> String {
        let options = Object::new();
        set(&options, "scrollback", REMEMBERED);
        self.serialize.unchecked_ref::<More>().serialize(&options)
    }
}

impl Drop for Xterm {
    fn drop(&mut self) {
        // its addons go with it
        self.terminal.dispose();
    }
}
