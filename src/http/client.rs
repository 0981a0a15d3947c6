//! Who is at the other end, with a trusted reverse proxy seen through.

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// The client of a request, as far as it can be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    /// Its address.
    pub(super) remote: Option<IpAddr>,
    /// The host it asked for, with the port.
    pub(super) host: Option<String>,
    /// Whether it came by TLS.
    pub(super) secure: bool,
}

impl Client {
    /// Reads connection and headers; `X-Forwarded-*` counts only where a trusted proxy is the peer.
    pub(super) fn of(parts: &Parts, proxies: &[IpNet]) -> Self {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip().to_canonical());
        let headers = &parts.headers;
        let direct = text(headers, header::HOST.as_str())
            .map(str::to_owned)
            .or_else(|| parts.uri.authority().map(ToString::to_string));
        if !peer.is_some_and(|peer| is_trusted(peer, proxies)) {
            return Self { remote: peer, host: direct, secure: false };
        }
        Self {
            remote: forwarded_for(headers, proxies).or(peer),
            host: first(headers, "x-forwarded-host").map(str::to_owned).or(direct),
            secure: first(headers, "x-forwarded-proto")
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https")),
        }
    }
}

/// The last address that is not a trusted proxy: what stands before it, anybody can have written.
fn forwarded_for(headers: &HeaderMap, proxies: &[IpNet]) -> Option<IpAddr> {
    let lists: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|list| list.to_str().ok()).collect();
    let mut furthest = None;
    for entry in lists.iter().rev().flat_map(|list| list.rsplit(',')) {
        let Some(address) = address(entry.trim()) else { break };
        furthest = Some(address);
        if !is_trusted(address, proxies) {
            break;
        }
    }
    furthest
}

/// Some proxies add the port.
fn address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn first<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    text(headers, name)?.split(',').next().map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Client;
    use axum::{extract::ConnectInfo, http::Request};
    use ipnet::IpNet;
    use std::net::{IpAddr, SocketAddr};

    fn client(peer: [u8; 4], headers: &[(&str, &str)]) -> Client {
        let mut request = Request::builder().header("host", "inner:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::from((peer, 1))));
        let proxies: [IpNet; 1] = ["10.0.0.0/8".parse().unwrap()];
        Client::of(&parts, &proxies)
    }

    #[test]
    fn a_stranger_is_not_believed() {
        let headers = [
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "a"),
        ];
        let client = client([9, 9, 9, 9], &headers);
        assert_eq!(client.remote, Some(IpAddr::from([9, 9, 9, 9])));
        assert_eq!(client.host.as_deref(), Some("inner:8080"));
        assert!(!client.secure);
    }

    #[test]
    fn a_trusted_proxy_is_seen_through() {
        let headers = [
            ("x-forwarded-for", "6.6.6.6, 1.1.1.1:55, 10.0.0.2"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "wharf.example.com, inner"),
        ];
        let client = client([10, 0, 0, 1], &headers);
        assert_eq!(client.remote, Some(IpAddr::from([1, 1, 1, 1])));
        assert_eq!(client.host.as_deref(), Some("wharf.example.com"));
        assert!(client.secure);
    }

    #[test]
    fn a_proxy_that_says_nothing_is_the_client_itself() {
        assert_eq!(client([10, 0, 0, 1], &[]).remote, Some(IpAddr::from([10, 0, 0, 1])));
        assert_eq!(
            client([10, 0, 0, 1], &[("x-forwarded-for", "garbage")]).remote,
            Some(IpAddr::from([10, 0, 0, 1]))
        );
    }
}
