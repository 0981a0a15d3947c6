use crate::types::{ApiError, ErrorKind};
use leptos::prelude::*;

/// Where the error says that the login is no longer good: goes to the login page, which leads back
/// here, and returns true.
pub(crate) fn ended(error: &ApiError) -> bool {
    let ended = error.error == ErrorKind::AuthError && !error.code.contains("ORIGIN");
    if ended {
        let location = location();
        let here = format!(
            "{}{}",
            location.pathname().unwrap_or_default(),
            location.search().unwrap_or_default()
        );
        let next = String::from(js_sys::encode_uri_component(&here));
        let _ = location.assign(&format!("/login?error=session_expired&next={next}"));
    }
    ended
}
