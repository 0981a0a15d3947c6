use super::AppState;
use axum::Router;
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

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
        .nest_service("/pkg", folder("pkg"))
        .nest_service("/assets", folder("assets"))
        .route_service("/favicon.svg", ServeFile::new(site.join("favicon.svg")))
        .route_service("/robots.txt", ServeFile::new(site.join("robots.txt")))
}
