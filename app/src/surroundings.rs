use leptos::prelude::*;

/// What views need to know about when and where they are shown, equal on both sides while the page
/// comes to life.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surroundings {
    /// Now, in seconds since 1970 by the server's clock; moves on in the browser.
    pub(crate) now: RwSignal<i64>,
    /// The name under which the browser reached this server, without a port.
    pub(crate) host: StoredValue<String>,
    /// Whether the page is alive: what needs the browser's help can be used.
    pub(crate) alive: RwSignal<bool>,
}

/// How often ages are brought up to date.
const TICK: std::time::Duration = std::time::Duration::from_secs(20);

impl Surroundings {
    /// Makes them for a page and lets time go on in the browser.
    pub(crate) fn provide() {
        let now = SharedValue::new(now_here).into_inner();
        let host = SharedValue::new(host_here).into_inner();
        let surroundings = Self {
            now: RwSignal::new(now),
            host: StoredValue::new(host),
            alive: RwSignal::new(false),
        };
        provide_context(surroundings);
        // the two clocks may differ: ages are told by the one that wrote the moments
        Effect::new(move |_| {
            surroundings.alive.set(true);
            let ahead = now - now_here();
            set_interval(move || surroundings.now.set(now_here() + ahead), TICK);
        });
    }

    /// Those of this page.
    pub(crate) fn get() -> Self {
        expect_context()
    }
}

#[cfg(feature = "ssr")]
fn now_here() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(not(feature = "ssr"))]
#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 fit for ages to come")]
fn now_here() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

#[cfg(feature = "ssr")]
fn host_here() -> String {
    let named = use_context::<axum::http::request::Parts>().and_then(|parts| {
        let header = parts.headers.get(axum::http::header::HOST)?.to_str().ok()?;
        let authority: axum::http::uri::Authority = header.parse().ok()?;
        Some(authority.host().to_owned())
    });
    named.unwrap_or_else(|| "localhost".to_owned())
}

#[cfg(not(feature = "ssr"))]
fn host_here() -> String {
    location().hostname().unwrap_or_default()
}
