use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// What API answers may do in a browser: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The API documentation is a bundled application that makes style elements as it runs.
const DOCUMENTATION: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Sets what every answer carries; a policy or caching rule that is there already stays.
pub(super) fn secure(path: &str, headers: &mut HeaderMap) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // not `no-referrer`: that makes browsers send `Origin: null` with the forms of our own pages
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    let is_docs = path == "/docs" || path.starts_with("/docs/");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(if is_docs {
        DOCUMENTATION
    } else {
        NOTHING
    });
    // static files may be kept, but have to be asked about, unless their names say what they hold
    let caching = if super::is_static(path) || is_docs { "no-cache" } else { "no-store" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(caching));
}

/// What the dashboard's pages may do: run what carries this answer's nonce, talk to this server, and
/// show pictures and documents that they have fetched from it (`blob:`), which run nothing.
pub(super) fn page_policy(nonce: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}
