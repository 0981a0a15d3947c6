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
        if copy_to_clipboard(&text.get_untracked()).is_some() {
            copied.set(true);
            let later = move || {
                copied.try_set(false);
            };
            set_timeout(later, std::time::Duration::from_secs(2));
        }
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

/// Copies a text; `None` where the browser does not let it. By the old command: browsers give the newer interface to https and localhost only, and this
/// server is mostly reached by plain http in the operator's own network.
pub(crate) fn copy_to_clipboard(text: &str) -> Option<()> {
    use wasm_bindgen::JsCast as _;
    let document = document().unchecked_into::<web_sys::HtmlDocument>();
    let focused = document.active_element()?.dyn_into::<web_sys::HtmlElement>().ok();
    let area =
        document.create_element("textarea").ok()?.unchecked_into::<web_sys::HtmlTextAreaElement>();
    area.set_class_name("visually-hidden");
    area.set_value(text);
    document.body()?.append_child(&area).ok()?;
    area.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    area.remove();
    if let Some(focused) = focused {
        let _ = focused.focus();
    }
    copied.then_some(())
}
