//! Wharfinger's dashboard: pages rendered on the server and brought to life in the browser, the
//! server functions they call, and the types they share with REST.

mod action;
pub mod api;
#[expect(unreachable_pub, reason = "as for components")]
mod chart;
#[expect(
    unreachable_pub,
    reason = "the component macro makes a public function of every component"
)]
mod components;
mod fleet;
mod focus;
mod leaving;
mod live;
mod metering;
mod one_at_a_time;
#[expect(unreachable_pub, reason = "as for components")]
mod pages;
#[expect(unreachable_pub, reason = "as for components")]
mod palette;
mod parts;
mod preference;
mod reading;
mod rest;
mod selection;
mod session;
mod set;
#[expect(unreachable_pub, reason = "as for components")]
mod shortcuts;
mod surroundings;
#[expect(unreachable_pub, reason = "as for components")]
mod tasks;
mod text;
mod theme;
pub mod types;
#[expect(unreachable_pub, reason = "as for components")]
mod uploads;

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use surroundings::Surroundings;

/// Where the modules are that xterm-js-rs imports by name: all in one small file, which fetches xterm
/// itself only when a terminal is opened.
#[cfg(feature = "ssr")]
fn import_map(bindings: &str) -> String {
    let names = [
        "",
        "-addon-fit",
        "-addon-search",
        "-addon-serialize",
        "-addon-unicode11",
        "-addon-web-links",
    ];
    let imports: Vec<_> = names.map(|name| format!(r#""xterm{name}":"{bindings}""#)).into();
    format!(r#"{{"imports":{{{}}}}}"#, imports.join(","))
}

/// The HTML document around the dashboard, as the server renders it.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let pkg = format!("/{}", options.site_pkg_dir);
    let bindings = format!("{pkg}/terminal/bindings.js");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme::Theme::chosen().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Containers on this host: see them, run them, change them." />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="stylesheet" href=format!("{pkg}/wharfinger.css") />
                // before every module that is named in the page
                <script type="importmap" nonce=use_nonce() inner_html=import_map(&bindings)></script>
                <link rel="modulepreload" href=bindings />
                <link rel="modulepreload" href=format!("{pkg}/__wasm_split.______________________.js") />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
                <components::IconSprite />
            </body>
        </html>
    }
}

/// The dashboard: every page there is. Pages are rendered whole before they are sent, so that they
/// can be read without JavaScript and their HTTP status is right.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Surroundings::provide();
    view! {
        <Title formatter=|page: String| match page.as_str() {
            "" => "Wharfinger".to_owned(),
            page => format!("{page} · Wharfinger"),
        } />
        <Router>
            <Routes fallback=parts::not_found>
                <Route path=path!("/login") view=parts::login ssr=SsrMode::Async />
                <ParentRoute path=path!("/ui") view=pages::Frame ssr=SsrMode::Async>
                    <Route path=path!("containers") view=pages::containers::List />
                    <Route path=path!("containers/new") view=parts::create />
                    <Route path=path!("containers/:cuid/:tab?") view=parts::detail />
                    <Route path=path!("images") view=parts::images />
                    <Route path=path!("images/*reference") view=parts::image />
                    <Route path=path!("activity") view=parts::activity />
                    <Route path=path!("system") view=parts::system />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Brings the page that the server rendered to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        parts::fetch_drawn().await;
        hydrate_body(App);
        // after the microtasks in which what is on the page comes to life
        set_timeout(
            || {
                if let Some(root) = document().document_element() {
                    let _ = root.set_attribute("data-hydrated", "true");
                }
            },
            std::time::Duration::ZERO,
        );
    });
}
