//! The parts of the dashboard that the browser fetches when it first shows them, so that no page is
//! held up by what other pages take. `cargo xtask build` cuts the program at the functions that
//! [`part`] makes: what only a part takes goes with it.
//!
//! On the server a part is drawn like anything else, and marked with its name. The browser fetches
//! what is marked in a page before it brings the page to life.

use crate::{
    components::{Notice, Tone},
    pages::{
        Login, NotFound,
        activity::Activity,
        containers::{Beginning, Create, Detail, Settings},
        files::Files,
        images::{Details as Image, List as Images},
        logs::Logs,
        stats::Stats,
        system::System,
        terminals::Terminals,
    },
    types::Container,
};
use futures_util::FutureExt as _;
use leptos::prelude::*;

/// Makes a function that shows a component as soon as the part with it is there. No two parts have
/// the same name.
macro_rules! part {
    ($(#[$about:meta])* $part:ident: $component:ident { $($given:ident: $kind:ty),* }) => {
        mod $part {
            use super::*;

            #[cfg_attr(
                feature = "hydrate",
                leptos::wasm_split::wasm_split(
                    $part,
                    wasm_split_path = leptos::wasm_split,
                    fallible,
                    preload(fetch)
                )
            )]
            pub(super) fn draw(
                $($given: $kind),*
            ) -> Result<leptos::prelude::AnyView, $crate::parts::NotFetched> {
                Ok(leptos::prelude::untrack(|| {
                    leptos::prelude::IntoAny::into_any(
                        leptos::prelude::view! { <$component $($given=$given)* /> },
                    )
                }))
            }
        }

        $(#[$about])*
        pub(crate) fn $part($($given: $kind),*) -> leptos::prelude::AnyView {
            $crate::parts::show(stringify!($part), move || {
                $crate::parts::coming($part::draw($($given.clone()),*))
            })
        }
    };
}
pub(crate) use part;

/// Parts that the server draws, and a function that fetches the one of a name.
macro_rules! drawn_parts {
    ($($(#[$about:meta])* $part:ident: $component:ident $given:tt)*) => {
        $(part! { $(#[$about])* $part: $component $given })*

        #[cfg(feature = "hydrate")]
        async fn fetch(name: &str) -> Result<(), NotFetched> {
            match name {
                $(stringify!($part) => Ok($part::fetch().await?),)*
                _ => Ok(()),
            }
        }
    };
}

drawn_parts! {
    /// What everybody did.
    activity: Activity {}
    /// The ways to a first container.
    beginning: Beginning {}
    /// The form for a new container.
    create: Create {}
    /// A container's page.
    detail: Detail {}
    /// A container's files.
    files: Files { cuid: String, gone: RwSignal<bool> }
    /// The login page.
    login: Login {}
    /// An image.
    image: Image {}
    /// The engine's images.
    images: Images {}
    /// A container's log.
    logs: Logs { container: RwSignal<Container>, gone: RwSignal<bool> }
    /// What there is where nothing is.
    not_found: NotFound {}
    /// What can be changed about a container.
    settings: Settings { container: RwSignal<Container>, gone: RwSignal<bool>, delete: Callback<()> }
    /// What a container uses.
    stats: Stats { container: RwSignal<Container>, gone: RwSignal<bool> }
    /// The page about the machine.
    system: System {}
    /// A container's terminals.
    terminals: Terminals { container: RwSignal<Container>, gone: RwSignal<bool> }
}

/// The server could not be reached, or is another build by now.
#[derive(Debug)]
pub(crate) struct NotFetched;

#[cfg(feature = "hydrate")]
impl From<leptos::wasm_split::SplitLoaderError> for NotFetched {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// In the browser a part comes when it is fetched.
#[cfg(feature = "hydrate")]
pub(crate) fn coming<T>(part: impl Future<Output = T>) -> impl Future<Output = T> + Send {
    send_wrapper::SendWrapper::new(part)
}

/// On the server it is there.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn coming<T: Send>(part: T) -> impl Future<Output = T> + Send {
    std::future::ready(part)
}

/// Shows a part: at once where it is there, as on the server and when a page comes to life, and as
/// soon as it is fetched otherwise.
pub(crate) fn show<F>(name: &'static str, draw: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView, NotFetched>> + Send + 'static,
{
    // tells the browser to fetch it beside the program, not after that
    #[cfg(feature = "ssr")]
    leptos::prefetch_lazy_fn_on_server(name);
    if let Some(Ok(part)) = draw().now_or_never() {
        return view! {
            <template data-part=name></template>
            {part}
        }
        .into_any();
    }
    let attempt = RwSignal::new(0_u32);
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                attempt.track();
                let part = draw();
                Suspend::new(async move {
                    let part = part.await.unwrap_or_else(|NotFetched| again(attempt));
                    focus_in_dialog();
                    part
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// A dialog focuses what it is for when it opens, and this came later.
fn focus_in_dialog() {
    use wasm_bindgen::JsCast as _;

    request_animation_frame(|| {
        let wanted = document().query_selector("dialog[open] [autofocus]").ok().flatten();
        if let Some(wanted) =
            wanted.and_then(|wanted| wanted.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = wanted.focus();
        }
    });
}

fn again(attempt: RwSignal<u32>) -> AnyView {
    view! {
        <Notice tone=Tone::Error>
            <p>
                "This part of the dashboard could not be loaded from the server. Where it stays so, reload the page: the server may have been updated."
            </p>
            <p>
                <button class="button" type="button" on:click=move |_| attempt.update(|count| *count += 1)>
                    "Try again"
                </button>
            </p>
        </Notice>
    }
    .into_any()
}

/// Fetches the parts that the server has drawn in this page.
#[cfg(feature = "hydrate")]
pub(crate) async fn fetch_drawn() {
    use wasm_bindgen::JsCast as _;

    let Ok(marks) = document().query_selector_all("template[data-part]") else { return };
    let names = (0..marks.length())
        .filter_map(|place| marks.get(place)?.dyn_into::<web_sys::Element>().ok())
        .filter_map(|mark| mark.get_attribute("data-part"));
    // one that does not come says so itself in the console, and fails again where it is shown
    futures_util::future::join_all(names.map(|name| async move { fetch(&name).await })).await;
}
