use super::place::Place;
use crate::components::Icon;
use leptos::prelude::*;

/// The folders that lead to what is shown; each is a link.
#[component]
pub(super) fn Crumbs(
    /// What is shown.
    place: Memo<Place>,
) -> impl IntoView {
    let trail = move || {
        let place = place.get();
        let whole = if place.file.is_empty() { place.path.as_str() } else { &place.file };
        let mut crumbs = vec![("/app".to_owned(), place.folder("").address())];
        for (end, _) in
            whole.match_indices('/').chain((!whole.is_empty()).then_some((whole.len(), "")))
        {
            let path = &whole[..end];
            crumbs.push((crate::text::file_name(path).to_owned(), place.folder(path).address()));
        }
        let last = crumbs.pop();
        let links = crumbs
            .into_iter()
            .map(|(name, href)| {
                view! { <li><a href=href>{name}</a><Icon name="next" /></li> }
            })
            .collect_view();
        view! {
            {links}
            {last.map(|(name, _)| view! { <li><span aria-current="page">{name}</span></li> })}
        }
    };
    view! { <nav class="crumbs" aria-label="Folder"><ol>{trail}</ol></nav> }.into_any()
}
