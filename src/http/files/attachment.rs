use axum::http::HeaderValue;
use std::fmt::Write as _;

/// `Content-Disposition` of a download, with its name for clients that know UTF-8 and for those that
/// do not (RFC 6266, section 4.3; RFC 8187).
pub(in crate::http) fn attachment(name: &str) -> HeaderValue {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "!#$&+-.^_`|~".contains(c);
    let ascii: String = name
        .chars()
        .map(|c| if c == ' ' || (c.is_ascii_graphic() && !"\"\\%".contains(c)) { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for c in name.chars() {
        if is_plain(c) {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // writing to a string cannot fail
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    HeaderValue::from_str(&format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}
