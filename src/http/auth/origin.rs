use crate::config::Authority;
use app::types::{ErrorKind, Failure};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use std::net::IpAddr;

/// Which sites' pages may use a browser's login.
///
/// A browser sends cookies and Basic credentials along with what any page asks of this server
/// (Dozzle CVE-2026-44985, Portainer CVE-2018-12678), so whatever changes something or opens a
/// WebSocket must come from our own pages. A page whose own name was pointed at this server (DNS
/// rebinding) would pass for one of ours; it is told by its name.
pub(super) struct OriginPolicy {
    trusted: Vec<Authority>,
    machine: String,
}

impl OriginPolicy {
    pub(super) fn new(trusted: Vec<Authority>) -> Self {
        let machine = rustix::system::uname().nodename().to_string_lossy().to_ascii_lowercase();
        Self { trusted, machine }
    }

    /// Refuses what comes from another site. `host` is what the client asked for.
    pub(super) fn check(
        &self,
        method: &Method,
        headers: &HeaderMap,
        host: Option<&str>,
    ) -> Result<(), Failure> {
        let harmless =
            matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) && !is_upgrade(headers);
        let Some(origin) = headers.get(header::ORIGIN) else {
            let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
            return match site {
                Some(b"cross-site" | b"same-site") if !harmless => {
                    Err(foreign("another site", host))
                }
                _ => Ok(()),
            };
        };
        let origin = origin.to_str().unwrap_or_default();
        let from = Authority::from_origin(origin);
        if from.as_ref().is_some_and(|from| self.trusted.contains(from)) {
            return Ok(());
        }
        let to = host.and_then(Authority::from_host);
        if !to.as_ref().is_some_and(|to| self.is_ours(to.host())) {
            return Err(unknown_host(host));
        }
        if harmless || (from.is_some() && from == to) { Ok(()) } else { Err(foreign(origin, host)) }
    }

    fn is_ours(&self, host: &str) -> bool {
        let address =
            host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        let label = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        address.parse::<IpAddr>().is_ok()
            || host == "localhost"
            || host.ends_with(".localhost")
            || (!self.machine.is_empty() && label(host) == label(&self.machine))
            || self.trusted.iter().any(|trusted| trusted.host() == host)
    }
}

fn is_upgrade(headers: &HeaderMap) -> bool {
    headers.get(header::UPGRADE).is_some_and(|to| to.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

fn foreign(origin: &str, host: Option<&str>) -> Failure {
    let expected = host.unwrap_or("this server");
    Failure::new(
        ErrorKind::AuthError,
        "FOREIGN_ORIGIN",
        format!(
            "This request comes from {origin}, but only pages of {expected} may make it. \
             If that is an address of this server, add it to TRUSTED_ORIGINS and restart."
        ),
    )
    .with("origin", origin)
    .with("expected", expected)
}

fn unknown_host(host: Option<&str>) -> Failure {
    let host = host.unwrap_or_default();
    Failure::new(
        ErrorKind::AuthError,
        "UNKNOWN_HOST",
        format!(
            "This server does not know itself by the name {host}. If the name is right, add its origin \
             (such as https://{host}) to TRUSTED_ORIGINS and restart."
        ),
    )
    .with("host", host)
}

#[cfg(test)]
mod tests {
    use super::OriginPolicy;
    use crate::config::Authority;
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

    fn verdict(method: &Method, host: &str, headers: &[(&str, &str)]) -> String {
        let policy = OriginPolicy {
            trusted: vec![Authority::from_origin("https://wharf.example.com").unwrap()],
            machine: "dock".to_owned(),
        };
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        policy
            .check(method, &headers, Some(host))
            .map_or_else(|failure| failure.code, |()| "ok".to_owned())
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        for (host, origin, expected) in [
            ("localhost:8080", "http://localhost:8080", "ok"),
            ("10.0.0.5:8080", "http://10.0.0.5:8080", "ok"),
            ("[::1]:8080", "http://[::1]:8080", "ok"),
            ("dock:8080", "http://dock:8080", "ok"),
            ("dock.lan:8080", "http://dock.lan:8080", "ok"),
            ("a.localhost", "http://a.localhost", "ok"),
            ("10.0.0.5", "https://10.0.0.5", "ok"),
            ("inner:8080", "https://wharf.example.com", "ok"),
            ("wharf.example.com", "https://wharf.example.com", "ok"),
            ("localhost:8080", "http://localhost:3000", "FOREIGN_ORIGIN"),
            ("localhost:8080", "https://evil.example", "FOREIGN_ORIGIN"),
            ("localhost:8080", "null", "FOREIGN_ORIGIN"),
            ("localhost:8080", "http://localhost:8080.evil.example", "FOREIGN_ORIGIN"),
            ("wharf.example.com", "https://evil.example", "FOREIGN_ORIGIN"),
            ("evil.example:8080", "http://evil.example:8080", "UNKNOWN_HOST"),
            ("docker.evil.example", "http://docker.evil.example", "UNKNOWN_HOST"),
            ("", "http://localhost", "UNKNOWN_HOST"),
        ] {
            assert_eq!(
                verdict(&Method::POST, host, &[("origin", origin)]),
                expected,
                "{host} {origin}"
            );
            let upgrade = [("origin", origin), ("upgrade", "WebSocket")];
            assert_eq!(verdict(&Method::GET, host, &upgrade), expected, "upgrade {host} {origin}");
        }
    }

    #[test]
    fn programs_without_an_origin_pass() {
        assert_eq!(verdict(&Method::POST, "any.example", &[]), "ok");
        assert_eq!(
            verdict(&Method::DELETE, "any.example", &[("sec-fetch-site", "same-origin")]),
            "ok"
        );
    }

    #[test]
    fn a_browser_that_only_names_the_site_is_believed() {
        for site in ["cross-site", "same-site"] {
            let headers = [("sec-fetch-site", site)];
            assert_eq!(verdict(&Method::POST, "localhost", &headers), "FOREIGN_ORIGIN");
            // a link from elsewhere
            assert_eq!(verdict(&Method::GET, "localhost", &headers), "ok");
        }
    }

    #[test]
    fn reading_is_harmless_but_not_under_a_strange_name() {
        assert_eq!(verdict(&Method::GET, "localhost", &[("origin", "https://evil.example")]), "ok");
        assert_eq!(
            verdict(&Method::GET, "evil.example", &[("origin", "http://evil.example")]),
            "UNKNOWN_HOST"
        );
    }
}
