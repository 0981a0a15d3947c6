//! The browser's login and logout.

use super::{
    AppState,
    auth::{self, Session},
    body,
    error::Refusal,
    explain::refuse,
    query,
    request_info::RequestInfo,
};
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The largest login form, in bytes.
const MOST: usize = 16 * 1024;

/// The login form.
#[derive(Deserialize, ToSchema)]
pub(super) struct LoginForm {
    /// `APP_USER`.
    #[serde(alias = "user")]
    username: String,
    /// `APP_PASS`.
    password: String,
    /// The path to go to afterwards.
    #[serde(default)]
    next: String,
}

/// Log in a browser
///
/// Gives a cookie that stands for the Basic credentials until it expires or `POST /logout` ends it.
/// Programs need none of this: they send Basic credentials along.
#[utoipa::path(
    post,
    path = "/login",
    tag = "Session",
    operation_id = "logIn",
    security(()),
    request_body(content = LoginForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "To `next`, with the cookie `wharfinger_session`; a browser whose login was wrong goes back to the login page")),
)]
pub(super) async fn log_in(
    State(state): State<AppState>,
    Extension(info): Extension<Arc<RequestInfo>>,
    request: Request,
) -> Response {
    let from_page = auth::is_form(request.headers());
    let bytes = match body::read(request.into_body(), MOST).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refusal.into_response(),
    };
    let form = std::str::from_utf8(&bytes)
        .map_err(|_| refuse("INVALID_FORM", "The form is not in UTF-8."))
        .and_then(query::parse::<LoginForm>);
    let form = match form {
        Ok(form) => form,
        Err(failure) => return answer(from_page, &info, "", failure.into()),
    };
    let client = &info.client;
    match state.auth.log_in(client.remote, &form.username, &form.password, client.secure) {
        Ok(cookie) => {
            info.set_user(form.username.into());
            ([(header::SET_COOKIE, cookie)], Redirect::to(auth::local(&form.next))).into_response()
        }
        Err(refusal) => answer(from_page, &info, &form.next, refusal),
    }
}

/// A page's form goes back to the login page, which words the code; a program gets the error.
fn answer(from_page: bool, info: &RequestInfo, next: &str, refusal: Refusal) -> Response {
    if !from_page {
        return refusal.into_response();
    }
    let failure = refusal.into_failure();
    let page = auth::login_page(Some(&failure.code), Some(auth::local(next)));
    info.set_failure(failure);
    page
}

/// Log out a browser
///
/// Ends the session for good, and the event streams and terminals that are open on its behalf.
#[utoipa::path(
    post,
    path = "/logout",
    tag = "Session",
    operation_id = "logOut",
    responses((status = 303, description = "To the login page, without the cookie")),
)]
pub(super) async fn log_out(
    State(state): State<AppState>,
    Extension(session): Extension<Arc<Session>>,
) -> Response {
    // it writes and syncs a file
    let ended = tokio::task::spawn_blocking(move || state.auth.log_out(&session)).await;
    if ended.is_err() {
        return Refusal::internal().into_response();
    }
    let gone = HeaderValue::from_static(
        "wharfinger_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
    );
    ([(header::SET_COOKIE, gone)], Redirect::to("/login")).into_response()
}
