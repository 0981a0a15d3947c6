/// Bytes in the largest binary unit that keeps the number above one: `1.5 GiB`.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = (1..UNITS.len()).take_while(|unit| count >> (10 * unit) > 0).last().unwrap_or(0);
    let whole = count >> (10 * unit);
    let rest = if unit == 0 { 0 } else { (count >> (10 * (unit - 1))) & 1023 };
    match (whole, rest * 10 / 1024) {
        (whole, 0) => format!("{whole} {}", UNITS[unit]),
        (whole, tenth) => format!("{whole}.{tenth} {}", UNITS[unit]),
    }
}

/// A number that is not negative with so many digits behind its point: `0.52`. The standard library's
/// way is exact for numbers of any size, which the browser would have to load.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "what is shown is small; a cast of floats stops at the largest number"
)]
pub(crate) fn decimals(value: f64, digits: u32) -> String {
    let unit = 10_u64.pow(digits);
    let all = (value * unit as f64).round() as u64;
    let (whole, rest) = (all / unit, all % unit);
    if digits == 0 { whole.to_string() } else { format!("{whole}.{rest:0>0$}", digits as usize) }
}

/// About how many bytes somebody means who wrote that: `512m`, `1.5 GiB`. For what is shown beside
/// it; whether it is valid is the server's to say.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "about; a cast of floats stops at the largest number"
)]
pub(crate) fn about_bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let number = text.trim_end_matches(|char: char| !char.is_ascii_digit());
    let unit = text[number.len()..].trim();
    let shift = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Some(
        (number * f64::from(1_u32 << (shift / 2)) * f64::from(1_u32 << (shift - shift / 2))) as u64,
    )
}

#[cfg(test)]
mod tests {
    use super::{about_bytes, bytes, decimals};

    #[test]
    fn what_is_written_is_understood() {
        for (text, expected) in [
            ("512m", Some(512 << 20)),
            (" 1.5 GiB", Some(3 << 29)),
            ("6291456", Some(6 << 20)),
            ("2TB", Some(2 << 40)),
            ("", None),
            ("much", None),
            ("5x", None),
        ] {
            assert_eq!(about_bytes(text), expected, "{text}");
        }
    }

    #[test]
    fn the_largest_unit_that_fits() {
        for (count, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KiB"),
            (1536 << 20, "1.5 GiB"),
            (512 << 20, "512 MiB"),
            (5 << 40, "5 TiB"),
            (u64::MAX, "16777215.9 TiB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn digits_are_as_many_as_are_asked_for() {
        for (value, digits, text) in [
            (0.0, 2, "0.00"),
            (0.0042, 3, "0.004"),
            (1.996, 2, "2.00"),
            (9.05, 1, "9.1"),
            (104.5, 0, "105"),
            (-3.0, 1, "0.0"),
            (f64::NAN, 1, "0.0"),
        ] {
            assert_eq!(decimals(value, digits), text, "{value}");
        }
    }
}
