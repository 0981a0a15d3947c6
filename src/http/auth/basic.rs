use app::types::{ErrorKind, Failure};
use axum::http::HeaderValue;
use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Some clients leave the padding out.
const DECODER: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The login, hashed: comparing hashes in constant time tells nothing of lengths or beginnings.
pub(super) struct Credentials {
    user: [u8; 32],
    password: [u8; 32],
}

impl Credentials {
    pub(super) fn new(user: &str, password: &str) -> Self {
        Self { user: hash(user), password: hash(password) }
    }

    pub(super) fn are(&self, user: &str, password: &str) -> bool {
        let right = self.user.ct_eq(&hash(user)) & self.password.ct_eq(&hash(password));
        right.into()
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Reads an `Authorization` header: user and password.
pub(super) fn read(header: &HeaderValue) -> Result<(String, String), Failure> {
    let refused = |code: &str, message: &str| Failure::new(ErrorKind::AuthError, code, message);
    let malformed = || {
        refused(
            "MALFORMED_CREDENTIALS",
            "The credentials can't be read: send Authorization: Basic, then user:password in base64.",
        )
    };
    let text = header.to_str().map_err(|_| malformed())?;
    let (scheme, encoded) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(refused(
            "UNSUPPORTED_SCHEME",
            "Only the Basic scheme is known: send Authorization: Basic, then user:password in base64.",
        ));
    }
    let decoded = DECODER.decode(encoded.trim()).map_err(|_| malformed())?;
    let decoded = String::from_utf8(decoded).map_err(|_| malformed())?;
    let (user, password) = decoded.split_once(':').ok_or_else(malformed)?;
    Ok((user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Credentials, read};
    use axum::http::HeaderValue;

    fn outcome(header: &str) -> Result<(String, String), String> {
        read(&HeaderValue::from_str(header).unwrap()).map_err(|failure| failure.code)
    }

    #[test]
    fn credentials_are_read() {
        let expected = Ok(("admin".to_owned(), "pass:word".to_owned()));
        assert_eq!(outcome("Basic YWRtaW46cGFzczp3b3Jk"), expected);
        assert_eq!(outcome("basic  YWRtaW46cGFzczp3b3Jk"), expected);
        assert_eq!(outcome("Basic YTo="), Ok(("a".to_owned(), String::new())));
        assert_eq!(outcome("Basic YTo"), Ok(("a".to_owned(), String::new())), "without padding");
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        for (header, code) in [
            ("Bearer abc", "UNSUPPORTED_SCHEME"),
            ("YWRtaW46cGFzcw==", "UNSUPPORTED_SCHEME"),
            ("", "UNSUPPORTED_SCHEME"),
            ("Basic", "MALFORMED_CREDENTIALS"),
            ("Basic !!!", "MALFORMED_CREDENTIALS"),
            ("Basic YWRtaW4=", "MALFORMED_CREDENTIALS"),
            ("Basic //8=", "MALFORMED_CREDENTIALS"),
        ] {
            assert_eq!(outcome(header), Err(code.to_owned()), "{header}");
        }
    }

    #[test]
    fn both_user_and_password_must_be_right() {
        let login = Credentials::new("admin", "secret");
        assert!(login.are("admin", "secret"));
        for (user, password) in
            [("admin", "secret "), ("Admin", "secret"), ("", ""), ("secret", "admin")]
        {
            assert!(!login.are(user, password), "{user}:{password}");
        }
    }
}
