use super::bindings::{function, set};
use crate::pages::terminals::settings::Settings;
use js_sys::Object;
use leptos::prelude::*;
use wasm_bindgen::{JsValue, prelude::Closure};
use xterm_js_rs::TerminalOptions;

/// How many lines above the screen are kept.
const SCROLLBACK: u32 = 5000;
/// The contrast that text has on its ground, whatever colours a program chooses (WCAG 1.4.3).
const CONTRAST: f64 = 4.5;

pub(super) fn options(settings: Settings) -> TerminalOptions {
    let options = TerminalOptions::new();
    options.set_cursor_blink(true);
    options.set_font_size(settings.size.get_untracked());
    options.set_font_family(&mono());
    options.set_screen_reader_mode(settings.reader.get_untracked());
    options.set_scrollback(SCROLLBACK);
    let links = Object::new();
    let activate = Closure::<dyn Fn(JsValue, String)>::new(|_, address: String| {
        open_link(&address);
    });
    set(&links, "activate", function(activate));
    for (name, value) in [
        ("minimumContrastRatio", CONTRAST.into()),
        ("allowProposedApi", true.into()),
        ("macOptionClickForcesSelection", true.into()),
        ("linkHandler", links.into()),
    ] {
        set::<JsValue>(options.as_ref(), name, value);
    }
    options
}

/// The fonts of code, of the style sheet.
fn mono() -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let fonts = style.and_then(|style| style.get_property_value("--mono").ok());
    fonts.filter(|fonts| !fonts.is_empty()).unwrap_or_else(|| "monospace".to_owned())
}

/// Opens an address that a program has shown, away from this page: only what can do nothing but be
/// looked at.
pub(super) fn open_link(address: &str) {
    let scheme = address.split(':').next().unwrap_or_default();
    if ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        let _ = window().open_with_url_and_target_and_features(
            address,
            "_blank",
            "noopener,noreferrer",
        );
    }
}

/// What places that were found look like, in both themes.
pub(super) fn match_colours() -> Object {
    let colours = Object::new();
    for (name, colour) in [
        ("matchBackground", "#a07a1e"),
        ("matchOverviewRuler", "#a07a1e"),
        ("activeMatchBackground", "#1f5fb4"),
        ("activeMatchColorOverviewRuler", "#1f5fb4"),
    ] {
        set(&colours, name, colour);
    }
    colours
}
