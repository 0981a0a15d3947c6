use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::time::Duration;

const NAME: &str = "wharfinger_session";

/// What the cookie says, and nobody but this server can have written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ticket {
    /// The session's id.
    pub(super) id: String,
    /// Who logged in.
    pub(super) user: String,
    /// When the session ends, in seconds since 1970.
    pub(super) expires: u64,
}

/// Signs tickets with HMAC-SHA256.
pub(super) struct Signer(Hmac<Sha256>);

impl Signer {
    /// Derives the key from the server's secret and the login, so that a changed login ends every
    /// session. `None` never happens: HMAC takes keys of any length.
    pub(super) fn new(secret: &[u8; 32], user: &str, password: &str) -> Option<Self> {
        let mut derive = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        // the length keeps "ab" + "c" and "a" + "bc" apart
        derive.update(&(user.len() as u64).to_be_bytes());
        derive.update(user.as_bytes());
        derive.update(password.as_bytes());
        Hmac::new_from_slice(&derive.finalize().into_bytes()).ok().map(Self)
    }

    pub(super) fn sign(&self, ticket: &Ticket) -> String {
        let body = format!("{}.{}.{}", ticket.id, ticket.expires, BASE64.encode(&ticket.user));
        let seal = self.0.clone().chain_update(&body).finalize().into_bytes();
        format!("{body}.{}", BASE64.encode(seal))
    }

    /// The ticket, if it was signed here and has not expired at `now` (seconds since 1970).
    pub(super) fn verify(&self, value: &str, now: u64) -> Option<Ticket> {
        let (body, seal) = value.rsplit_once('.')?;
        // compares in constant time
        self.0.clone().chain_update(body).verify_slice(&BASE64.decode(seal).ok()?).ok()?;
        let mut parts = body.split('.');
        let (id, expires, user) = (parts.next()?, parts.next()?, parts.next()?);
        let ticket = Ticket {
            id: id.to_owned(),
            user: String::from_utf8(BASE64.decode(user).ok()?).ok()?,
            expires: expires.parse().ok()?,
        };
        (ticket.expires > now).then_some(ticket)
    }
}

/// The cookie's value in a request.
pub(super) fn find(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .map(|(_, value)| value)
}

/// The header that gives the cookie; `Secure` only where the browser came by TLS, since it would
/// drop the cookie otherwise.
pub(super) fn set(value: &str, length: Duration, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let age = length.as_secs();
    HeaderValue::from_str(&format!(
        "{NAME}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}"
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::{Signer, Ticket, find};
    use axum::http::{HeaderMap, HeaderValue, header};

    fn ticket() -> Ticket {
        Ticket { id: "abc123".to_owned(), user: "ädmin.x".to_owned(), expires: 1000 }
    }

    #[test]
    fn a_ticket_is_known_again_until_it_expires() {
        let signer = Signer::new(&[1; 32], "admin", "password").unwrap();
        let value = signer.sign(&ticket());
        assert_eq!(signer.verify(&value, 999), Some(ticket()));
        assert_eq!(signer.verify(&value, 1000), None);
    }

    #[test]
    fn no_byte_of_it_can_be_changed() {
        let signer = Signer::new(&[1; 32], "admin", "password").unwrap();
        let value = signer.sign(&ticket());
        for at in 0..value.len() {
            for byte in [b'A', b'.', b'0'] {
                let mut forged = value.clone().into_bytes();
                // the last character of base64 has bits that say nothing
                if forged[at] == byte || at == value.len() - 1 {
                    continue;
                }
                forged[at] = byte;
                let forged = String::from_utf8(forged).unwrap();
                assert_eq!(signer.verify(&forged, 0), None, "{forged}");
            }
        }
        for forged in ["", ".", "a.b.c", "a.99999999999.YQ."] {
            assert_eq!(signer.verify(forged, 0), None, "{forged}");
        }
    }

    #[test]
    fn another_secret_or_login_does_not_know_it() {
        let value = Signer::new(&[1; 32], "admin", "password").unwrap().sign(&ticket());
        for (secret, user, password) in [
            ([2; 32], "admin", "password"),
            ([1; 32], "admin", "passwore"),
            ([1; 32], "adminp", "assword"),
        ] {
            assert_eq!(Signer::new(&secret, user, password).unwrap().verify(&value, 0), None);
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; xwharfinger_session=no"));
        assert_eq!(find(&headers), None);
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("b=2;wharfinger_session=yes.it-is; c=3"),
        );
        assert_eq!(find(&headers), Some("yes.it-is"));
    }
}
