use super::Unit;

/// How many lines an axis has at most beside the one at zero.
const MOST: f64 = 4.0;
/// A limit that is further up than so many times what was reached would leave a flat line.
const IN_REACH: f64 = 10.0;

/// An axis from zero up, in equal steps of a round number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    step: f64,
    steps: u32,
}

impl Scale {
    /// One that holds the highest value there is.
    pub(super) fn fitting(unit: Unit, highest: f64) -> Self {
        let highest = highest.max(unit.least());
        let least = highest / MOST;
        let step = if unit.is_binary() {
            least.log2().ceil().exp2()
        } else {
            let power = 10_f64.powf(least.log10().floor());
            let round = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power);
            // a hair less: 0.1 / 0.1 may be more than one
            let step = round.into_iter().find(|step| *step >= least - power * 1e-9);
            let step = step.unwrap_or(least);
            if unit == Unit::Count { step.max(1.0) } else { step }
        };
        let mut steps = 1;
        while f64::from(steps) * step < highest - step * 1e-9 {
            steps += 1;
        }
        Self { step, steps }
    }

    /// One for values up to that and, where it is in reach, their limit.
    pub(super) fn with_limit(unit: Unit, highest: f64, limit: Option<f64>) -> Self {
        let reached = highest.max(unit.least());
        let limit = limit.filter(|limit| *limit <= reached * IN_REACH);
        Self::fitting(unit, highest.max(limit.unwrap_or(0.0)))
    }

    pub(super) fn top(self) -> f64 {
        self.step * f64::from(self.steps)
    }

    /// What stands on the axis, from the top down.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        (0..=self.steps).rev().map(move |number| f64::from(number) * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, Unit};

    fn labels(unit: Unit, highest: f64) -> Vec<String> {
        Scale::fitting(unit, highest).ticks().map(|tick| unit.label(tick)).collect()
    }

    #[test]
    fn numbers_on_an_axis_are_round() {
        assert_eq!(labels(Unit::Cores, 0.0), ["0.1", "0.05", "0"]);
        assert_eq!(labels(Unit::Cores, 0.4), ["0.4", "0.3", "0.2", "0.1", "0"]);
        assert_eq!(labels(Unit::Cores, 0.52), ["0.6", "0.4", "0.2", "0"]);
        assert_eq!(labels(Unit::Cores, 31.0), ["40", "30", "20", "10", "0"]);
        assert_eq!(labels(Unit::Count, 2.0), ["4", "3", "2", "1", "0"]);
        assert_eq!(labels(Unit::Count, 130.0), ["150", "100", "50", "0"]);
        assert_eq!(labels(Unit::Bytes, 64e6), ["64 MiB", "48 MiB", "32 MiB", "16 MiB", "0 B"]);
        assert_eq!(labels(Unit::Bytes, 2.9e9), ["3 GiB", "2 GiB", "1 GiB", "0 B"]);
        assert_eq!(labels(Unit::BytesPerSecond, 0.0)[0], "4 KiB/s");
    }

    #[test]
    fn a_limit_in_reach_is_on_the_axis() {
        assert!(Scale::with_limit(Unit::Cores, 0.2, Some(0.5)).top() >= 0.5);
        assert!(Scale::with_limit(Unit::Cores, 0.2, Some(16.0)).top() < 1.0);
        assert!(Scale::with_limit(Unit::Cores, 3.0, Some(0.5)).top() >= 3.0);
    }
}
