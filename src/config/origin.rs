use std::fmt;

/// The host and port of a web address, as far as it tells sites apart: in lower case, without the
/// scheme and without the port that the scheme implies.
///
/// The scheme is left out on purpose: behind a proxy that ends TLS the server cannot know it, and
/// another site never has the same host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    host: String,
    port: Option<u16>,
}

impl Authority {
    /// Reads an `Origin` header or a setting: `https://wharf.example.com:8443`.
    pub fn from_origin(text: &str) -> Option<Self> {
        let (rest, implied) = match text.trim().split_once("://")? {
            ("http", rest) => (rest, 80),
            ("https", rest) => (rest, 443),
            _ => return None,
        };
        let mut authority = Self::parse(rest.strip_suffix('/').unwrap_or(rest))?;
        authority.port = authority.port.filter(|port| *port != implied);
        Some(authority)
    }

    /// Reads a `Host` header. Which default port it means is unknown, so both are dropped.
    pub fn from_host(text: &str) -> Option<Self> {
        let mut authority = Self::parse(text.trim())?;
        authority.port = authority.port.filter(|port| ![80, 443].contains(port));
        Some(authority)
    }

    fn parse(text: &str) -> Option<Self> {
        let parsed: axum::http::uri::Authority = text.parse().ok()?;
        if parsed.as_str().contains('@') || parsed.host().is_empty() {
            return None;
        }
        let port = match parsed.as_str().strip_prefix(parsed.host())? {
            "" => None,
            port => Some(port.strip_prefix(':')?.parse().ok()?),
        };
        let host = parsed.host().trim_end_matches('.').to_ascii_lowercase();
        Some(Self { host, port })
    }

    /// The name or address, IPv6 in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Authority;

    #[test]
    fn an_origin_equals_the_host_it_was_served_from() {
        for (origin, host) in [
            ("http://localhost:8080", "localhost:8080"),
            ("http://Localhost", "localhost"),
            ("http://localhost", "localhost:80"),
            ("https://wharf.example.com", "wharf.example.com"),
            ("https://wharf.example.com", "WHARF.example.com:443"),
            ("https://wharf.example.com:8443", "wharf.example.com:8443"),
            ("http://[::1]:8080", "[::1]:8080"),
        ] {
            assert_eq!(
                Authority::from_origin(origin),
                Authority::from_host(host),
                "{origin} {host}"
            );
            assert!(Authority::from_origin(origin).is_some(), "{origin}");
        }
    }

    #[test]
    fn other_hosts_and_ports_differ() {
        for (origin, host) in [
            ("http://localhost:8081", "localhost:8080"),
            ("http://localhost", "localhost:8080"),
            ("http://evil.example", "wharf.example"),
            ("http://wharf.example.evil.example", "wharf.example"),
        ] {
            assert_ne!(
                Authority::from_origin(origin),
                Authority::from_host(host),
                "{origin} {host}"
            );
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "null",
            "",
            "localhost",
            "ftp://a",
            "http://",
            "http://a/b",
            "http://u@a",
            "http://a:99999",
        ] {
            assert_eq!(Authority::from_origin(text), None, "{text}");
        }
    }
}
