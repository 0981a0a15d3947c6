use super::Icon;
use leptos::prelude::*;

/// A button that shows when what it began is still going on. It keeps the focus meanwhile and can't
/// be pressed again.
#[component]
pub(crate) fn BusyButton(
    /// Whether it is going on.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether it can't be pressed for another reason.
    #[prop(into, optional)]
    unavailable: Signal<bool>,
    /// Its picture.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// What it does, in a word or two.
    #[prop(into)]
    label: Signal<String>,
    /// What it does to what, for those who don't see where it stands; begins with the label.
    #[prop(into, optional)]
    name: Option<Signal<String>>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Whether the label is not shown; it is a tooltip then.
    #[prop(optional)]
    compact: bool,
    /// `submit` in a form.
    #[prop(default = "button")]
    kind: &'static str,
    /// What pressing does.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let blocked = move || busy.get() || unavailable.get();
    let spoken = move || name.map(|name| name.get());
    view! {
        <button
            type=kind
            class=format!("button {class}")
            class:icon-button=compact
            aria-label=spoken
            title=move || compact.then(|| label.get())
            aria-disabled=move || blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                if blocked() {
                    event.prevent_default();
                } else if let Some(press) = on_press {
                    press.run(());
                }
            }
        >
            <Icon name=Signal::derive(move || if busy.get() { "spinner" } else { icon.get() }) />
            {(!compact).then(|| view! { <span>{move || label.get()}</span> })}
        </button>
    }
    .into_any()
}

/// Copies a text, and says so.
#[component]
pub(crate) fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, as in `Copy id`.
    what: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |()| {
        // the clipboard is only there on https and localhost: elsewhere the text can be selected
        let Some(clipboard) = clipboard() else { return };
        leptos::task::spawn_local(async move {
            let writing = clipboard.write_text(&text.get_untracked());
            if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                copied.set(true);
                set_timeout(move || {
                    copied.try_set(false);
                }, std::time::Duration::from_secs(2));
            }
        });
    };
    view! {
        <BusyButton
            busy=false
            icon=Signal::derive(move || if copied.get() { "check" } else { "copy" })
            label=Signal::derive(move || format!("Copy {what}"))
            name=Signal::derive(move || format!("Copy {what}"))
            class="quiet small"
            compact=true
            on_press=Callback::new(copy)
        />
        <span class="visually-hidden" role="status">
            {move || copied.get().then_some("Copied")}
        </span>
    }
    .into_any()
}

fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    (!clipboard.is_undefined()).then(|| navigator.clipboard())
}
