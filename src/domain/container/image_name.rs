/// Whether a text can be the name of an image: `[host[:port]/]path[:tag][@digest]`.
///
/// The grammar: <https://pkg.go.dev/github.com/distribution/reference>.
pub(super) fn is_image_name(text: &str) -> bool {
    if text.is_empty() || text.len() > 512 {
        return false;
    }
    let (named, digest) = match text.split_once('@') {
        Some((named, digest)) => (named, Some(digest)),
        None => (text, None),
    };
    if digest.is_some_and(|digest| !is_digest(digest)) {
        return false;
    }
    // a colon after the last slash begins the tag, one before it a port
    let (path, tag) = match named.rfind(':') {
        Some(at) if !named[at..].contains('/') => (&named[..at], Some(&named[at + 1..])),
        _ => (named, None),
    };
    if tag.is_some_and(|tag| !is_tag(tag)) {
        return false;
    }
    let mut parts = path.split('/');
    let first = path.split('/').next().unwrap_or_default();
    let has_host = path.contains('/')
        && (first.contains(['.', ':'])
            || first == "localhost"
            || first.contains(|c: char| c.is_ascii_uppercase()));
    if has_host && !parts.next().is_some_and(is_host) {
        return false;
    }
    parts.all(is_component)
}

fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let labels_fit = name.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    labels_fit && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Lower-case letters and digits, with `.`, `_`, `__` or dashes between them.
fn is_component(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    edge(text.chars().next())
        && edge(text.chars().next_back())
        && text.chars().all(|c| edge(Some(c)) || matches!(c, '.' | '_' | '-'))
        && !text.contains("..")
        && !text.contains("___")
        && !["._", "_.", ".-", "-.", "_-", "-_"].iter().any(|pair| text.contains(pair))
}

fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(kind, hex)| {
        !kind.is_empty()
            && kind.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-' | '_'))
            && hex.len() >= 32
            && hex.chars().all(|c| c.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_image_name;

    #[test]
    fn knows_names_from_other_texts() {
        for good in [
            "nginx",
            "nginx:alpine",
            "python:3.12-slim",
            "library/redis",
            "ghcr.io/owner/app:v1.2",
            "localhost:5000/a/b__c:x",
            "registry.example:443/team/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert!(is_image_name(good), "{good}");
        }
        for bad in [
            "",
            " ",
            "Nginx",
            "nginx:",
            ":alpine",
            "nginx alpine",
            "-x",
            "a//b",
            "/a",
            "a/",
            "a:b:c",
            "a@sha256:xyz",
            "a..b",
            "$(id)",
            "a;b",
            "a\nb",
            "../etc",
            "http://x/y",
            "--privileged",
        ] {
            assert!(!is_image_name(bad), "{bad}");
        }
    }
}
