//! What the action log calls a request.

use axum::http::Method;
use std::borrow::Cow;

/// Whether the log has a line for it: not for static files, and not for the probe that a
/// supervisor sends every few seconds.
pub(super) fn is_logged(path: &str) -> bool {
    path != "/livez" && !super::is_static(path)
}

/// The action's name, `container.start`: from the route, so that no handler has to say it.
pub(super) fn of(method: &Method, route: Option<&str>, path: &str) -> String {
    let name: Cow<'static, str> = match (method.as_str(), route.unwrap_or_default()) {
        ("POST", "/containers") => "container.create".into(),
        ("GET" | "HEAD", "/containers") => "container.list".into(),
        ("GET" | "HEAD", "/containers/{cuid}") => "container.get".into(),
        ("PATCH", "/containers/{cuid}") => "container.update".into(),
        ("DELETE", "/containers/{cuid}") => "container.delete".into(),
        ("POST", "/login") => "auth.login".into(),
        ("POST", "/logout") => "auth.logout".into(),
        ("GET", "/ws/{cuid}") => "terminal.session".into(),
        ("GET" | "HEAD", "/host") => "host.read".into(),
        ("GET" | "HEAD", "/images") => "image.list".into(),
        ("GET" | "HEAD", "/images/{*reference}") => "image.get".into(),
        ("DELETE", "/images/{*reference}") => "image.delete".into(),
        ("POST", "/images/pull") => "image.pull".into(),
        ("POST", "/images/prune") => "image.prune".into(),
        ("GET" | "HEAD", "/pulls") => "pull.list".into(),
        ("DELETE", "/pulls/{id}") => "pull.cancel".into(),
        ("GET" | "HEAD", "/activity") => "activity.list".into(),
        ("GET" | "HEAD", "/activity/follow") => "activity.follow".into(),
        ("GET" | "HEAD", "/stats") => "stats.follow".into(),
        ("GET" | "HEAD", "/containers/{cuid}/stats/history") => "container.stats_history".into(),
        ("GET" | "HEAD", "/events") => "events.follow".into(),
        ("GET" | "HEAD", "/healthz") => "health.read".into(),
        ("GET" | "HEAD", route) if route.starts_with("/ui/") || route == "/login" => {
            "page.view".into()
        }
        ("GET" | "HEAD", route) if route.starts_with("/docs") || route == "/openapi.json" => {
            "docs.read".into()
        }
        ("GET" | "HEAD", "/containers/{cuid}/files") => "files.list".into(),
        ("PUT", "/containers/{cuid}/files") => "files.write".into(),
        ("DELETE", "/containers/{cuid}/files") => "files.delete".into(),
        // `/containers/{cuid}/files/move`
        (_, route) if route.starts_with("/containers/{cuid}/files/") => {
            format!("files.{}", path.rsplit('/').next().unwrap_or_default()).into()
        }
        ("GET" | "HEAD", "/containers/{cuid}/sessions") => "session.list".into(),
        ("DELETE", "/containers/{cuid}/sessions/{id}") => "session.end".into(),
        // `/containers/{cuid}/start` and what else stands behind a container
        (_, route) if route.starts_with("/containers/{cuid}/") => {
            format!("container.{}", path.rsplit('/').next().unwrap_or_default()).into()
        }
        // `/ui/fn/containers/list`
        (_, route) if route.starts_with("/ui/fn/") => {
            route.trim_start_matches("/ui/fn/").replace('/', ".").into()
        }
        _ => "unknown".into(),
    };
    name.into_owned()
}

/// The container that the path names.
pub(super) fn cuid(route: Option<&str>, path: &str) -> Option<String> {
    let position = route?.split('/').position(|part| part == "{cuid}")?;
    path.split('/').nth(position).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{cuid, of};
    use axum::http::Method;

    #[test]
    fn actions_are_named_by_their_route() {
        for (method, route, path, action) in [
            (Method::POST, "/containers", "/containers", "container.create"),
            (Method::GET, "/containers/{cuid}/status", "/containers/c1/status", "container.status"),
            (Method::POST, "/containers/{cuid}/start", "/containers/c1/start", "container.start"),
            (Method::DELETE, "/containers/{cuid}", "/containers/c1", "container.delete"),
            (
                Method::DELETE,
                "/containers/{cuid}/sessions/{id}",
                "/containers/c1/sessions/s1",
                "session.end",
            ),
            (Method::POST, "/ui/fn/host/facts", "/ui/fn/host/facts", "host.facts"),
            (Method::GET, "/ui/containers/{cuid}", "/ui/containers/c1", "page.view"),
        ] {
            assert_eq!(of(&method, Some(route), path), action, "{method} {path}");
        }
        assert_eq!(of(&Method::GET, None, "/nowhere"), "unknown");
    }

    #[test]
    fn the_container_is_read_from_the_path() {
        assert_eq!(
            cuid(Some("/containers/{cuid}/start"), "/containers/c1/start").as_deref(),
            Some("c1")
        );
        assert_eq!(cuid(Some("/ui/containers/{cuid}"), "/ui/containers/c2").as_deref(), Some("c2"));
        assert_eq!(cuid(Some("/containers"), "/containers"), None);
        assert_eq!(cuid(None, "/x"), None);
    }
}
