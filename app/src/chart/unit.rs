use crate::text::{self, decimals};

/// What the numbers of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Cores that are kept busy.
    Cores,
    /// Bytes.
    Bytes,
    /// Bytes a second.
    BytesPerSecond,
    /// How many there are of something.
    Count,
}

impl Unit {
    /// A value as exact as it matters, with its unit: `0.52 cores`.
    pub(crate) fn words(self, value: f64) -> String {
        match self {
            Self::Cores => format!("{} cores", cores(value)),
            Self::Bytes => text::bytes(whole(value)),
            Self::BytesPerSecond => format!("{}/s", text::bytes(whole(value))),
            Self::Count => whole(value).to_string(),
        }
    }

    /// A round value, as it stands on an axis.
    pub(super) fn label(self, value: f64) -> String {
        match self {
            Self::Cores => {
                let digits = decimals(value, 3);
                digits.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            _ => self.words(value),
        }
    }

    /// What an axis reaches up to at least, so that next to nothing does not look like much.
    pub(super) const fn least(self) -> f64 {
        match self {
            Self::Cores => 0.1,
            Self::Bytes => 1_048_576.0,
            Self::BytesPerSecond => 4096.0,
            Self::Count => 4.0,
        }
    }

    /// Whether round numbers are powers of two.
    pub(super) const fn is_binary(self) -> bool {
        matches!(self, Self::Bytes | Self::BytesPerSecond)
    }
}

/// Cores with as many digits as say something.
fn cores(value: f64) -> String {
    let digits = match value {
        value if value > 0.0 && value < 0.1 => 3,
        ..10.0 => 2,
        _ => 1,
    };
    decimals(value, digits)
}

/// A part of a whole in percent: `0.4 %`, `26 %`.
pub(crate) fn percent(value: f64) -> String {
    let digits = u32::from(value > 0.0 && value < 9.95);
    format!("{} %", decimals(value, digits))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is measured is never negative; a cast of floats stops at the largest number"
)]
fn whole(value: f64) -> u64 {
    value.round() as u64
}

#[cfg(test)]
mod tests {
    use super::{Unit, percent};

    #[test]
    fn values_are_told_with_their_units() {
        for (unit, value, words) in [
            (Unit::Cores, 0.0, "0.00 cores"),
            (Unit::Cores, 0.0042, "0.004 cores"),
            (Unit::Cores, 0.516, "0.52 cores"),
            (Unit::Cores, 12.34, "12.3 cores"),
            (Unit::Bytes, 1_572_864.0, "1.5 MiB"),
            (Unit::BytesPerSecond, 2048.0, "2 KiB/s"),
            (Unit::Count, 3.0, "3"),
        ] {
            assert_eq!(unit.words(value), words);
        }
        assert_eq!(Unit::Cores.label(0.05), "0.05");
        assert_eq!(Unit::Cores.label(2.0), "2");
        assert_eq!(percent(0.44), "0.4 %");
        assert_eq!(percent(9.96), "10 %");
        assert_eq!(percent(104.2), "104 %");
    }
}
