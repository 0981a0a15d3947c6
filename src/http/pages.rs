//! The dashboard: pages rendered here, and the server functions that they call.

use super::{
    AppState,
    audit::Audited,
    auth::is_navigation,
    error::{Refusal, describe},
    headers,
    request_info::RequestInfo,
};
use app::{App, api::Services, shell};
use axum::{
    Router,
    extract::{FromRef as _, Request},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use leptos::{
    config::LeptosOptions,
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{
    LeptosRoutes as _, ResponseOptions, generate_route_list_with_exclusions,
    render_app_async_with_context,
};
use std::sync::Arc;

/// Where the dashboard begins.
const HOME: &str = "/ui/containers";

/// Adds the pages and server functions, and what is answered to paths that nobody knows.
pub(super) fn mount(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let options = LeptosOptions::from_ref(state);
    let page = move || shell(options.clone());
    let context = context(state.clone());
    let listed = generate_route_list_with_exclusions(App, Some(vec!["/".to_owned()]));
    let render = render_app_async_with_context(context.clone(), page.clone());
    let not_found = move |request: Request| {
        let render = render.clone();
        async move {
            if !is_navigation(request.method(), request.headers(), request.uri().path()) {
                return Refusal::unknown_route().into_response();
            }
            let mut response: Response = render(request).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        }
    };
    router
        .route("/", get(|| async { Redirect::to(HOME) }))
        .leptos_routes_with_context(state, listed, context, page)
        .fallback(not_found)
}

/// What views and server functions find in their context; also gives the page its policy.
fn context(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        let domain = Arc::clone(&state.domain);
        let info = use_context::<Parts>()
            .and_then(|parts| parts.extensions.get::<Arc<RequestInfo>>().cloned());
        let others = Services {
            containers: Arc::clone(&domain) as _,
            files: Arc::clone(&domain) as _,
            host: Arc::clone(&domain) as _,
            images: Arc::clone(&domain) as _,
            logs: Arc::clone(&domain) as _,
            plans: Arc::clone(&domain) as _,
            sessions: Arc::clone(&domain) as _,
            stats: Arc::clone(&domain) as _,
            activity: Arc::new(state.log.activity().clone()),
            describe,
        };
        provide_context(match info {
            Some(info) => {
                let audited = Arc::new(Audited { domain, info });
                Services {
                    containers: Arc::clone(&audited) as _,
                    files: Arc::clone(&audited) as _,
                    images: Arc::clone(&audited) as _,
                    logs: Arc::clone(&audited) as _,
                    plans: Arc::clone(&audited) as _,
                    sessions: audited,
                    ..others
                }
            }
            None => others,
        });
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Some(policy) = headers::page_policy(&nonce)
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}
