use super::AppState;
use axum::{
    Router,
    http::{HeaderValue, Response, header},
};
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};

/// Whoever has a file by this name has it for good: the name says what it holds.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Whether the path is one of the dashboard's static files, which need no login: the login page
/// itself is made of them.
pub fn is_static(path: &str) -> bool {
    path.starts_with("/pkg/")
        || path.starts_with("/assets/")
        || matches!(path, "/favicon.svg" | "/robots.txt")
}

/// Serves the static files, with the compressed ones beside them where the browser takes those.
pub(super) fn mount(router: Router<AppState>, site: &Path) -> Router<AppState> {
    let folder = |name: &str| {
        ServeDir::new(site.join(name))
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip()
    };
    router
        .nest_service("/pkg", ServiceBuilder::new().map_response(kept).service(folder("pkg")))
        .nest_service("/assets", folder("assets"))
        .route_service("/favicon.svg", ServeFile::new(site.join("favicon.svg")))
        .route_service("/robots.txt", ServeFile::new(site.join("robots.txt")))
}

fn kept<B>(mut answer: Response<B>) -> Response<B> {
    if !answer.status().is_client_error() {
        answer.headers_mut().insert(header::CACHE_CONTROL, FOR_GOOD);
    }
    answer
}
