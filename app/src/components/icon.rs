use leptos::prelude::*;

/// A picture from `public/assets/icons.svg`, in the colour of the text around it. It says nothing
/// that is not said in words beside it.
#[component]
pub(crate) fn Icon(
    /// The id of the symbol.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" width="16" height="16" aria-hidden="true" focusable="false">
            <use href=move || format!("/assets/icons.svg#{}", name.get())></use>
        </svg>
    }
    .into_any()
}
