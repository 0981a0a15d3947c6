use crate::types::ApiError;
use leptos::prelude::*;

/// Where the error says that the login is no longer good: goes to the login page, which leads back
/// here, and returns true.
pub(crate) fn ended(error: &ApiError) -> bool {
    let ended = matches!(error.code.as_str(), "AUTH_REQUIRED" | "SESSION_EXPIRED");
    if ended {
        log_in_again();
    }
    ended
}

/// Goes to the login page, which leads back here.
pub(crate) fn log_in_again() {
    let location = location();
    let here = format!(
        "{}{}",
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    );
    let next = String::from(js_sys::encode_uri_component(&here));
    let _ = location.assign(&format!("/login?error=session_expired&next={next}"));
}
