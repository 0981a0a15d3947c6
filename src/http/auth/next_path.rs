/// Where a login leads when it does not say where.
const HOME: &str = "/ui/containers";

/// The page to go to after a login: a path of this server, and nothing that a browser could take
/// for another site.
pub(in crate::http) fn local(next: &str) -> &str {
    let elsewhere = !next.starts_with('/')
        || next.starts_with("//")
        // browsers read a backslash as a slash, and skip tabs and line ends
        || next.contains(|c: char| c == '\\' || c.is_control());
    // back to the login or straight out again would be no use to anybody
    let path = next.split(['?', '#']).next().unwrap_or_default();
    if elsewhere || matches!(path, "/" | "/login" | "/logout") { HOME } else { next }
}

#[cfg(test)]
mod tests {
    use super::{HOME, local};

    #[test]
    fn paths_of_this_server_are_followed() {
        for next in ["/ui/containers/c1?tab=logs#x", "/docs/", "/a//b", "/?q=1"] {
            let expected = if next.starts_with("/?") { HOME } else { next };
            assert_eq!(local(next), expected);
        }
    }

    #[test]
    fn other_sites_are_not() {
        for next in [
            "",
            "evil",
            "https://evil.example",
            "//evil.example",
            "///evil",
            "/\\evil",
            "\\\\evil",
            "/a\\b",
            "/\t/evil",
            "/\n/evil",
            "javascript:alert(1)",
            "/login",
            "/login?next=/x",
            "/logout",
        ] {
            assert_eq!(local(next), HOME, "{next:?}");
        }
    }
}
