use axum::http::{HeaderMap, HeaderName, header};
use std::time::{Duration, SystemTime};

/// What a request may ask of a file before it gets it (RFC 9110, section 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Send it.
    Send,
    /// The client has it already: 304.
    NotModified,
    /// It is not what the client takes it for: 412.
    Failed,
}

/// A file as conditions see it.
pub(super) struct Validators<'a> {
    /// The strong entity tag, quoted.
    pub(super) etag: &'a str,
    /// When it was last changed, to the second, as headers tell it.
    pub(super) modified: SystemTime,
}

impl Validators<'_> {
    /// The order of section 13.2.2: tags before times, and what must match before what must not.
    pub(super) fn judge(&self, headers: &HeaderMap) -> Verdict {
        if let Some(tags) = tags(headers, &header::IF_MATCH) {
            if !tags.iter().any(|tag| tag == "*" || tag == self.etag) {
                return Verdict::Failed;
            }
        } else if date(headers, &header::IF_UNMODIFIED_SINCE).is_some_and(|at| self.modified > at) {
            return Verdict::Failed;
        }
        let has_it = match tags(headers, &header::IF_NONE_MATCH) {
            // a weak tag is good enough to say that nothing has changed
            Some(tags) => tags
                .iter()
                .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.etag),
            None => date(headers, &header::IF_MODIFIED_SINCE).is_some_and(|at| self.modified <= at),
        };
        if has_it { Verdict::NotModified } else { Verdict::Send }
    }

    /// Whether parts can be sent to who has others already (section 13.1.5).
    pub(super) fn allows_parts(&self, headers: &HeaderMap) -> bool {
        let Some(value) = headers.get(header::IF_RANGE) else { return true };
        let Ok(value) = value.to_str() else { return false };
        if value.contains('"') {
            return value.trim() == self.etag;
        }
        // a time identifies content only where that had a second to change again (section 8.8.2.2)
        let settled = self.modified.elapsed().is_ok_and(|past| past > Duration::from_secs(1));
        httpdate::parse_http_date(value).is_ok_and(|at| at == self.modified && settled)
    }
}

/// The entity tags of a header, quoted; `None` where it is absent.
pub(super) fn tags(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<String>> {
    let mut all = None;
    for value in headers.get_all(name) {
        let tags: &mut Vec<String> = all.get_or_insert_default();
        let value = value.to_str().unwrap_or_default();
        // our own tags have no comma; what others have with one matches nothing either way
        tags.extend(value.split(',').map(|tag| tag.trim().to_owned()));
    }
    all
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Validators, Verdict};
    use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
    use std::time::{Duration, UNIX_EPOCH};

    const SAME: &str = "Sun, 09 Sep 2001 01:46:40 GMT";
    const BEFORE: &str = "Sun, 09 Sep 2001 01:46:39 GMT";

    fn with(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    fn file() -> Validators<'static> {
        Validators { etag: "\"a\"", modified: UNIX_EPOCH + Duration::from_secs(1_000_000_000) }
    }

    #[test]
    fn conditions_hold_in_the_standards_order() {
        use header::{IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
        for (headers, verdict) in [
            (with(&[]), Verdict::Send),
            (with(&[(IF_MATCH, "\"b\", \"a\"")]), Verdict::Send),
            (with(&[(IF_MATCH, "*")]), Verdict::Send),
            (with(&[(IF_MATCH, "W/\"a\"")]), Verdict::Failed),
            (with(&[(IF_MATCH, "\"b\"")]), Verdict::Failed),
            (with(&[(IF_MATCH, "\"a\""), (IF_UNMODIFIED_SINCE, BEFORE)]), Verdict::Send),
            (with(&[(IF_UNMODIFIED_SINCE, SAME)]), Verdict::Send),
            (with(&[(IF_UNMODIFIED_SINCE, BEFORE)]), Verdict::Failed),
            (with(&[(IF_NONE_MATCH, "W/\"a\"")]), Verdict::NotModified),
            (with(&[(IF_NONE_MATCH, "*")]), Verdict::NotModified),
            (with(&[(IF_NONE_MATCH, "\"b\""), (IF_MODIFIED_SINCE, SAME)]), Verdict::Send),
            (with(&[(IF_MODIFIED_SINCE, SAME)]), Verdict::NotModified),
            (with(&[(IF_MODIFIED_SINCE, BEFORE)]), Verdict::Send),
            (with(&[(IF_MODIFIED_SINCE, "yesterday")]), Verdict::Send),
        ] {
            assert_eq!(file().judge(&headers), verdict, "{headers:?}");
        }
    }

    #[test]
    fn parts_are_for_who_has_the_same_file() {
        for (value, allowed) in [
            ("\"a\"", true),
            ("\"b\"", false),
            ("W/\"a\"", false),
            (SAME, true),
            (BEFORE, false),
            ("nonsense", false),
        ] {
            assert_eq!(
                file().allows_parts(&with(&[(header::IF_RANGE, value)])),
                allowed,
                "{value}"
            );
        }
        assert!(file().allows_parts(&HeaderMap::new()));
    }
}
