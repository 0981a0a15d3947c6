use app::types::Failure;
use jiff::{Span, SpanRelativeTo, Timestamp};

/// Reads a moment as `since` and `until` take it: RFC 3339, seconds since 1970, or a span back from
/// `now`.
pub(super) fn parse(field: &str, text: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    let text = text.trim();
    let found = text
        .parse()
        .ok()
        .or_else(|| seconds(text))
        .or_else(|| back(text).and_then(|span| now.checked_sub(span).ok()));
    found.ok_or_else(|| {
        let words = format!(
            "`{field}` is a moment such as 2026-01-20T15:30:00Z, seconds since 1970, or a span back such as 10m or 1h 30m"
        );
        Failure::field(field, "INVALID_VALUE", words, text)
    })
}

/// `1700000000.25`
fn seconds(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    Timestamp::new(whole.parse().ok()?, format!("{fraction:0<9}").parse().ok()?).ok()
}

/// `90s`, `10m`, `1h 30m`, `7 days`: days have 24 hours here.
fn back(text: &str) -> Option<jiff::SignedDuration> {
    let span: Span = text.parse().ok()?;
    let relative = SpanRelativeTo::days_are_24_hours();
    span.to_duration(relative).ok().filter(|duration| !duration.is_negative())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use jiff::Timestamp;

    #[test]
    fn moments_are_read_in_three_ways() {
        let now: Timestamp = "2026-01-20T15:30:00Z".parse().unwrap();
        for (text, moment) in [
            ("2026-01-20T16:00:00.123456789+01:00", "2026-01-20T15:00:00.123456789Z"),
            ("1700000000", "2023-11-14T22:13:20Z"),
            ("1700000000.25", "2023-11-14T22:13:20.25Z"),
            ("1700000000.123456789", "2023-11-14T22:13:20.123456789Z"),
            ("0", "1970-01-01T00:00:00Z"),
            ("90s", "2026-01-20T15:28:30Z"),
            ("10m", "2026-01-20T15:20:00Z"),
            ("1h 30m", "2026-01-20T14:00:00Z"),
            ("1h30m", "2026-01-20T14:00:00Z"),
            ("7d", "2026-01-13T15:30:00Z"),
            ("1w", "2026-01-13T15:30:00Z"),
        ] {
            assert_eq!(parse("since", text, now).unwrap(), moment.parse().unwrap(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let now = Timestamp::now();
        for text in [
            "",
            "yesterday",
            "-10m",
            "10",
            "-5",
            "1.5.5",
            "1700000000.1234567890",
            "1e9",
            "10 bananas",
            "99999999999999999999",
            "2026-13-01T00:00:00Z",
            "2026-01-20",
            "99999999999y",
            "1 month",
        ] {
            let outcome = parse("since", text, now);
            assert_eq!(outcome.is_ok(), text == "10", "{text}: {outcome:?}");
        }
    }
}
