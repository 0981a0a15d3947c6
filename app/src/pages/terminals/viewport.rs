use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use std::cell::Cell;
use wasm_bindgen::{JsCast as _, prelude::Closure};

/// Tells an element's style how much of the window is to be seen (`--seen`): the keyboard on a phone's
/// screen covers the rest, of which style sheets know nothing.
pub(super) fn follow(node: NodeRef<html::Section>) {
    let listening = StoredValue::new(None::<SendWrapper<Closure<dyn Fn()>>>);
    Effect::new(move |_| {
        let (Some(section), Some(viewport)) = (node.get(), window().visual_viewport()) else {
            return;
        };
        let seen = viewport.clone();
        let before = Cell::new(f64::MAX);
        let changed = Closure::<dyn Fn()>::new(move || {
            // who looks closer sees less, but has no less room
            let height = seen.height() * seen.scale();
            // fails only on invalid names, which this is not
            let _ = section.style().set_property("--seen", &format!("{height}px"));
            let typing = document().active_element().is_some_and(|at| section.contains(Some(&at)));
            if height < before.replace(height) && typing && has_keyboard_on_screen() {
                section.scroll_into_view();
            }
        });
        viewport.set_onresize(Some(changed.as_ref().unchecked_ref()));
        listening.set_value(Some(SendWrapper::new(changed)));
    });
    on_cleanup(move || {
        if listening.try_update_value(Option::take).flatten().is_some()
            && let Some(viewport) = window().visual_viewport()
        {
            viewport.set_onresize(None);
        }
    });
}

fn has_keyboard_on_screen() -> bool {
    let coarse = window().match_media("(pointer: coarse)").ok().flatten();
    coarse.is_some_and(|coarse| coarse.matches())
}
