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

#[cfg(test)]
mod tests {
    use super::bytes;

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
}
