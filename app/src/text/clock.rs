/// The moment as the server's own clock on the wall showed it: `2026-01-20 15:30:00 +01:00`.
pub(crate) fn exact(rfc3339: &str) -> String {
    let (Some(date), Some(time)) = (rfc3339.get(..10), rfc3339.get(11..19)) else {
        return rfc3339.to_owned();
    };
    let offset = match rfc3339[19..].find(['Z', '+', '-']).map(|at| &rfc3339[19 + at..]) {
        None | Some("Z" | "+00:00" | "-00:00") => "UTC",
        Some(offset) => offset,
    };
    format!("{date} {time} {offset}")
}

/// Seconds between 1970 and the moment; `None` for what is no RFC 3339 date and time.
pub(crate) fn seconds(rfc3339: &str) -> Option<i64> {
    let number = |from: usize, to: usize| rfc3339.get(from..to)?.parse::<i64>().ok();
    let days = days(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let of_day = number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    let rest = rfc3339.get(19..)?;
    let offset = match rest.find(['+', '-']) {
        None => 0,
        Some(at) => {
            let zone = &rest[at..];
            let minutes =
                zone.get(1..3)?.parse::<i64>().ok()? * 60 + zone.get(4..6)?.parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes * 60 } else { minutes * 60 }
        }
    };
    Some(days * 86_400 + of_day - offset)
}

/// Nanoseconds between 1970 and the moment, by all the digits it has; `None` for what is no RFC 3339
/// date and time, or of another age.
pub(crate) fn nanoseconds(rfc3339: &str) -> Option<i64> {
    let whole = seconds(rfc3339)?;
    let fraction = rfc3339.get(19..)?.strip_prefix('.').unwrap_or_default();
    let digits = fraction.bytes().take(9).take_while(u8::is_ascii_digit);
    let (mut nanoseconds, mut unit) = (0, 100_000_000);
    for digit in digits {
        nanoseconds += i64::from(digit - b'0') * unit;
        unit /= 10;
    }
    whole.checked_mul(1_000_000_000)?.checked_add(nanoseconds)
}

/// The moment so many nanoseconds after 1970, RFC 3339 in UTC.
pub(crate) fn moment(nanoseconds: i64) -> String {
    let (seconds, fraction) =
        (nanoseconds.div_euclid(1_000_000_000), nanoseconds.rem_euclid(1_000_000_000));
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:09}Z")
}

/// The time of day of a moment in seconds since 1970: `15:30:00 UTC`.
#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 fit for ages to come")]
pub(crate) fn time_of_day(seconds: f64) -> String {
    let moment = moment((seconds.round() as i64).saturating_mul(1_000_000_000));
    format!("{} UTC", moment.get(11..19).unwrap_or_default())
}

/// The date so many days after 1970-01-01 (Howard Hinnant, `civil_from_days`).
const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, `days_from_civil`).
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// How long ago that was, in the largest unit that fits: `3 min`. Changes once a minute at most.
pub(crate) fn since(moment: i64, now: i64) -> String {
    match now - moment {
        ..60 => "just now".to_owned(),
        past @ 60..3600 => format!("{} min", past / 60),
        past @ 3600..172_800 => format!("{} h", past / 3600),
        past => format!("{} d", past / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::{exact, moment, nanoseconds, seconds, since};

    #[test]
    fn moments_are_read_with_their_offset() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-01-20T15:30:00+01:00", Some(1_705_761_000)),
            ("2024-02-29T23:59:59.123456789Z", Some(1_709_251_199)),
            ("2000-03-01T00:00:00.000-05:30", Some(951_888_600)),
            ("yesterday", None),
            ("2024-01-20", None),
            ("2024-01-20T15:30:00+1", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_counted_in_nanoseconds_and_written_again() {
        for (text, expected) in [
            ("1970-01-01T00:00:00.000000001Z", 1),
            ("2026-11-26T13:09:03.413749387Z", 1_795_698_543_413_749_387),
            ("2026-11-26T13:09:03.4Z", 1_795_698_543_400_000_000),
            ("2024-02-29T23:59:59.1234567891Z", 1_709_251_199_123_456_789),
            ("1969-12-31T23:59:59Z", -1_000_000_000),
        ] {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
            assert_eq!(nanoseconds(&moment(expected)), Some(expected), "{text}");
        }
        assert_eq!(moment(1_709_251_199_123_456_789), "2024-02-29T23:59:59.123456789Z");
        assert_eq!(moment(-1), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(nanoseconds("9999-01-01T00:00:00Z"), None);
    }

    #[test]
    fn moments_are_shown_as_the_server_wrote_them() {
        assert_eq!(exact("2024-01-20T15:30:00.123+01:00"), "2024-01-20 15:30:00 +01:00");
        assert_eq!(exact("2024-01-20T15:30:00Z"), "2024-01-20 15:30:00 UTC");
        assert_eq!(exact("2024-01-20T15:30:00.5+00:00"), "2024-01-20 15:30:00 UTC");
        assert_eq!(exact("soon"), "soon");
    }

    #[test]
    fn ages_in_the_largest_unit() {
        for (age, text) in [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (172_799, "47 h"),
            (172_800, "2 d"),
        ] {
            assert_eq!(since(1000, 1000 + age), text);
        }
    }
}
