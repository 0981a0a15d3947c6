use super::picked::{Picked, dropped};
use crate::components::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Takes files that are dropped on what is in it.
#[component]
pub(crate) fn DropZone(
    /// What it is, for those who don't see it.
    label: &'static str,
    /// What dropping does, shown while something is dragged over it.
    hint: &'static str,
    /// Called with what was dropped.
    received: Callback<Vec<Picked>>,
    children: Children,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let files = |event: &web_sys::DragEvent| {
        let data = event.data_transfer()?;
        data.types().includes(&"Files".into(), 0).then_some(data)
    };
    view! {
        <section
            class="drop-zone"
            aria-label=label
            class:dropping=move || over.get()
            on:dragover=move |event| {
                if files(&event).is_some() {
                    event.prevent_default();
                    over.set(true);
                }
            }
            on:dragleave=move |event| {
                let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok());
                if to.is_none_or(|to| to.closest(".drop-zone").ok().flatten().is_none()) {
                    over.set(false);
                }
            }
            on:drop=move |event| {
                over.set(false);
                if let Some(data) = files(&event) {
                    event.prevent_default();
                    let found = dropped(&data);
                    leptos::task::spawn_local(async move { received.run(found.await) });
                }
            }
        >
            {children()}
            <p class="drop-hint" aria-hidden="true">
                <Icon name="upload" />
                <span>{hint}</span>
            </p>
        </section>
    }
    .into_any()
}
