use leptos::prelude::*;

/// Tags, a pill each.
#[component]
pub(super) fn Tags(tags: Memo<Vec<String>>) -> impl IntoView {
    move || {
        let tags = tags.get();
        (!tags.is_empty()).then(|| {
            let tag = |tag: String| {
                let title = tag.clone();
                view! { <li class="tag" title=title>{tag}</li> }
            };
            let tags = tags.into_iter().map(tag).collect_view();
            view! { <ul class="tags" aria-label="Tags">{tags}</ul> }
        })
    }
}
