use leptos::{children::ViewFn, prelude::*};

/// Shows its children while something is true. Leptos's `Show` is compiled anew for every use, which
/// the browser has to load; this one once for all.
#[component]
pub(crate) fn When(
    /// What is to be true.
    #[prop(into)]
    is: Signal<bool>,
    /// What is shown otherwise.
    #[prop(optional, into)]
    otherwise: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let is = Memo::new(move |_| is.get());
    move || if is.get() { children() } else { otherwise.run() }
}
