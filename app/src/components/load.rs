use super::LoadError;
use crate::{
    live::Live,
    types::{ApiError, EventKind},
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

type Ready<T> = Arc<dyn Fn(T) -> AnyView + Send + Sync>;

/// Shows what is read from the server once it is there, or why it could not be read.
#[component]
pub(crate) fn Load<T, C, V>(
    /// What is read.
    from: Resource<Result<T, ApiError>>,
    /// Where to go when it can't be read, beside trying again, and what is there.
    #[prop(default = ("/ui/containers".to_owned(), "Go to the containers"))]
    elsewhere: (String, &'static str),
    /// Shows it.
    children: C,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    C: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    load(from, elsewhere, Arc::new(move |value| children(value).into_any()))
}

/// Once for each type of what is read, not for each place where it is shown.
fn load<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static>(
    from: Resource<Result<T, ApiError>>,
    (href, link): (String, &'static str),
    ready: Ready<T>,
) -> AnyView {
    // what could not be read for want of the engine, or of the server, is read when it is back
    let waits = StoredValue::new(false);
    if let Some(live) = use_context::<Live>() {
        live.listen(move |event| {
            let back = matches!(event, EventKind::Gap | EventKind::Engine { available: true });
            if back && waits.get_value() {
                from.refetch();
            }
        });
    }
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {keep_until_sent()}
            {move || {
                let (ready, href) = (Arc::clone(&ready), href.clone());
                Suspend::new(async move {
                    let read = from.await;
                    unless_only_looked_at().await;
                    let unavailable = matches!(&read, Err(error) if error.status == 503);
                    waits.try_set_value(unavailable);
                    match read {
                        Ok(value) => ready(value),
                        Err(error) => view! { <LoadError error href link /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// Waits once, on the server.
///
/// There, Leptos asks a view whether it waits for something as often as it takes, and drops what it was
/// answered with; then it asks once more, and shows that. A view that is made each time reads its data
/// each time, and the browser would be told those of the first time with the page of the last. What is
/// only looked at is polled once, and so never comes to make its view.
#[cfg(feature = "ssr")]
async fn unless_only_looked_at() {
    let mut polled = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut polled, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

#[cfg(not(feature = "ssr"))]
fn unless_only_looked_at() -> std::future::Ready<()> {
    std::future::ready(())
}

/// Keeps what belongs to the view around it until the page is sent.
///
/// On the server a view that waits for something is rendered in parts, and what belongs to it
/// (signals, stored values) goes with the part that is done, also where a view within it still waits
/// and looks at them later. Leptos hands them to whatever is current on the thread by then, which
/// may be another request, or nothing.
#[cfg(feature = "ssr")]
fn keep_until_sent() {
    let owners = std::iter::successors(Owner::current(), Owner::parent);
    if let (Some(owner), Some(page)) = (Owner::current(), owners.last()) {
        page.with(|| Owner::on_cleanup(move || drop(owner)));
    }
}

#[cfg(not(feature = "ssr"))]
const fn keep_until_sent() {}
