use super::cookie;
use crate::{
    domain::actor::{Actor, acting},
    http::{AppState, error::Refusal, is_static, request_info::RequestInfo},
};
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Uri, header, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;

/// What the API answers from; a browser that wanders there without a login sees an error instead of
/// being sent to the login page, unless it says that it navigates.
const API: [&str; 10] = [
    "/activity",
    "/containers",
    "/events",
    "/healthz",
    "/host",
    "/images",
    "/openapi.json",
    "/pulls",
    "/stats",
    "/ws",
];

/// Lets nobody past who is not logged in, and no other site's page.
pub(in crate::http) async fn guard(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    mut request: Request,
    next: Next,
) -> Response {
    let auth = &state.auth;
    let (method, headers) = (request.method(), request.headers());
    if let Err(failure) = auth.origins.check(method, headers, info.client.host.as_deref()) {
        if request.uri().path() == "/login" && is_form(headers) {
            let page = login_page(Some(&failure.code), None);
            info.set_failure(failure);
            return page;
        }
        return Refusal::from(failure).into_response();
    }
    if is_public(method, request.uri().path()) {
        return next.run(request).await;
    }
    match auth.authenticate(headers, info.client.remote) {
        Ok(session) => {
            let user = Arc::clone(&session.user);
            info.set_user(Arc::clone(&user));
            request.extensions_mut().insert(session);
            acting(Actor { user, request_id: info.shared_id() }, next.run(request)).await
        }
        Err(refusal) => refuse(refusal, method, headers, request.uri()),
    }
}

/// The whole of what needs no login.
fn is_public(method: &Method, path: &str) -> bool {
    match *method {
        Method::GET | Method::HEAD => path == "/login" || path == "/livez" || is_static(path),
        Method::POST => path == "/login",
        _ => false,
    }
}

fn refuse(refusal: Refusal, method: &Method, headers: &HeaderMap, uri: &Uri) -> Response {
    if !headers.contains_key(header::AUTHORIZATION) && is_navigation(method, headers, uri.path()) {
        return to_login(method, headers, uri);
    }
    // browsers answer this header with a dialog of their own, which is no use to a page's fetch
    let is_fetch = headers.contains_key("sec-fetch-site")
        && headers.get("sec-fetch-mode").is_none_or(|mode| mode != "navigate");
    let refusal = if is_fetch {
        refusal
    } else {
        refusal.header(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static(r#"Basic realm="Wharfinger", charset="UTF-8""#),
        )
    };
    refusal.into_response()
}

/// Whether somebody opens a page, rather than a program asking for data.
pub(in crate::http) fn is_navigation(method: &Method, headers: &HeaderMap, path: &str) -> bool {
    if let Some(mode) = headers.get("sec-fetch-mode") {
        return mode == "navigate";
    }
    let is_api = API.iter().any(|api| {
        path.strip_prefix(api).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let accepts = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    *method == Method::GET && !is_api && accepts.is_some_and(|kinds| kinds.contains("text/html"))
}

/// Whether a browser sent a form, and will show what it is answered.
pub(in crate::http) fn is_form(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    accepts.is_some_and(|kinds| kinds.contains("text/html"))
}

fn to_login(method: &Method, headers: &HeaderMap, uri: &Uri) -> Response {
    let wanted = uri.path_and_query().map(PathAndQuery::as_str);
    let next = wanted.filter(|wanted| *method == Method::GET && *wanted != "/");
    login_page(cookie::find(headers).map(|_| "SESSION_EXPIRED"), next)
}

/// Leads to the login page, with the code of what went wrong and where to go afterwards.
pub(in crate::http) fn login_page(code: Option<&str>, next: Option<&str>) -> Response {
    // the few words that the page knows
    let word = code.map(|code| match code {
        "TOO_MANY_FAILED_LOGINS" => "too_many".to_owned(),
        "UNKNOWN_HOST" => "foreign_origin".to_owned(),
        code => code.to_ascii_lowercase(),
    });
    let parameters = [("error", word.as_deref()), ("next", next)];
    let given = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    let place = if query.is_empty() { "/login".to_owned() } else { format!("/login?{query}") };
    Redirect::to(&place).into_response()
}
