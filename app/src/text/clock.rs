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
    use super::{exact, seconds, since};

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
